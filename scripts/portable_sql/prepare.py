"""PREPARE of statements, with types for their parameters.

The store binds 64-bit integers, texts and bytes, and nothing else. PostgreSQL finds most types itself; where it cannot,
or finds another (`version = $1 - 1` makes a 32-bit integer), the parameter is declared, as a library between the store
and the server would do from the value it binds. Which type is right is found by trying.
"""

import re
from dataclasses import dataclass, field

from sql import tokens

BOUND = ("bigint", "text", "bytea")
# What the store reads as one of those, and what to write for anything else.
READ = BOUND + ("integer",)
CURES = {"numeric": "CAST it AS BIGINT", "boolean": "CASE WHEN … THEN 1 ELSE 0 END"}
# How often one statement is tried.
TRIES_MAX = 100

# Errors that other types of parameters may mend: no type is found, or two of them; several operators or functions fit,
# or none does; a value of another type is wanted; a constant is none of the type.
OF_TYPES = ("42P18", "42P08", "42725", "42883", "42804", "42846", "22P02")


@dataclass
class Candidate:
    """Types to be tried."""

    # By parameter; PostgreSQL finds those that are left out.
    declared: dict
    # It prepares when PostgreSQL finds more of them, but finds what the store does not bind.
    was_taken: bool = False


@dataclass
class Failure:
    """A candidate that was refused, and why."""

    candidate: Candidate
    state: str
    message: str
    # The index of the token that the error is about, if it says one.
    token: "int | None"

    @property
    def progress(self):
        """How far PostgreSQL came. That a type is missing is said after all else was found right."""
        return self.candidate.was_taken, self.message.startswith("could not determine data type"), self.token or 0


@dataclass
class Trial:
    """One statement and what was found out about it."""

    sql: str
    tokens: list
    # What is to be tried next: nothing when the trial is over.
    candidates: list = field(default_factory=lambda: [Candidate({})])
    # What may be followed up.
    failures: list = field(default_factory=list)
    tries: int = 0
    # What is wrong, and the offset in `sql` where; none when it prepares.
    message: "str | None" = None
    offset: int = 0
    progress: tuple = ()

    @property
    def parameters_count(self):
        return max((token.parameter or 0 for token in self.tokens), default=0)


def prepare(statements, server):
    """Tries each of the texts; gives a Trial for each."""
    trials = [Trial(sql, tokens(sql)) for sql in statements]
    while open_trials := [trial for trial in trials if trial.candidates]:
        commands = [command(trial, one) for trial in open_trials for one in trial.candidates]
        answers = iter(server.run(commands))
        for trial in open_trials:
            learn(trial, [(one, next(answers)) for one in trial.candidates])
    return trials


def command(trial, candidate):
    """One token a line, so that an error's line tells the token; then what the parameters and the columns are."""
    types = ", ".join(candidate.declared.get(number, "unknown") for number in range(1, trial.parameters_count + 1))
    sql = "\n".join(f"${token.parameter}" if token.parameter else token.text for token in trial.tokens)
    return (
        f"PREPARE tried {f'({types})' if types else ''} AS\n{sql}\n;\n"
        "SELECT 'parameter', unnest(parameter_types) FROM pg_prepared_statements WHERE name = 'tried';\n"
        "\\echo columns\nEXECUTE tried \\gdesc\nDEALLOCATE tried;")


def learn(trial, answers):
    """Ends the trial, or sets what is to be tried next."""
    trial.tries += len(answers)
    trial.candidates = []
    for candidate, answer in answers:
        if answer.error:
            fail(trial, candidate, answer.error)
            continue
        found = [line.split("|")[1] for line in answer.output if line.startswith("parameter|")]
        strange = {number: type for number, type in enumerate(found, 1) if type not in BOUND}
        if not strange:
            trial.message, trial.offset, trial.candidates = strange_columns(answer.output), 0, []
            return
        # Truths and short integers are bound as 64 bits, names as texts.
        bound = {
            number: "text" if type in ("name", "character varying") else "bigint" for number, type in strange.items()}
        trial.candidates.append(Candidate(candidate.declared | bound, was_taken=True))
    # From the most promising failure on: each type for the parameter that its error is about.
    while trial.failures and not trial.candidates and trial.tries < TRIES_MAX:
        best = max(trial.failures, key=lambda one: one.progress)
        trial.failures.remove(best)
        if parameter := parameter_of(trial, best):
            trial.candidates = [
                Candidate(best.candidate.declared | {parameter: type}, best.candidate.was_taken) for type in BOUND]


def fail(trial, candidate, error):
    # The first line is PREPARE.
    has_token = error.line and 2 <= error.line < len(trial.tokens) + 2
    failure = Failure(candidate, error.state, error.message, error.line - 2 if has_token else None)
    trial.failures.append(failure)
    if failure.progress > trial.progress:
        trial.progress = failure.progress
        token = trial.tokens[failure.token] if has_token else None
        trial.message = f"{error.message} (at {token.text})" if token else error.message
        trial.offset = token.offset if token else 0


def parameter_of(trial, failure):
    """The parameter that the error is about and whose type is open, if there is one."""
    declared = failure.candidate.declared
    if failure.state not in OF_TYPES:
        return None
    if named := re.search(r"parameter \$(\d+)", failure.message):
        number = int(named[1])
        return number if number not in declared else None
    if failure.token is None:
        return None
    # The nearest: an operand, or an argument.
    open_ones = [
        (abs(index - failure.token), token.parameter) for index, token in enumerate(trial.tokens)
        if token.parameter and token.parameter not in declared
    ]
    return min(open_ones, default=(0, None))[1]


def strange_columns(output):
    """What results are that the store does not read; None when it reads all."""
    columns = [line.rsplit("|", 1)[1] for line in output[output.index("columns") + 1 :] if "|" in line]
    numbers = {}
    for number, type in enumerate(columns, 1):
        if type not in READ:
            numbers.setdefault(type, []).append(str(number))
    return "; ".join(
        f"result {', '.join(numbers)} is {type}: {CURES.get(type, 'the store reads no such value')}"
        for type, numbers in numbers.items()) or None
