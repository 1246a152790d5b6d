"""Swift as tokens, and of its expressions those of which SQL is made: see sources.py."""

import re
from dataclasses import dataclass

from text import Fault, Place, Text

STRING = re.compile(r'(#*)("""|")')
WORD = re.compile(r"`?([A-Za-z_]\w*)`?")
COMMENT = re.compile(r"/\*|\*/")
CHARACTER_CODE = re.compile(r"u\{([0-9A-Fa-f]+)\}")
LINE_THAT_GOES_ON = re.compile(r"[ \t]*\n")
# Stands for a line's end that is escaped, until the indentation is taken off.
CONTINUED = "\ue000"

# MARK: What is read.


@dataclass
class Interpolation:
    expression: str
    line: int


@dataclass(eq=False)
class Literal:
    """A string literal: `Text`s and `Interpolation`s in turn."""

    place: Place
    pieces: list
    # True within `Query(…)`.
    is_query: bool = False

    @property
    def beginning(self):
        return str(self.pieces[0]) if self.pieces and isinstance(self.pieces[0], Text) else ""

    @property
    def plain(self):
        """All of it that is written here."""
        return " ".join(str(piece) for piece in self.pieces if isinstance(piece, Text))


@dataclass
class List:
    """`["id", "hamlet"]`."""

    elements: list


@dataclass
class Case:
    """`.unit("commune")`."""

    name: str
    arguments: list


@dataclass
class Step:
    """A name in a chain, with its arguments when it is called: pairs of a label, or None, and an expression."""

    name: str
    arguments: "list | None" = None


@dataclass
class Chain:
    """`Household.columns.qualified(by: "former")`."""

    steps: list


def literals(expression):
    """All in an expression."""
    if isinstance(expression, Literal):
        yield expression
    elif isinstance(expression, List):
        for element in expression.elements:
            yield from literals(element)
    elif isinstance(expression, Case):
        for _, argument in expression.arguments:
            yield from literals(argument)
    elif isinstance(expression, Chain):
        for step in expression.steps:
            for _, argument in step.arguments or []:
                yield from literals(argument)


# MARK: Tokens: literals, words and single signs; comments are left out.


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
        literal = Literal(Place(self.file, self.line), [])
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


# MARK: Expressions.


class Parser:
    """Reads what stands at an index of tokens."""

    def __init__(self, tokens):
        self.tokens = tokens

    def sign(self, index):
        """The word or sign at `index`; None for a literal, and after the end."""
        token = self.tokens[index] if 0 <= index < len(self.tokens) else None
        return token[0] if isinstance(token, tuple) else None

    def type(self, index):
        """The name in `struct Name`, `extension Outer.Name` and so on, if that is what stands there."""
        if self.sign(index) not in ("struct", "enum", "class", "actor", "extension", "protocol"):
            return None
        # `.extension` is a case, `class func` and `class var` are members.
        if self.sign(index - 1) == "." or not is_word(self.sign(index + 1)) or self.sign(index + 1) in ("func", "var"):
            return None
        names = [self.sign(index + 1)]
        index += 2
        while self.sign(index) == ".":
            names.append(self.sign(index + 1))
            index += 2
        return ".".join(names)

    def constant(self, index):
        """The value in `let name: Type = value` or `var name: Type { value }`; None when it is not read here."""
        index += 2
        while self.sign(index) not in ("=", "{", "}", ";", ",", ")", "let", "var", "func", None):
            index += 1
        if self.sign(index) not in ("=", "{"):
            return None
        value, end = self.expression(index + 1)
        # `"…" + rest`, `condition ? "…" : "…"` and `first ?? second` are not what was read so far.
        return None if self.sign(end) in ("+", "?") else value

    def expression(self, index):
        """A literal, a list, a case or a chain, and the index after it; None for anything else."""
        if index < len(self.tokens) and isinstance(self.tokens[index], Literal):
            return self.tokens[index], index + 1
        if self.sign(index) == "[":
            arguments, index = self.arguments(index, "]")
            return List([element for _, element in arguments]), index
        if self.sign(index) == "." and is_word(self.sign(index + 1)):
            name, index = self.sign(index + 1), index + 2
            arguments, index = self.arguments(index, ")") if self.sign(index) == "(" else ([], index)
            return Case(name, arguments), index
        if not is_word(self.sign(index)):
            return None, index
        steps = []
        while is_word(self.sign(index)):
            step = Step(self.sign(index))
            index += 1
            if self.sign(index) == "(":
                step.arguments, index = self.arguments(index, ")")
                if step.name == "Query":
                    for literal in literals(Chain([step])):
                        literal.is_query = True
            steps.append(step)
            if self.sign(index) != ".":
                break
            index += 1
        return Chain(steps), index

    def arguments(self, index, closing):
        """What is between brackets, and the index after them; None for an expression that is not read here."""
        found = []
        index += 1
        while index < len(self.tokens) and self.sign(index) != closing:
            label = None
            if is_word(self.sign(index)) and self.sign(index + 1) == ":":
                label, index = self.sign(index), index + 2
            value, end = self.expression(index)
            if self.sign(end) not in (",", closing):
                value, end = None, self.end_of_argument(index, closing)
            found.append((label, value))
            index = end + 1 if self.sign(end) == "," else end
        return found, index + 1

    def end_of_argument(self, index, closing):
        depth = 0
        while index < len(self.tokens) and not (depth == 0 and self.sign(index) in (",", closing)):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(self.sign(index), 0)
            index += 1
        return index


def is_word(sign):
    return sign is not None and (sign[0].isalpha() or sign[0] == "_")
