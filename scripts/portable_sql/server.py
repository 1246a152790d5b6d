"""PostgreSQL through psql: many commands at once, an answer to each."""

import re
import subprocess
from dataclasses import dataclass

from text import Fault

ERROR = re.compile(r"(?:ERROR|FATAL|PANIC):  (?P<state>\w{5}): (?P<message>[^\n]*)")
LINE = re.compile(r"^LINE (\d+): ", re.MULTILINE)


@dataclass
class Error:
    # Such as 42883, a function that is not there.
    # Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
    state: str
    message: str
    # The line of the command that it is about, counted from 1.
    line: "int | None"


@dataclass
class Answer:
    error: "Error | None"
    # Lines of columns that `|` separates.
    output: list


class Server:
    """The one that the environment names (PGHOST and so on). Each run is a session of its own."""

    def __init__(self, psql):
        self.psql = psql

    def run(self, commands):
        """Runs each command, also when one before it failed; the first error of each is in its answer."""
        script = ["\\set VERBOSITY verbose"]
        for number, command in enumerate(commands):
            script += [f"\\echo @{number}", f"\\warn @{number}", command]
        done = subprocess.run(
            [self.psql, "--no-psqlrc", "--quiet", "--no-align", "--tuples-only"], input="\n".join(script) + "\n",
            capture_output=True, text=True, encoding="utf-8")
        outputs, errors = by_mark(done.stdout), by_mark(done.stderr)
        if done.returncode != 0 or len(outputs) != len(commands) or len(errors) != len(commands):
            raise Fault(f"psql stopped: {done.stderr.strip()[-500:]}")
        return [
            Answer(read_error(error), output.splitlines()) for output, error in zip(outputs, errors)
        ]


def by_mark(text):
    return re.split(r"^@\d+\n", text, flags=re.MULTILINE)[1:]


def read_error(text):
    match = ERROR.search(text)
    if not match:
        return None
    # The next error is one that follows from this one.
    following = ERROR.search(text, match.end())
    line = LINE.search(text, match.end(), following.start() if following else len(text))
    return Error(match["state"], match["message"], int(line[1]) if line else None)
