"""What an administrator of the machine can do to the data file of a stopped service, on a copy.

Usage: cheats.py alter FILE OLD-AMOUNT NEW-AMOUNT    changes the newest receipt of that amount everywhere

`alter` drops the triggers, changes the receipt, its posting, the sums and whatever the journal keeps of it, and puts the
triggers back. It follows the columns that it finds, and leaves the hashes of the tree: the other cheat of
scripts/check-log, a second history signed with the service's own key, has those right as well.
"""
import re, sqlite3, sys


def columns(file, table):
    return [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]


def tables(file):
    return [name for name, in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]


def alter(path, old, new):
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA foreign_keys = OFF")
    triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        file.execute(f'DROP TRIGGER "{name}"')
    number, position, pledge = file.execute(
        "SELECT id, position, pledge FROM contribution"
        " WHERE amount_dong = ? AND voided_ms IS NULL ORDER BY position DESC LIMIT 1", (old,)).fetchone()
    less = new - old
    posting = file.execute(
        "SELECT owner, fund, posted_on, debit, credit, item, unit FROM posting WHERE position = ?",
        (position,)).fetchone()
    file.execute("UPDATE contribution SET amount_dong = ? WHERE id = ?", (new, number))
    file.execute("UPDATE posting SET amount = ? WHERE position = ?", (new, position))
    changed = file.execute(
        "UPDATE ledger_sum SET amount = amount + ? WHERE owner = ? AND fund = ? AND day = ? AND debit = ?"
        " AND credit = ? AND item = ? AND unit = ?", (less, *posting)).rowcount
    if changed != 1:
        sys.exit(f"cheats.py: {changed} sums have the receipt")
    if pledge is not None and "received_dong" in columns(file, "pledge"):
        file.execute("UPDATE pledge SET received_dong = received_dong + ? WHERE id = ?", (less, pledge))
    changed = change_journal(file, position, old, new)
    for _, sql in triggers:
        file.execute(sql)
    file.close()
    print(f"position {position}: {old} became {new} in the receipt, the sums and {changed} values of the journal")


def change_journal(file, position, old, new):
    """Changes the amount in whatever the journal keeps at a position, in whichever table it keeps it."""
    changed = 0
    pattern = re.compile(rb'("amount":)%d\b' % old)
    for table in tables(file):
        if "position" not in columns(file, table) or table in ("contribution", "posting"):
            continue
        for column in columns(file, table):
            for value, in file.execute(
                    f'SELECT "{column}" FROM "{table}" WHERE position = ?', (position,)).fetchall():
                data = value.encode() if isinstance(value, str) else value
                if not isinstance(data, bytes) or not pattern.search(data):
                    continue
                data = pattern.sub(rb"\g<1>%d" % new, data)
                file.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE position = ? AND "{column}" = ?',
                             (data.decode() if isinstance(value, str) else data, position, value))
                changed += 1
    return changed


if __name__ == "__main__":
    alter(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
