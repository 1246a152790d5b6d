"""Compares the workbooks of a running service with its CSV, read by openpyxl, and imports a workbook of openpyxl."""

import csv
import datetime
import io
import json
import sys
import time
import urllib.error
import urllib.request

import openpyxl

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
base, token = sys.argv[1:]


def request(target, accept, body=None, **fields):
    headers = {"Accept": accept, "Authorization": f"Bearer {token}", **fields}
    call = urllib.request.Request(base + target, data=body, headers=headers)
    try:
        with urllib.request.urlopen(call) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def text(value):
    """A cell as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time(), value
        return value.date().isoformat()
    return str(value)


def rows(workbook):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", f"{cell.coordinate} is a formula: {cell.value}"
    return [[text(cell.value) for cell in row] for row in sheet.iter_rows()]


def unguarded(cell):
    """The cell without the apostrophe before what a spreadsheet would compute."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in tuple("=+-@'") else cell


today = datetime.date.today()
values = {"id": "1", "code": "16702", "path": "1"}
parameters = {"hamlet": "1", "unit": "40", "from": f"{today.year}-01-01", "to": today.isoformat(), "fund": "1"}
# The first use of a token is recorded, which the list of tokens shows.
request("/v1/units", "application/json")
time.sleep(0.5)
document = json.loads(request("/openapi.json", "application/json")[1])
compared = filled = 0
for path, operations in document["paths"].items():
    operation = operations.get("get", {})
    if XLSX not in operation.get("responses", {}).get("200", {}).get("content", {}):
        continue
    query = []
    for parameter in operation["parameters"]:
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace("{" + name + "}", values.get(name, "1"))
        elif parameter["required"] or name == "hamlet":
            query.append(f"{name}={parameters.get(name, '1')}")
    target = path + ("?" + "&".join(query) if query else "")
    status, table = request(target, "text/csv")
    if status != 200:
        continue
    status, workbook = request(target, XLSX)
    assert status == 200, (target, status, workbook[:200])
    wanted = [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(table.decode()))]
    found = rows(workbook)
    width = len(wanted[0])
    found = [row + [""] * (width - len(row)) for row in found]
    assert found == wanted, (target, found[:3], wanted[:3])
    compared += 1
    filled += len(wanted) > 1
assert compared > 15 and filled > 5, (compared, filled)

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["hamlet", "code", "head_name", "persons"])
sheet.append([1, "00123", "=HYPERLINK(A1)", 4])
sheet.append([1, "H998", "Cao Thị Én", 2])
# A text that begins with an equals sign, not a formula.
sheet["C2"].data_type = "s"
file = io.BytesIO()
book.save(file)
status, body = request(
    "/v1/imports/households?dry_run=true", "application/json", file.getvalue(),
    **{"Content-Type": XLSX, "Idempotency-Key": "check-xlsx-00000001"})
assert status == 200 and json.loads(body)["body"]["recorded"] == 2, (status, body)
print(f"{compared} workbooks have the cells of their CSV, {filled} with rows; a workbook of openpyxl is imported")
