"""For schemathesis: a check that a request that the document allows is never refused for its form, and tables."""

import csv
import io
import json

import schemathesis

# Problems that say "the document does not allow this". Not among them, because a schema cannot say it:
# type-mismatch and amount-not-exact (JSON Schema takes 72.0 for an integer, we take digits only), text-invalid of names
# (a letter is needed, at most 30 marks follow each other), cursor-mismatch, date-out-of-range (it depends on today),
# and parameter-invalid and member-missing where members depend on each other.
FORM = {
    "json-malformed", "request-malformed", "parameter-unknown", "idempotency-key-missing", "idempotency-key-malformed",
    "member-unknown", "member-repeated", "text-too-long", "choice-unknown", "date-invalid",
    "number-out-of-range", "media-type-unsupported", "not-acceptable", "version-missing",
}
DETAILS = {"có ký tự điều khiển", "bắt buộc", "cần một số nguyên"}
CODES_OF_DETAILS = {"text-invalid", "parameter-invalid", "member-missing"}


@schemathesis.check
def valid_form_is_not_refused(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    try:
        problem = response.json()
    except ValueError:
        return
    # `bom` belongs to CSV, which a schema cannot say; the first error decides the code of the problem.
    nested = [error for error in problem.get("errors", []) if error.get("parameter") != "bom"]
    errors = nested if len(nested) < len(problem.get("errors", [])) else [problem, *nested]
    refused = [
        error
        for error in errors
        if error.get("code") in FORM
        or (error.get("code") in CODES_OF_DETAILS and error.get("detail") in DETAILS)
    ]
    assert not refused, f"the document allows what is refused with {refused}"


def cell(value):
    """A value as an import reads it: texts as they are, all others as in JSON."""
    return value if isinstance(value, str) else json.dumps(value)


@schemathesis.serializer("text/csv")
def table(ctx, value):
    """The rows of a table, which the document describes as a list of objects; anything else as JSON, to be refused."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return json.dumps(value, default=str).encode()
    columns = list(dict.fromkeys(name for row in value for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in value:
        writer.writerow([cell(row[name]) if name in row else "" for name in columns])
    return text.getvalue().encode("utf-8", "replace")


@schemathesis.serializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def workbook(ctx, value):
    """Any bytes, which are refused as no workbook: imports have tests of their own."""
    value = getattr(value, "data", value)
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value, default=str)).encode("utf-8", "replace")
