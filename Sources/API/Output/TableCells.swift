import Domain
import JSON
import Spreadsheet
import Store

/// Collects the columns of a table: the members of a row in order, those of a nested object as `name.member`.
struct TableColumns: FieldWriter {
    private var columns: [SpreadsheetColumn] = []
    private var prefix = ""

    static func names<Row: Described>(of row: Row.Type) -> [String] { all(of: row).map(\.name) }

    /// The columns with what their cells hold.
    static func all<Row: Described>(of row: Row.Type) -> [SpreadsheetColumn] {
        var columns = TableColumns()
        Row.sample.write(to: &columns)
        return columns.columns
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema) {
        add(name, kind().columnKind)
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema) {
        add(name, kind().columnKind)
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) { add(name) }

    mutating func object<Item: Described>(_ name: StaticString, _ item: Item) {
        addMembers(of: item, in: name)
    }

    mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?) {
        addMembers(of: Item.sample, in: name)
    }

    mutating func list<Item: Described>(_ name: StaticString, _ items: [Item]) { add(name) }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) { add(name) }

    mutating func list(_ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema) {
        add(name)
    }

    private mutating func add(_ name: StaticString, _ kind: SpreadsheetColumn.Kind = .text) {
        columns.append(SpreadsheetColumn(name: prefix + name.description, kind: kind))
    }

    private mutating func addMembers(of item: some Described, in name: StaticString) {
        let outer = prefix
        prefix += name.description + "."
        item.write(to: &self)
        prefix = outer
    }
}

extension JSONSchema {
    /// What the cells of a column hold in a spreadsheet.
    ///
    /// A moment stays a text, because a spreadsheet has no time zones.
    fileprivate var columnKind: SpreadsheetColumn.Kind {
        switch self {
        case .dong: .dong
        case .integer: .number
        case .date: .date
        case .nullable(let inner): inner.columnKind
        case .text, .instant, .choice, .boolean, .object, .list, .anyOf: .text
        }
    }
}

/// Collects the cells of one row, one for each of `TableColumns`.
///
/// Dates and numbers are written as in JSON, null is an empty cell, ids are joined by "; ", and a list of objects is
/// one cell with its JSON.
struct TableCells: FieldWriter {
    private var texts: [String] = []

    static func texts(of row: some Described, count: Int) -> [String] {
        var cells = TableCells()
        cells.texts.reserveCapacity(count)
        row.write(to: &cells)
        return cells.texts
    }

    static func text(of items: [some Described]) -> String {
        guard !items.isEmpty else { return "" }
        let objects = items.map { String(decoding: JSONWriter.bytes(of: $0), as: UTF8.self) }
        return "[" + objects.joined(separator: ",") + "]"
    }

    static func text<Entity>(of ids: [Identifier<Entity>]) -> String {
        ids.map { String($0.number) }.joined(separator: "; ")
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema) {
        texts.append(value.map { String($0) } ?? "")
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema) {
        texts.append(value ?? "")
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) { texts.append(value ? "true" : "false") }

    mutating func object<Item: Described>(_ name: StaticString, _ item: Item) { item.write(to: &self) }

    mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?) {
        guard let item else {
            texts += repeatElement("", count: TableColumns.names(of: Item.self).count)
            return
        }
        item.write(to: &self)
    }

    mutating func list<Item: Described>(_ name: StaticString, _ items: [Item]) {
        texts.append(TableCells.text(of: items))
    }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        texts.append(TableCells.text(of: ids))
    }

    mutating func list(_ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema) {
        self.texts.append(texts.joined(separator: "; "))
    }
}
