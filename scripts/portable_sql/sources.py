r"""The SQL of Swift sources: literals that are statements, with the pieces put into them.

A statement is a string literal that begins with SELECT, INSERT, UPDATE, DELETE or WITH. What it has in common with
others may be a piece, which is a constant beside it:

    extension Household {
        static let columns: Columns = ["id", "hamlet"]
        static let formerColumns = Household.columns.replacing("id", with: "household")
        static let isOpen: SQL = "ended_on IS NULL"
        static let all = Query("SELECT \(columns) FROM household WHERE \(isOpen)")
    }

It is put in as `\(columns)`, `\(Self.columns)` or `\(Household.columns)`, with `.qualified(by: "former")` and the like after it:
see values.py. The statements of a type of TEMPLATES are made for each of its values.

Another form of expression is to be taught to `Parser.expression` in swift.py, which reads it, and to `Sources.value`,
which says what it stands for.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from swift import Case, Chain, Interpolation, List, Literal, Parser, Reader, literals
from text import Fault, Place, Text
from values import TEMPLATES, made, member

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")
TABLE = re.compile(r"\s*CREATE TABLE\s")
# The marks of SQL in a literal that does not begin like a statement.
PARAMETER = re.compile(r"\?\d")
CLAUSE = re.compile(
    r"\b(FROM|WHERE|VALUES|ORDER BY)\b | ^\s*(?i:select\s.*\sfrom|insert\s+into|update\s.*\sset|delete\s+from)\s",
    re.VERBOSE | re.DOTALL)


@dataclass
class Statement:
    place: Place
    text: Text
    # The value that it is made for, when it is one of a template.
    made_for: "Place | None" = None

    @property
    def first_line(self):
        return str(self.text).strip().split("\n")[0]


@dataclass(eq=False)
class Scope:
    """What lies between two braces, or a whole file."""

    outer: "Scope | None"
    # `Household.Ending` for `extension Household { enum Ending {`; None for a function's body and the like.
    type: "str | None" = None
    # By name, when it is no type.
    constants: dict = field(default_factory=dict)
    # The case of a switch that is read just now.
    case: "str | None" = None

    @property
    def innermost_type(self):
        return self.type or (self.outer.innermost_type if self.outer else None)


@dataclass(eq=False)
class Constant:
    name: str
    place: Place
    expression: object
    scope: Scope
    is_used: bool = False


@dataclass
class Site:
    """Where a literal stands."""

    scope: Scope
    case: "str | None"
    # The constant that is made of it.
    constant: "Constant | None" = None

    @property
    def is_used_by_others(self):
        return self.constant is not None and self.constant.is_used

    @property
    def is_template(self):
        return (self.scope.innermost_type or "").split(".")[0] in TEMPLATES


class Sources:
    def __init__(self, root, folders):
        # The sites of all literals.
        self.sites = {}
        # Constants by type and name, of all its extensions: some may have a private one of the same name.
        self.members = {}
        for folder in folders:
            for path in sorted((root / folder).rglob("*.swift")):
                # The migrations as the program has them; schema.py reads the files.
                if path.name == "MigrationFiles.swift":
                    continue
                self.read(str(path.relative_to(root)), path.read_text(encoding="utf-8"))

    def read(self, file, source):
        tokens = list(Reader(file, source).tokens())
        parser = Parser(tokens)
        scope = Scope(outer=None)
        # The type whose brace is still to come.
        coming = None
        constants = []
        for index, token in enumerate(tokens):
            if isinstance(token, Literal):
                self.sites[token] = Site(scope, scope.case)
                continue
            word, line = token
            if name := parser.type(index):
                coming = f"{scope.innermost_type}.{name}" if scope.innermost_type else name
            elif word == "{":
                scope = Scope(outer=scope, type=coming)
                coming = None
            elif word == "}":
                if not scope.outer:
                    raise Fault(f"{file}:{line}: a brace too many, or a Swift token that swift.py does not know")
                scope = scope.outer
            elif word == "case" and parser.sign(index + 1) == "." and parser.sign(index - 1) not in ("if", ","):
                scope.case = parser.sign(index + 2)
            elif word in ("let", "var") and (expression := parser.constant(index)):
                constants.append(Constant(parser.sign(index + 1), Place(file, line), expression, scope))
            elif word == "Query":
                # For the literals in it.
                parser.expression(index)
        if scope.outer:
            raise Fault(f"{file}: a brace stays open, or it has a Swift token that swift.py does not know")
        for constant in constants:
            self.keep(constant)

    def keep(self, constant):
        for literal in literals(constant.expression):
            self.sites[literal].constant = constant
        if constant.scope.type:
            self.members.setdefault((constant.scope.type, constant.name), []).append(constant)
        else:
            constant.scope.constants[constant.name] = constant

    # MARK: Statements.

    def statements(self):
        """Every statement, whole."""
        found, faults = [], []
        for literal, site in self.sites.items():
            try:
                if self.is_sql(literal):
                    for made_for, names in self.environments(literal) if site.is_template else [(None, {})]:
                        text = self.text(literal, site.scope, names)
                        found.append((literal, Statement(literal.place, text, made_for)))
            except Fault as fault:
                faults.append(str(fault))
        if faults:
            raise Fault("\n".join(faults))
        # A constant that others are made of is shown by them, unless it is run itself.
        return [
            statement for literal, statement in found
            if STATEMENT.match(str(statement.text)) and (literal.is_query or not self.sites[literal].is_used_by_others)
        ]

    def tables(self):
        """The statements with which the store makes tables itself, beside the migrations."""
        return [literal.plain for literal in self.sites if TABLE.match(literal.beginning)]

    def is_sql(self, literal):
        if STATEMENT.match(literal.beginning):
            return True
        # A command of SQLite alone, which copies its file.
        if literal.beginning.startswith("VACUUM INTO "):
            return False
        looks_like_sql = PARAMETER.search(literal.plain) or CLAUSE.search(literal.plain)
        if not looks_like_sql or TABLE.match(literal.beginning):
            return False
        # It begins with a piece, or it is one.
        if literal.pieces and isinstance(literal.pieces[0], Interpolation):
            return True
        if self.sites[literal].constant:
            return False
        raise Fault(
            f"{literal.place}: '{literal.plain.strip()[:60]}' looks like SQL and is no statement: begin it with "
            "SELECT, INSERT, UPDATE, DELETE or WITH, or make it a constant that statements are made of")

    def environments(self, literal):
        """For a literal of a template: each value that it is made for, and what the names in it stand for."""
        site = self.sites[literal]
        pieces = [piece for piece in literal.pieces if isinstance(piece, Interpolation)]
        expressions = [self.parsed(piece, literal.place) for piece in pieces]
        names = {one.steps[0].name if isinstance(one, Chain) else "…" for one in expressions}
        found = [
            (place, known) for place, value in self.template_values for type, case, known in value.environments
            if type == site.scope.innermost_type and site.case in (None, case) and names <= known.keys()
        ]
        if not found:
            raise Fault(
                f"{literal.place}: nothing is known for {', '.join(sorted(names))} in '{literal.plain.strip()[:60]}': "
                "bring scripts/portable_sql/values.py up to what is written there")
        return found

    @cached_property
    def template_values(self):
        constants = [constant for same_name in self.members.values() for constant in same_name]
        # The first step has arguments: `EntityTable(…)`, and not `EntityTable.Rule(…)`.
        return [
            (constant.place, self.value(constant.expression, constant.scope, constant.place)) for constant in constants
            if isinstance(constant.expression, Chain) and constant.expression.steps[0].name in TEMPLATES
            and constant.expression.steps[0].arguments is not None
        ]

    # MARK: Putting them together.

    def text(self, literal, scope, names={}, within=()):
        """The literal with its pieces put in; what comes from elsewhere has the interpolation's line."""
        text = Text()
        for piece in literal.pieces:
            if isinstance(piece, Text):
                text.characters += piece.characters
                text.lines += piece.lines
                continue
            place = Place(literal.place.file, piece.line)
            value = self.value(self.parsed(piece, place), scope, place, names, within)
            if not isinstance(value, list):
                raise Fault(
                    f"{place}: \\({piece.expression}) is no constant of this module that is made of literals: make it "
                    "one, or teach its form to scripts/portable_sql/sources.py")
            text.add(", ".join(value), piece.line)
        return text

    def parsed(self, interpolation, place):
        tokens = list(Reader(place.file, interpolation.expression).tokens())
        expression, end = Parser(tokens).expression(0)
        return expression if end == len(tokens) else None

    def value(self, expression, scope, place, names={}, within=()):
        """What an expression stands for, as values.py has it; None when it is unknown."""
        if isinstance(expression, Literal):
            return [str(self.text(expression, scope, names, within)).strip("\n")]
        if isinstance(expression, List):
            values = [self.value(element, scope, place, names, within) for element in expression.elements]
            return [value[0] for value in values] if all(isinstance(value, list) for value in values) else None

        def evaluated(arguments):
            return [(label, self.value(one, scope, place, names, within)) for label, one in arguments]

        if isinstance(expression, Case):
            return Case(expression.name, evaluated(expression.arguments))
        if not isinstance(expression, Chain):
            return None
        if expression.steps[0].name in ("true", "false"):
            return expression.steps[0].name == "true"
        value, steps = self.beginning(expression.steps, scope, place, names, within)
        if value is None and (call := next((step for step in steps if step.arguments is not None), None)):
            # `Query(…)`, or `EntityTable.Rule(…)`.
            end = steps.index(call) + 1
            value = made(".".join(step.name for step in steps[:end]), evaluated(call.arguments))
            steps = steps[end:]
        for step in steps:
            value = member(value, step.name, evaluated(step.arguments or []))
        return value

    def beginning(self, steps, scope, place, names, within):
        """What the first names of a chain stand for, and the steps after them."""
        if steps[0].name in names:
            return names[steps[0].name], steps[1:]
        path = []
        for index, step in enumerate(steps):
            path.append(step.name)
            if step.arguments is not None:
                break
            if constant := self.look_up(path, scope, place.file):
                if constant in within:
                    raise Fault(f"{place}: {constant.name} is made of itself")
                constant.is_used = True
                value = self.value(constant.expression, constant.scope, constant.place, {}, within + (constant,))
                return value, steps[index + 1 :]
        return None, steps

    def look_up(self, path, scope, file):
        """The constant that names in a row stand for, as Swift does it: from the innermost braces outward."""
        *types, name = path
        if types == ["Self"]:
            return self.member(scope.innermost_type, name, file)
        while scope:
            if types:
                outer = [scope.innermost_type] if scope.innermost_type else []
                found = self.member(".".join(outer + types), name, file)
            elif scope.type:
                found = self.member(scope.type, name, file)
            else:
                found = scope.constants.get(name)
            if found:
                return found
            scope = scope.outer
        return None

    def member(self, type, name, file):
        """The constant of that type: the one of this file before another's."""
        known = self.members.get((type, name), [])
        return next((one for one in known if one.place.file == file), known[0] if known else None)
