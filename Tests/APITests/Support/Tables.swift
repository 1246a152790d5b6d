import Domain
import HTTP
import JSON
import Spreadsheet
import TestSupport
import Testing
import Text

@testable import API

/// A response as CSV, read back.
struct ReceivedTable {
    let header: [String]
    let rows: [[String]]
    /// The cells of the line that says where the table was cut.
    let cut: [String]?

    init(_ response: Response) throws {
        var records = try CSVReader.records(in: response.content).map { $0.cells.map(\.unguardedCell) }
        header = records.isEmpty ? [] : records.removeFirst()
        cut = records.last?.first?.hasPrefix("#") == true ? records.removeLast() : nil
        rows = records
    }

    /// The cells of a row of the JSON in the columns of this table.
    func cells(of row: JSONValue) -> [String] {
        header.map { ReceivedTable.cell(of: row.at("/" + $0.replacing(".", with: "/"))) }
    }

    private static func cell(of value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let text), .string(let text): text
        case .array(let items):
            items.contains { !$0.names.isEmpty }
                ? text(of: .array(items)) : items.map { cell(of: $0) }.joined(separator: "; ")
        case .object: "an object that is not flattened"
        }
    }

    private static func text(of value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

/// A response as a workbook, read back.
struct WorkbookTable {
    let rows: [[SheetCell]]

    init(_ response: Response) throws {
        var reader = try SpreadsheetReader(response.content)
        rows = try reader.rows().map(\.cells)
    }

    var texts: [[String]] { rows.map { row in row.map(\.text) } }
}

extension JSONValue {
    /// The places of the members that are no objects, as names of columns.
    fileprivate func leaves(below prefix: String = "") -> [String] {
        guard case .object(let members) = self else { return [prefix] }
        return members.flatMap { $0.value.leaves(below: prefix.isEmpty ? $0.name : "\(prefix).\($0.name)") }
    }

    /// Whether every member of this row has a column; an object that is null has those of its members.
    func isShown(in header: [String]) -> Bool {
        leaves().allSatisfy { leaf in header.contains { $0 == leaf || $0.hasPrefix(leaf + ".") } }
    }
}

extension Response {
    /// The lines of NDJSON.
    var jsonLines: [JSONValue] {
        get throws {
            try bodyText.split(separator: "\n").map { try JSONDocument(parsing: Array($0.utf8)).root }
        }
    }

    /// The rows of a list or report in JSON, in the order of its tables.
    func rows(of endpoint: Endpoint) throws -> [JSONValue] {
        if endpoint.path.text.hasSuffix("/statement") { return json.statementRows }
        guard case .object(_, let members) = endpoint.output else { return [] }
        let lists = members.filter { if case .list(.object, _, _) = $0.schema { true } else { false } }
        try #require(lists.count == 1, "\(endpoint.name) has several lists: say which one are its rows")
        return items("/" + lists[0].name)
    }
}

extension JSONValue {
    /// A statement as rows from top to bottom.
    fileprivate var statementRows: [JSONValue] {
        ["opening", "received", "received_total", "spent", "spent_total", "closing"]
            .flatMap { section -> [JSONValue] in
                let name = JSONMember(name: "section", value: .string(section))
                if section == "received" || section == "spent" {
                    return items("/" + section)
                        .map { line in
                            .object(
                                [name]
                                    + [
                                        "kind", "item", "cash", "bank", "in_hand", "owed", "estimate",
                                        "carried_out", "difference",
                                    ]
                                    .map { JSONMember(name: $0, value: line[$0] ?? .null) })
                        }
                }
                return [
                    .object(
                        [
                            name, JSONMember(name: "kind", value: .null),
                            JSONMember(name: "item", value: .null),
                            JSONMember(name: "cash", value: self[section]?["cash"] ?? .null),
                            JSONMember(name: "bank", value: self[section]?["bank"] ?? .null),
                            JSONMember(name: "in_hand", value: apart("in_hand", in: "in_hand", of: section)),
                            JSONMember(name: "owed", value: apart("owed", in: "debts", of: section)),
                        ] + planned(in: section))
                ]
            }
    }

    /// What a row of a total has in the columns of the estimate.
    private func planned(in section: String) -> [JSONMember] {
        let side = ["received_total": "received", "spent_total": "spent"][section]
        return ["estimate", "carried_out", "difference"]
            .map { name in
                let plan = side.flatMap { self["estimate"]?[$0] }
                return JSONMember(name: name, value: plan?[name] ?? .null)
            }
    }

    /// What a row of balances or totals has in a column of which the JSON shows beginning and end in another member.
    private func apart(_ column: String, in member: String, of section: String) -> JSONValue {
        switch section {
        case "opening": return at("/\(member)/before") ?? .null
        case "closing": return at("/\(member)/after") ?? .null
        default:
            let lines = items("/" + section.prefix { $0 != "_" })
            return .integer(lines.reduce(0) { $0 + ($1.integer("/" + column) ?? 0) })
        }
    }
}

extension Office {
    func get(
        _ target: String, as bearer: Bearer?, accepting media: String, fields: [(String, String)] = []
    ) throws -> Response {
        try get(target, as: bearer, fields: [("Accept", media)] + fields)
    }
}
