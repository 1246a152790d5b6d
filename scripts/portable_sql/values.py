"""What the types stand for of which SQL is made: a copy, in few words, of SQL.swift and EntityTable.swift.

SQL is a list of one text, columns are a list of texts.
"""

from text import Fault

# Types whose own statements are made for each of their values.
TEMPLATES = ("EntityTable", "RecordStatements")


def made(type, arguments):
    """What `Type(…)` gives; None for a type that has nothing to do with SQL."""
    values = [value for _, value in arguments]
    if type in ("SQL", "Query") and len(values) == 1:
        return values[0]
    if type == "EntityTable":
        return EntityTable(arguments)
    if type == "RecordStatements" and len(values) in (1, 2) and isinstance(values[0], EntityTable):
        return RecordStatements(*values)
    # Only its condition is put into statements.
    if type == "EntityTable.Rule" and len(values) == 2 and isinstance(values[1], list):
        return [f"CASE WHEN {values[1][0]} THEN 1 ELSE 0 END"]
    if type == "EntityTable.Dating" and len(values) in (1, 2) and all(isinstance(value, list) for value in values):
        return Dating(*values)
    return None


def member(value, name, arguments):
    """What `value.name` or `value.name(…)` gives; None when that is unknown."""
    values = [value for _, value in arguments]
    if isinstance(value, EntityTable):
        return value.member(name, arguments)
    if isinstance(value, Dating):
        return {"column": value.column, "condition": value.condition}.get(name)
    if not isinstance(value, list) or any(not isinstance(one, list) for one in values):
        return None
    texts = [", ".join(one) for one in values]
    # A query's text, and columns as one piece.
    if name in ("sql", "list") and not texts:
        return value
    if name == "qualified" and len(texts) == 1:
        return [f"{texts[0]}.{column}" for column in value]
    if name == "parameters" and not texts:
        return [f"?{number}" for number in range(1, len(value) + 1)]
    if name == "assignments" and not texts:
        return [f"{column} = ?{number}" for number, column in enumerate(value[1:], 2)]
    if name == "replacing" and len(texts) == 2 and texts[0] in value:
        return [texts[1] if column == texts[0] else column for column in value]
    return None


class Dating:
    """`EntityTable.Dating("column", where: "condition")`."""

    def __init__(self, column, condition=("1 = 1",)):
        self.column = column
        self.condition = list(condition)


class RecordStatements:
    """`RecordStatements(table, parts: ["item"])`: what stands in its statements, as in EntityTable."""

    def __init__(self, table, part_columns=()):
        columns = table.columns + ["position"]
        if "version" not in columns:
            raise Fault(f"{table.name[0]}: RecordStatements needs a column `version`")
        names = {"name": table.name, "columns": columns, "version": [f"?{columns.index('version') + 1}"]}
        # Statements about parts are made only for a table that has some.
        for type, _, part in table.environments:
            if type == "EntityTable.Part" and part_columns:
                names |= {"part": part["name"], "parent": part["parent"], "partColumns": list(part_columns)}
                names["allColumns"] = list(part_columns) + ["number"] + part["parent"]
        self.environments = [("RecordStatements", None, names)]


class EntityTable:
    """`EntityTable(.kind, "name", from: …, […], scopeSource: …, derived: …, rules: …).with(part: …, of: …)`, for example.

    What stands in it and in its parts is kept as (type, case, names): the literals of that type are made with what the
    names stand for; those below a `case` only when it is the value's own.
    """

    LABELS = {"from", "actions", "scopeSource", "isVersioned", "version", "derived", "rules", "dating",
              "publicMembers", "personal"}

    def __init__(self, arguments):
        labelled = {label: value for label, value in arguments if label}
        unlabelled = [value for label, value in arguments if not label]
        # What journal and verification call the actions, what is public of an entry and what names persons is nothing to SQL.
        others = {"actions", "publicMembers", "personal"}
        is_read = all(value is not None for label, value in arguments if label not in others)
        if not is_read or len(unlabelled) != 3 or not {"scopeSource", "isVersioned"} <= labelled.keys() <= self.LABELS:
            raise Fault(
                f"EntityTable({', '.join(str(value) for value in unlabelled)[:80]}…) has an argument that is not read: "
                "bring scripts/portable_sql/values.py up to EntityTable.init")
        _, self.name, self.columns = unlabelled
        scope_source = labelled["scopeSource"]
        extra = labelled.get("derived", []) + labelled.get("rules", [])
        names = {
            "name": self.name,
            "columns": self.columns,
            "source": labelled.get("from") or self.name,
            "version": labelled.get("version") or [f"{self.name[0]}.version" if labelled["isVersioned"] else "0"],
            "extra": ["".join(f", {piece}" for piece in extra)],
        }
        # Its statement is made only for a table that has one.
        if "dating" in labelled:
            names["dating"] = labelled["dating"]
            names["hamletColumn"] = ["owner" if scope_source.name == "owner" else "hamlet"]
        # The piece in `.unit("commune")`.
        names |= {"unit": piece for _, piece in scope_source.arguments}
        self.environments = [("EntityTable", scope_source.name, names)]

    def member(self, name, arguments):
        if name == "with":
            labelled = dict(arguments)
            if not {"part", "of"} <= labelled.keys() <= {"part", "of", "groupedBy"} or None in labelled.values():
                raise Fault(
                    f"{self.name[0]}: a part has an argument that is not read: bring scripts/portable_sql/values.py "
                    "up to EntityTable.with")
            names = {
                "name": labelled["part"],
                "parent": labelled["of"],
                "group": labelled.get("groupedBy") or ["1"],
                "table": self.name,
            }
            self.environments.append(("EntityTable.Part", None, names))
            return self
        return {"name": self.name, "columns": self.columns}.get(name)
