"""The SQL of Swift sources: literals that are statements, with the fragments put into them.

A statement is a string literal that begins with SELECT, INSERT, UPDATE, DELETE or WITH. What it has in common with
others may be a fragment, which is a constant beside it:

    extension Household {
        static let columns: Columns = ["id", "hamlet"]          a list of columns
        static let isOpen: SQL = "ended_on IS NULL"             any other piece
        static var all: SQL { "SELECT \\(columns) FROM household" }
    }

It is put in as `\\(columns)`, `\\(Self.columns)` or `\\(Household.columns)`; `\\(Household.columns.of("former"))` is
each column with `former.` before it. Another form of interpolation has to be taught to `Sources.fragment` below.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from text import Fault, Place, Text

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")
TABLE = re.compile(r"\s*CREATE TABLE\s")
# The marks of SQL in a literal that does not begin like a statement.
PARAMETER = re.compile(r"\?\d")
CLAUSE = re.compile(
    r"\b(FROM|WHERE|VALUES|ORDER BY)\b | ^\s*(?i:select\s.*\sfrom|insert\s+into|update\s.*\sset|delete\s+from)\s",
    re.VERBOSE | re.DOTALL)


# Swift's own.
STRING = re.compile(r'(#*)("""|")')
WORD = re.compile(r"`?([A-Za-z_]\w*)`?")
COMMENT = re.compile(r"/\*|\*/")
CHARACTER_CODE = re.compile(r"u\{([0-9A-Fa-f]+)\}")
LINE_THAT_GOES_ON = re.compile(r"[ \t]*\n")
# Stands for a line's end that is escaped, until the indentation is taken off.
CONTINUED = "\ue000"


@dataclass
class Interpolation:
    expression: str
    line: int


@dataclass
class Scope:
    """What lies between two braces, or a whole file."""

    outer: "Scope | None"
    # `Household.Ending` for `extension Household { enum Ending {`; None for a function's body and the like.
    type: "str | None" = None
    # By name, when it is no type.
    fragments: dict = field(default_factory=dict)


@dataclass
class Literal:
    """A string literal: `Text`s and `Interpolation`s in turn."""

    file: str
    line: int
    pieces: list
    scope: "Scope | None" = None
    # The fragment that it is the value of, or a part of.
    fragment: "Fragment | None" = None

    @property
    def place(self):
        return Place(self.file, self.line)

    @property
    def beginning(self):
        return str(self.pieces[0]) if self.pieces and isinstance(self.pieces[0], Text) else ""

    @property
    def plain(self):
        """All of it that is written here."""
        return " ".join(str(piece) for piece in self.pieces if isinstance(piece, Text))


@dataclass
class Fragment:
    """A constant that is a literal, or a list of them: columns."""

    name: str
    place: Place
    literals: list
    is_list: bool
    is_used: bool = False


@dataclass
class Statement:
    place: Place
    text: Text

    @property
    def first_line(self):
        return str(self.text).strip().split("\n")[0]


# MARK: Swift as tokens: literals, words and single signs; comments are left out.


class Reader:
    """Reads one file."""

    def __init__(self, file, source):
        self.file = file
        self.source = source
        self.at = 0
        self.line = 1

    def tokens(self):
        """Literals, and (word or sign, line) for the rest."""
        source = self.source
        while self.at < len(source):
            if source.startswith("//", self.at):
                end = source.find("\n", self.at)
                self.skip(len(source) if end < 0 else end)
            elif source.startswith("/*", self.at):
                self.skip_comment()
            elif opening := STRING.match(source, self.at):
                yield self.literal(hashes=opening[1], quotes=opening[2])
            elif word := WORD.match(source, self.at):
                yield word[1], self.line
                self.skip(word.end())
            else:
                if not source[self.at].isspace():
                    yield source[self.at], self.line
                self.skip(self.at + 1)

    def skip(self, end):
        self.line += self.source.count("\n", self.at, end)
        self.at = end

    def skip_comment(self):
        """Comments lie in each other."""
        depth = 0
        for mark in COMMENT.finditer(self.source, self.at):
            depth += 1 if mark.group() == "/*" else -1
            if depth == 0:
                return self.skip(mark.end())
        raise Fault(f"{self.file}:{self.line}: a comment stays open")

    def literal(self, hashes, quotes):
        literal = Literal(self.file, self.line, [])
        is_long = quotes == '"""'
        self.skip(self.at + len(hashes) + len(quotes))
        closing = quotes + hashes
        escape = "\\" + hashes
        text = Text()
        while not self.source.startswith(closing, self.at):
            if self.at >= len(self.source) or (not is_long and self.source[self.at] == "\n"):
                raise Fault(f"{literal.place}: a string stays open")
            if self.source.startswith(escape + "(", self.at):
                line = self.line
                literal.pieces += [text, Interpolation(self.interpolation(len(escape)), line)]
                text = Text()
            elif self.source.startswith(escape, self.at):
                self.skip(self.at + len(escape))
                text.add(*self.escaped())
            else:
                text.add(self.source[self.at], self.line)
                self.skip(self.at + 1)
        literal.pieces.append(text)
        if is_long:
            indentation = len(self.source[: self.at]) - len(self.source[: self.at].rstrip(" "))
            unindent(literal.pieces, indentation)
        self.skip(self.at + len(closing))
        literal.pieces = [piece for piece in literal.pieces if isinstance(piece, Interpolation) or str(piece)]
        return literal

    def interpolation(self, length_of_escape):
        """The expression in the brackets: it may have brackets and strings itself."""
        self.skip(self.at + length_of_escape + 1)
        begin = self.at
        depth = 1
        while depth > 0:
            if self.at >= len(self.source):
                raise Fault(f"{self.file}:{self.line}: an interpolation stays open")
            if opening := STRING.match(self.source, self.at):
                self.literal(hashes=opening[1], quotes=opening[2])
                continue
            depth += {"(": 1, ")": -1}.get(self.source[self.at], 0)
            self.skip(self.at + 1)
        return self.source[begin : self.at - 1].strip()

    def escaped(self):
        """The character after the escape, and its line."""
        line = self.line
        if code := CHARACTER_CODE.match(self.source, self.at):
            self.skip(code.end())
            return chr(int(code[1], 16)), line
        # A line that goes on: the end of the line is no part of the text, nor is the next one's indentation.
        if goes_on := LINE_THAT_GOES_ON.match(self.source, self.at):
            self.skip(goes_on.end())
            return CONTINUED, line
        character = self.source[self.at]
        self.skip(self.at + 1)
        return {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(character, character), line


def unindent(pieces, indentation):
    """Takes the first and the last line's end and the indentation off a literal of several lines."""
    is_first = True
    for index, piece in enumerate(pieces):
        if isinstance(piece, Interpolation):
            continue
        short = Text()
        leading = 0
        for character, line in zip(piece.characters, piece.lines):
            if leading and character == " ":
                leading -= 1
                continue
            leading = 0
            if character in ("\n", CONTINUED):
                leading = indentation
            if character == "\n" and is_first:
                is_first = False
            elif character != CONTINUED:
                short.add(character, line)
        if index == len(pieces) - 1 and short.characters.endswith("\n"):
            short = Text(short.characters[:-1], short.lines[:-1])
        pieces[index] = short


# MARK: What lies in which type, and the fragments.


class Sources:
    def __init__(self, root, folders):
        self.literals = []
        # By type and name, of all its extensions: some may have a private constant of the same name.
        self.members = {}
        for folder in folders:
            for path in sorted((root / folder).rglob("*.swift")):
                self.read(str(path.relative_to(root)), path.read_text(encoding="utf-8"))

    def read(self, file, source):
        tokens = list(Reader(file, source).tokens())
        scope = Scope(outer=None)
        # The type whose brace is still to come.
        coming = None
        for index, token in enumerate(tokens):
            if isinstance(token, Literal):
                token.scope = scope
                self.literals.append(token)
                continue
            word = token[0]
            if name := declared_type(tokens, index):
                outer = innermost_type(scope)
                coming = f"{outer}.{name}" if outer else name
            elif word == "{":
                scope = Scope(outer=scope, type=coming)
                coming = None
            elif word == "}":
                if not scope.outer:
                    raise Fault(f"{file}:{token[1]}: a brace too many, or a Swift token that swift.py does not know")
                scope = scope.outer
            elif word in ("let", "var"):
                self.define(file, tokens, index, scope)
        if scope.outer:
            raise Fault(f"{file}: a brace stays open, or it has a Swift token that swift.py does not know")

    def define(self, file, tokens, index, scope):
        """Keeps `let name: Type = "…"`, `… = ["…", "…"]` and `var name: Type { "…" }`, if it is one."""
        name, line = plain(tokens, index + 1)
        value = index + 2
        while plain(tokens, value)[0] not in ("=", "{", "}", ";", ",", ")", "let", "var", "func", None):
            value += 1
        if plain(tokens, value)[0] not in ("=", "{"):
            return
        literals = []
        value += 1
        is_list = plain(tokens, value)[0] == "["
        if is_list:
            value += 1
            while value < len(tokens) and isinstance(tokens[value], Literal):
                literals.append(tokens[value])
                value += 2 if plain(tokens, value + 1)[0] == "," else 1
            if plain(tokens, value)[0] != "]":
                return
        elif value < len(tokens) and isinstance(tokens[value], Literal):
            literals.append(tokens[value])
            # `"…" + rest` is not what the literal says.
            if plain(tokens, value + 1)[0] in ("+", "."):
                return
        if not literals:
            return
        fragment = Fragment(name, Place(file, line), literals, is_list)
        for literal in literals:
            literal.fragment = fragment
        if scope.type:
            self.members.setdefault((scope.type, name), []).append(fragment)
        else:
            scope.fragments[name] = fragment

    # MARK: Putting them together.

    def statements(self):
        """Every statement, whole."""
        for literal in self.literals:
            self.resolve_if_sql(literal)
        found = []
        for literal in self.literals:
            # A whole statement may be a constant as well; one that others are made of is shown by them.
            if literal.fragment and (literal.fragment.is_used or not STATEMENT.match(literal.beginning)):
                continue
            text = self.resolve_if_sql(literal)
            if text is not None and STATEMENT.match(str(text)):
                found.append(Statement(literal.place, text))
        return found

    def tables(self):
        """The statements with which the store makes tables itself, beside the migrations."""
        return [literal.plain for literal in self.literals if TABLE.match(literal.beginning)]

    def resolve_if_sql(self, literal):
        """The text of what is a statement or a fragment of one; None for any other string."""
        if STATEMENT.match(literal.beginning):
            return self.resolved(literal)
        looks_like_sql = PARAMETER.search(literal.plain) or CLAUSE.search(literal.plain)
        if literal.fragment or TABLE.match(literal.beginning) or not looks_like_sql:
            return None
        # It begins with a fragment.
        if literal.pieces and isinstance(literal.pieces[0], Interpolation):
            return self.resolved(literal)
        raise Fault(
            f"{literal.place}: '{literal.plain.strip()[:60]}' looks like SQL and is no statement: begin it with SELECT, "
            "INSERT, UPDATE, DELETE or WITH, or make it a constant that statements are made of")

    def resolved(self, literal, within=()):
        """The literal with its fragments put in; what comes from elsewhere has the interpolation's line."""
        text = Text()
        for piece in literal.pieces:
            if isinstance(piece, Text):
                text.characters += piece.characters
                text.lines += piece.lines
            else:
                text.add(self.fragment(piece, literal, within), piece.line)
        return text

    def fragment(self, interpolation, literal, within):
        """What an interpolation stands for: a constant's name, perhaps with its type's, perhaps with `.of("table")`."""
        place = Place(literal.file, interpolation.line)
        match = re.fullmatch(r'(?:([\w.]+)\.)??(\w+)(?:\.of\("(\w+)"\))?', interpolation.expression)
        found = match and self.look_up(match[1], match[2], literal.scope, literal.file)
        if not found:
            raise Fault(
                f"{place}: \\({interpolation.expression}) is no constant of this module that is a literal: make it one, "
                "or teach its form to Sources.fragment in scripts/portable_sql/swift.py")
        if found in within:
            raise Fault(f"{place}: \\({interpolation.expression}) is made of itself")
        found.is_used = True
        parts = [str(self.resolved(part, within + (found,))).strip() for part in found.literals]
        if match[3]:
            columns = [column.strip() for part in parts for column in part.split(",")]
            if strange := [column for column in columns if not re.fullmatch(r"\w+", column)]:
                raise Fault(f"{place}: {found.name} has {strange[0]}, which is no plain column: no table goes before it")
            parts = [f"{match[3]}.{column}" for column in columns]
        return ", ".join(parts)

    def look_up(self, type, name, scope, file):
        """As Swift does: from the innermost braces outward."""
        if type == "Self":
            return self.member(innermost_type(scope), name, file)
        while scope:
            here = innermost_type(scope)
            if type:
                found = self.member(f"{here}.{type}" if here else type, name, file)
            elif scope.type:
                found = self.member(scope.type, name, file)
            else:
                found = scope.fragments.get(name)
            if found:
                return found
            scope = scope.outer
        return None

    def member(self, type, name, file):
        """The constant of that type: the one of this file before another's."""
        known = self.members.get((type, name), [])
        return next((one for one in known if one.place.file == file), known[0] if known else None)


def innermost_type(scope):
    while scope and not scope.type:
        scope = scope.outer
    return scope.type if scope else None


def plain(tokens, index):
    """The word or sign at `index` with its line; (None, 0) for a literal and after the end."""
    if 0 <= index < len(tokens) and not isinstance(tokens[index], Literal):
        return tokens[index]
    return None, 0


def declared_type(tokens, index):
    """The name in `struct Name`, `extension Outer.Name` and so on, if that is what is at `index`."""
    if plain(tokens, index)[0] not in ("struct", "enum", "class", "actor", "extension", "protocol"):
        return None
    # `.extension` is a case, `class func` and `class var` are members.
    name = plain(tokens, index + 1)[0]
    if plain(tokens, index - 1)[0] == "." or not name or not name[0].isalpha() or name in ("func", "var"):
        return None
    index += 2
    while plain(tokens, index)[0] == ".":
        name += "." + plain(tokens, index + 1)[0]
        index += 2
    return name
