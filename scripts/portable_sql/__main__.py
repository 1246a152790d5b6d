"""Shows that PostgreSQL takes every SQL statement of the store: see scripts/check-portable-sql."""

import argparse
import sqlite3
import sys
from pathlib import Path

from prepare import prepare
from schema import sqlite_database, translated
from server import Server
from sources import Sources
from sql import tokens, written
from text import Fault, Place

# Where SQL may be; a folder that is not there is no fault.
FOLDERS = ("Sources/SQLite", "Sources/Store", "Sources/Verify")

# Statements that are SQLite's own business and would have another one in their place, each with its reason. One that is
# in no source any more is a fault: take it out.
ENGINE_ONLY = {
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name":
        "verification compares the schema with the migrations; PostgreSQL's is compared with its own catalogue",
    "SELECT type || ' ' || name FROM sqlite_schema WHERE sql IS NOT NULL":
        "opening tells an empty file from another program's; PostgreSQL has its catalogue",
    'SELECT "table" FROM pragma_foreign_key_check LIMIT 1':
        "after a migration that makes a table again; PostgreSQL checks references at once",
}


def main():
    options = argparse.ArgumentParser(prog="check-portable-sql", description=__doc__)
    options.add_argument("--root", type=Path, required=True, help="the folder with Sources and migrations")
    options.add_argument("--psql", required=True, help="PostgreSQL's client")
    options.add_argument("--print", action="store_true", help="print schema and statements, and ask no server")
    options = options.parse_args()
    try:
        return check(options.root.resolve(), Server(options.psql), options.print)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 2


def check(root, server, is_printing):
    sources = Sources(root, FOLDERS)
    statements = portable(sources.statements())
    database = sqlite_database(sorted((root / "migrations").glob("*.sql")), sources.tables())
    schema = translated(database)
    if is_printing:
        for name, sql in schema:
            print(f"-- {name}\n{sql.strip()};\n")
        for statement in statements:
            print(f"-- {statement.place}\n{statement.text};\n")
        return 0
    make(schema, server)
    refused = 0
    trials = prepare([str(statement.text) for statement in statements], server)
    for statement, trial in zip(statements, trials):
        complaint = refused_by_sqlite(database, trial) or trial.message
        if complaint:
            line = statement.text.lines[trial.offset]
            made_for = f" (made for {statement.made_for})" if statement.made_for else ""
            print(f"{Place(statement.place.file, line)}: {complaint}{made_for}\n    {statement.first_line}")
            refused += 1
    print(f"{len(statements) - refused} statements prepare on PostgreSQL 15, {refused} do not")
    return 1 if refused else 0


def portable(statements):
    """Without those of ENGINE_ONLY."""
    if not statements:
        raise Fault(f"no SQL is found below {', '.join(FOLDERS)}: see FOLDERS in scripts/portable_sql/__main__.py")
    texts = [one_line(statement) for statement in statements]
    for text in ENGINE_ONLY:
        if text not in texts:
            raise Fault(f"'{text}' is in no source: take it out of ENGINE_ONLY in scripts/portable_sql/__main__.py")
    return [statement for statement, text in zip(statements, texts) if text not in ENGINE_ONLY]


def one_line(statement):
    try:
        return written(tokens(str(statement.text)))
    except Fault as fault:
        raise Fault(f"{statement.place}: {fault}") from fault


def make(schema, server):
    """Makes the translated schema."""
    for (name, sql), answer in zip(schema, server.run([f"{sql};" for _, sql in schema])):
        if answer.error:
            raise Fault(
                f"{name}: PostgreSQL says: {answer.error.message}\n    {' '.join(sql.split())}\n"
                "Write the migration in another way, or mend the rule in scripts/portable_sql/schema.py")


def refused_by_sqlite(database, trial):
    """What SQLite itself says: a piece that is put in wrongly shows here, not as PostgreSQL's fault."""
    try:
        database.execute(f"EXPLAIN {trial.sql}", [None] * trial.parameters_count)
    except (sqlite3.Error, sqlite3.Warning) as error:
        return f"SQLite says: {error}"
    return None


sys.exit(main())
