import Domain
import JSON
import Store
import Text

/// Writes the cells of `TableCells` as CSV, one row after another.
///
/// Not by collecting their texts first: that took half of the time of a table.
struct CSVCells: FieldWriter {
    private var writer: CSVWriter

    init(hasByteOrderMark: Bool) { writer = CSVWriter(hasByteOrderMark: hasByteOrderMark) }

    /// The number of bytes that `take` would return.
    var count: Int { writer.count }

    /// The rows since the last call.
    mutating func take() -> [UInt8] { writer.take() }

    mutating func append(_ texts: [String]) { writer.append(texts) }

    mutating func append(_ row: some Described) {
        row.write(to: &self)
        writer.endRow()
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema) {
        if let value { writer.append(cell: value) } else { writer.append(cell: "") }
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema) {
        writer.append(cell: value ?? "")
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) {
        writer.append(cell: value ? "true" : "false")
    }

    mutating func object<Item: Described>(_ name: StaticString, _ item: Item) { item.write(to: &self) }

    mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?) {
        guard let item else {
            for _ in TableColumns.names(of: Item.self) { writer.append(cell: "") }
            return
        }
        item.write(to: &self)
    }

    mutating func list<Item: Described>(_ name: StaticString, _ items: [Item]) {
        writer.append(cell: TableCells.text(of: items))
    }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        writer.append(cell: TableCells.text(of: ids))
    }

    mutating func list(_ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema) {
        writer.append(cell: texts.joined(separator: "; "))
    }
}
