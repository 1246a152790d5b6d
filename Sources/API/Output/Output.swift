package import Domain
import JSON
package import Store

/// A value that is sent as a response.
package protocol Output: Described {}

/// The output of one stored entity, with its own URL and version.
package protocol Resource: Output {
    /// The path of the entity.
    var location: String { get }
    var version: Int64 { get }

    /// The stored entity from which alone, for the same caller, the output follows; nil when it shows more, such as
    /// the names that are similar to a new one.
    ///
    /// Then a stored response needs no body.
    var entityVersion: EntityVersion? { get }

    /// The output of the entity as it is now, for an output with an `entityVersion`; otherwise nil.
    static func current(_ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction) throws -> Self?
}

extension Resource {
    package var entityVersion: EntityVersion? { nil }

    package static func current(
        _ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> Self? { nil }
}

/// An output with rows, which are also sent as CSV and NDJSON: every list and every report.
package protocol Tabular: Output {
    associatedtype Row: Described

    /// The rows that the JSON shows, in the same order.
    var rows: [Row] { get }
}

/// A table whose rows are read from the database while they are written, because it may have too many to hold: a book.
package protocol StreamedTable: Tabular {
    /// Passes each row to `body`, in order; the JSON has them as the items of `data`, its last member.
    ///
    /// - Throws: what `body` throws; whatever shows that the table is not right, also after the last row, because
    ///   nothing is sent before all rows are written.
    borrowing func forEachRow(in tx: borrowing ReadTransaction, _ body: (Row) throws -> Void) throws
}

extension StreamedTable {
    package var rows: [Row] { [] }
}

/// An output that is one page of a list.
package protocol Listing: Tabular {
    /// Nil on the last page.
    var nextCursor: String? { get }
}

/// An output that shows a secret once.
package protocol SecretOutput: Output {
    var withoutSecret: Self { get }
}

extension SecretOutput {
    var bytesWithoutSecret: [UInt8] { JSONWriter.bytes(of: withoutSecret) }
}

/// Records the names and types of members, for the OpenAPI document.
struct SchemaFields: FieldWriter {
    private(set) var members: [JSONSchema.Member] = []

    static func schema<Value: Described>(of type: Value.Type) -> JSONSchema {
        var fields = SchemaFields()
        Value.sample.write(to: &fields)
        return .object(name: String(reflecting: Value.self), fields.members)
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema) {
        record(name, kind())
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema) {
        record(name, kind())
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) { record(name, .boolean) }

    mutating func object<Item: Described>(_ name: StaticString, _ item: Item) {
        record(name, SchemaFields.schema(of: Item.self))
    }

    mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?) {
        record(name, .nullable(SchemaFields.schema(of: Item.self)))
    }

    mutating func list<Item: Described>(_ name: StaticString, _ items: [Item]) {
        record(name, .list(SchemaFields.schema(of: Item.self)))
    }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        record(name, .list(.id))
    }

    mutating func list(_ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema) {
        record(name, .list(kind()))
    }

    private mutating func record(_ name: StaticString, _ schema: JSONSchema) {
        members.append(JSONSchema.Member(name: name.description, schema: schema, isRequired: true))
    }
}
