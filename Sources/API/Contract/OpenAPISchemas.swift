import Domain
import JSON

/// Every named object in `schemas`, nested ones included, once each and ordered by name.
func objects(in schemas: [JSONSchema]) -> [(name: String, members: [JSONSchema.Member])] {
    var found: [String: [JSONSchema.Member]] = [:]
    func visit(_ schema: JSONSchema) {
        switch schema {
        case .object(let name, let members):
            found[componentName(name)] = members
            for member in members { visit(member.schema) }
        case .list(let item, _, _), .nullable(let item): visit(item)
        case .anyOf(let items): for item in items { visit(item) }
        case .integer, .text, .date, .instant, .choice, .boolean: break
        }
    }
    for schema in schemas { visit(schema) }
    return found.sorted { $0.key < $1.key }.map { (name: $0.key, members: $0.value) }
}

/// The component name of a type, such as `PageOfHamletView` for `API.Page<API.HamletView>`, without `Published`.
///
/// Component names may contain only letters, digits, `.`, `-` and `_`.
func componentName(_ type: String) -> String {
    type.replacing(/\bStore\.Published<([^<>]*)>/) { String($0.output.1) }
        .replacing("<", with: "Of").replacing(/\b(API|Store|Domain)\./, with: "")
        .replacing(/[>.]/, with: "")
}

func writeReference(to schema: JSONSchema, in json: inout JSONWriter) {
    guard case .object(let name, _) = schema, !name.isEmpty else { return write(schema, to: &json) }
    json.beginObject()
    json.member("$ref", "#/components/schemas/" + componentName(name))
    json.endObject()
}

func write(members: [JSONSchema.Member], to json: inout JSONWriter) {
    json.beginObject()
    json.member("type", "object")
    json.name("properties")
    json.beginObject()
    for member in members {
        json.name(dynamic: member.name)
        writeReference(to: member.schema, in: &json)
    }
    json.endObject()
    json.name("required")
    json.beginArray()
    for member in members where member.isRequired { json.value(member.name) }
    json.endArray()
    json.member("additionalProperties", false)
    json.endObject()
}

/// - Source: JSON Schema 2020-12, validation vocabulary.
func write(_ schema: JSONSchema, to json: inout JSONWriter) {
    switch schema {
    case .object(_, let members): return write(members: members, to: &json)
    case .nullable(let inner):
        json.beginObject()
        json.name("anyOf")
        json.beginArray()
        writeReference(to: inner, in: &json)
        json.beginObject()
        json.member("type", "null")
        json.endObject()
        json.endArray()
        json.endObject()
    case .anyOf(let items):
        json.beginObject()
        json.name("anyOf")
        json.beginArray()
        for item in items { writeReference(to: item, in: &json) }
        json.endArray()
        json.endObject()
    case .list(let item, let countMin, let countMax):
        json.beginObject()
        json.member("type", "array")
        if countMin > 0 { json.member("minItems", countMin) }
        if let countMax { json.member("maxItems", countMax) }
        json.name("items")
        writeReference(to: item, in: &json)
        json.endObject()
    case .integer(let from, let to):
        json.beginObject()
        json.member("type", "integer")
        json.member("format", "int64")
        json.member("minimum", from)
        json.member("maximum", to)
        json.endObject()
    case .text(let lengthMax, let pattern):
        json.beginObject()
        json.member("type", "string")
        json.member("maxLength", lengthMax)
        if let pattern { json.member("pattern", pattern) }
        json.endObject()
    case .date: writeText(format: "date", to: &json)
    case .instant: writeText(format: "date-time", to: &json)
    case .choice(let words):
        json.beginObject()
        json.member("type", "string")
        json.name("enum")
        json.beginArray()
        for word in words { json.value(word) }
        json.endArray()
        json.endObject()
    case .boolean:
        json.beginObject()
        json.member("type", "boolean")
        json.endObject()
    }
}

func writeTableReference(_ media: Media, to json: inout JSONWriter) {
    json.beginObject()
    let name =
        switch media {
        case .csv: "TableCSV"
        case .xlsx: "TableXLSX"
        case .ndjson, .json, .html, .plain, .octets, .beancount, .svg: "TableNDJSON"
        }
    json.member("$ref", "#/components/schemas/" + name)
    json.endObject()
}

/// The rows of any list or report as text: JSON Schema has no word for their form.
func writeTableSchemas(to json: inout JSONWriter) {
    for (name, description) in [
        (
            "TableCSV",
            "The rows of the JSON below a header (RFC 4180): nested members as name.member, null as an empty cell, "
                + "ids joined by \"; \", a list of objects as its JSON. An apostrophe precedes what a spreadsheet "
                + "would compute. When more rows follow, a last record begins with # and has their cursor."
        ),
        (
            "TableNDJSON",
            "The rows of the JSON, one object a line. When more follow, a last line has cut and next_cursor."
        ),
        (
            "TableXLSX",
            "The rows of the CSV as the only sheet of a workbook (ECMA-376): amounts, numbers and days as such, all "
                + "else as text without an apostrophe. A number of more than 15 digits is a text."
        ),
    ] {
        json.name(dynamic: name)
        json.beginObject()
        json.member("type", "string")
        if name == "TableXLSX" { json.member("format", "binary") }
        json.member("description", description)
        json.endObject()
    }
}

private func writeText(format: String, to json: inout JSONWriter) {
    json.beginObject()
    json.member("type", "string")
    json.member("format", format)
    json.endObject()
}

/// A table, described as the list of its rows for CSV.
func writeTable(_ columns: [InputField], to json: inout JSONWriter) {
    let names = columns.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ",")
    let row = columns.map { JSONSchema.Member(name: $0.name, schema: $0.schema, isRequired: $0.isRequired) }
    json.name("requestBody")
    json.beginObject()
    json.member(
        "description",
        "CSV in UTF-8 or a workbook (.xlsx, its first sheet), at most \(importedRowsMax) rows; the first line names "
            + "the columns: \(names). With Accept: text/csv, a dry run or a refusal is the same table with a column of "
            + "errors."
            + advice(of: Set(columns.map(\.name))))
    json.member("required", true)
    json.name("content")
    json.beginObject()
    json.name("text/csv")
    json.beginObject()
    json.name("schema")
    write(.list(.object(name: "", row), countMax: importedRowsMax), to: &json)
    json.endObject()
    json.name(dynamic: Media.xlsx.type)
    json.beginObject()
    json.name("schema")
    writeText(format: "binary", to: &json)
    json.endObject()
    json.endObject()
    json.endObject()
}

/// A bank's statement, whose columns differ by bank, described as what is read of its rows.
func writeStatement(to json: inout JSONWriter) {
    let row: [JSONSchema.Member] = [
        .init(name: "booked_on", schema: .date, isRequired: true),
        .init(name: "amount", schema: .dong, isRequired: true),
        .init(name: "reference", schema: .text(lengthMax: 50), isRequired: false),
        .init(name: "memo", schema: .text(lengthMax: 500), isRequired: false),
        .init(name: "balance", schema: .dong, isRequired: false),
    ]
    json.name("requestBody")
    json.beginObject()
    json.member(
        "description",
        "CSV in UTF-8 or a workbook (.xlsx), at most \(importedRowsMax) rows, as the bank exports it. The header is found within the first "
            + "\(BankStatement.headerLinesMax) rows by its words, in Vietnamese or English.")
    json.member("required", true)
    json.name("content")
    json.beginObject()
    json.name("text/csv")
    json.beginObject()
    json.name("schema")
    write(.list(.object(name: "", row), countMax: importedRowsMax), to: &json)
    json.endObject()
    json.name(dynamic: Media.xlsx.type)
    json.beginObject()
    json.name("schema")
    writeText(format: "binary", to: &json)
    json.endObject()
    json.endObject()
    json.endObject()
}

/// The body of an endpoint: its members, or those of a notice of SePay, which may get more.
func writeBodySchema(_ members: [JSONSchema.Member], of body: RequestBody, to json: inout JSONWriter) {
    guard body == .notice else { return write(members: members, to: &json) }
    json.beginObject()
    json.name("anyOf")
    json.beginArray()
    write(members: members, to: &json)
    json.beginObject()
    json.member("type", "object")
    json.name("properties")
    json.beginObject()
    for member in sePayMembers {
        json.name(dynamic: member.name)
        write(member.schema, to: &json)
    }
    json.endObject()
    json.name("required")
    json.beginArray()
    for member in sePayMembers where member.isRequired { json.value(member.name) }
    json.endArray()
    json.endObject()
    json.endArray()
    json.endObject()
}

/// - Source: https://developer.sepay.vn/en/sepay-webhooks (read in a stored copy, 2026).
private let sePayMembers: [JSONSchema.Member] = [
    .init(name: "id", schema: .id, isRequired: true),
    .init(name: "gateway", schema: .text(lengthMax: 1000), isRequired: true),
    .init(name: "transactionDate", schema: .text(lengthMax: 1000), isRequired: true),
    .init(name: "accountNumber", schema: .text(lengthMax: 1000), isRequired: true),
    .init(name: "content", schema: .nullable(.text(lengthMax: 1000)), isRequired: false),
    .init(name: "transferType", schema: .choice(["in", "out"]), isRequired: true),
    .init(name: "transferAmount", schema: .dong, isRequired: true),
    .init(name: "referenceCode", schema: .nullable(.text(lengthMax: 1000)), isRequired: false),
]

/// What columns mean that stand for others, and the key of a row.
private func advice(of columns: Set<String>) -> String {
    var advice = ""
    if columns.contains(RowReference.hamlet.nameColumn) {
        advice +=
            " Instead of an id, a row may name the hamlet (hamlet_name, with the code of its commune where several "
            + "have the name)"
        if columns.contains(RowReference.fund.nameColumn) { advice += ", the fund (fund_name)" }
        if columns.contains(RowReference.household.nameColumn) {
            advice += " and the household (household_code)"
        }
        advice += ", as of the day of the row."
    }
    if columns.contains("key") {
        advice +=
            " key is the office's own number of the row: a row whose key stands is skipped, or refused when its "
            + "content is another."
    }
    return advice
}

/// The media type of a table that comes back with a column of errors.
func writeCheckedTable(to json: inout JSONWriter) {
    json.name("text/csv")
    json.beginObject()
    json.name("schema")
    json.beginObject()
    json.member("type", "string")
    json.endObject()
    json.endObject()
}

extension JSONSchema {
    /// What is sent as it is; a printed book of `CashBook.linesMax` lines is below 16 MiB.
    static let document = JSONSchema.text(lengthMax: 1 << 24)
}
