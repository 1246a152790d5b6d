"""SQL as tokens."""

import re
from dataclasses import dataclass

from text import Fault

TOKEN = re.compile(
    r"""
    (?P<space> \s+ | --[^\n]* )
    | (?P<string> '(?:[^']|'')*' )
    | (?P<name> "(?:[^"]|"")*" )
    | (?P<parameter> \?\d+ )
    | (?P<number> \d+ )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<sign> <= | >= | <> | != | \|\| | [-+*/%<>=(),.;] )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    # Where it begins in the text that it was read from.
    offset: int = 0

    def has(self, *words):
        """True when it is one of these keywords or signs, in whatever letters."""
        return self.kind in ("word", "sign") and self.text.upper() in words

    @property
    def name(self):
        """As an identifier, without the quotes that SQLite puts around a table that was renamed."""
        if self.kind == "word":
            return self.text
        if self.kind == "name" and re.fullmatch(r'"[a-z_][a-z0-9_]*"', self.text):
            return self.text[1:-1]
        raise Fault(f"{self.text} is no plain name: call it by small letters, digits and _")

    @property
    def parameter(self):
        """The number of `?N`."""
        return int(self.text[1:]) if self.kind == "parameter" else None


def tokens(text):
    found = []
    offset = 0
    while offset < len(text):
        match = TOKEN.match(text, offset)
        if not match:
            raise Fault(
                f"'{text[offset:offset + 20]}' is not read by scripts/portable_sql/sql.py: write it in the SQL that "
                "both engines know (parameters are ?1, ?2, …), or teach the file this token")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match.group(), offset))
        offset = match.end()
    return found


def written(tokens):
    """The tokens on one line, without spaces at dots and inside brackets."""
    line = ""
    for token in tokens:
        if line and line[-1] not in "(." and token.text not in (".", ",", ")", ";"):
            line += " "
        line += token.text
    return line


def matching(tokens, opening):
    """The index of the bracket that closes the one at `opening`."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    raise Fault(f"a bracket stays open in: {written(tokens)[:80]}")


def separated(tokens, by=","):
    """The parts between commas, or whatever else, outside of brackets."""
    parts = [[]]
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text == by:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
