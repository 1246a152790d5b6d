package import Domain
import JSON

/// A value that is sent as a response.
///
/// `write(to:)` is the only description of its members; JSON, CSV and the OpenAPI document are derived from it.
package protocol Output: Sendable {
    /// An example, for the OpenAPI document and its tests.
    static var sample: Self { get }

    func write(to fields: inout some FieldWriter)
}

/// An output for anonymous access: it contains nothing that is private under DOMAIN §10.
package protocol PublicOutput: Output {}

/// The output of one stored entity, with its own URL and version.
package protocol Resource: Output {
    /// The path of the entity.
    var location: String { get }
    var version: Int64 { get }
}

/// An output that is one page of a list.
package protocol Listing: Output {
    /// Nil on the last page.
    var nextCursor: String? { get }
}

/// An output that shows a secret once.
package protocol SecretOutput: Output {
    var withoutSecret: Self { get }
}

extension SecretOutput {
    var bytesWithoutSecret: [UInt8] { JSONFields.bytes(withoutSecret) }
}

/// Receives the members of an output in order.
///
/// Implemented for JSON, CSV and the schema.
package protocol FieldWriter {
    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> Schema)
    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> Schema)
    mutating func boolean(_ name: StaticString, _ value: Bool)
    mutating func object<Item: Output>(_ name: StaticString, _ item: Item)
    mutating func optionalObject<Item: Output>(_ name: StaticString, _ item: Item?)
    mutating func list<Item: Output>(_ name: StaticString, _ items: [Item])
    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>])
}

extension FieldWriter {
    mutating func member<Entity>(_ name: StaticString, _ id: Identifier<Entity>) {
        integer(name, id.number, .id)
    }

    mutating func member<Entity>(_ name: StaticString, _ id: Identifier<Entity>?) {
        integer(name, id?.number, .nullable(.id))
    }

    mutating func member(_ name: StaticString, _ amount: Dong) { integer(name, amount.amount, .dong) }

    mutating func member(_ name: StaticString, _ amount: Dong?) {
        integer(name, amount?.amount, .nullable(.dong))
    }

    mutating func count(_ name: StaticString, _ count: Int64) { integer(name, count, .count) }

    mutating func count(_ name: StaticString, _ count: Int64?) { integer(name, count, .nullable(.count)) }

    mutating func member(_ name: StaticString, _ text: String) {
        self.text(name, text, .text(lengthMax: 1000))
    }

    mutating func member(_ name: StaticString, _ text: String?) {
        self.text(name, text, .nullable(.text(lengthMax: 1000)))
    }

    mutating func member(_ name: StaticString, _ date: LocalDate) { text(name, date.text, .date) }

    mutating func member(_ name: StaticString, _ date: LocalDate?) {
        text(name, date?.text, .nullable(.date))
    }

    mutating func member(_ name: StaticString, _ moment: Instant) { text(name, moment.text, .instant) }

    mutating func member(_ name: StaticString, _ moment: Instant?) {
        text(name, moment?.text, .nullable(.instant))
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: StaticString, _ value: Choice
    ) {
        text(name, value.rawValue, .choice(Choice.allCases.map(\.rawValue)))
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: StaticString, _ value: Choice?
    ) {
        text(name, value?.rawValue, .nullable(.choice(Choice.allCases.map(\.rawValue))))
    }
}

/// Writes members as JSON.
struct JSONFields: FieldWriter {
    private(set) var json: JSONWriter

    /// `output` as one JSON object.
    static func bytes(_ output: some Output, capacity: Int = 512) -> [UInt8] {
        var fields = JSONFields(json: JSONWriter(capacity: capacity))
        fields.item(output)
        return fields.json.finish()
    }

    private mutating func item(_ item: some Output) {
        json.beginObject()
        item.write(to: &self)
        json.endObject()
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> Schema) {
        json.member(name, value)
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> Schema) {
        json.member(name, value)
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) { json.member(name, value) }

    mutating func object<Item: Output>(_ name: StaticString, _ item: Item) {
        json.name(name)
        self.item(item)
    }

    mutating func optionalObject<Item: Output>(_ name: StaticString, _ item: Item?) {
        json.name(name)
        if let item { self.item(item) } else { json.null() }
    }

    mutating func list<Item: Output>(_ name: StaticString, _ items: [Item]) {
        json.name(name)
        json.beginArray()
        for item in items { self.item(item) }
        json.endArray()
    }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        json.name(name)
        json.beginArray()
        for id in ids { json.value(id.number) }
        json.endArray()
    }
}

/// Records the names and types of members, for the OpenAPI document.
struct SchemaFields: FieldWriter {
    private(set) var members: [Schema.Member] = []

    static func schema<Value: Output>(of type: Value.Type) -> Schema {
        var fields = SchemaFields()
        Value.sample.write(to: &fields)
        return .object(name: String(describing: Value.self), fields.members)
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> Schema) {
        record(name, kind())
    }

    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> Schema) {
        record(name, kind())
    }

    mutating func boolean(_ name: StaticString, _ value: Bool) { record(name, .boolean) }

    mutating func object<Item: Output>(_ name: StaticString, _ item: Item) {
        record(name, SchemaFields.schema(of: Item.self))
    }

    mutating func optionalObject<Item: Output>(_ name: StaticString, _ item: Item?) {
        record(name, .nullable(SchemaFields.schema(of: Item.self)))
    }

    mutating func list<Item: Output>(_ name: StaticString, _ items: [Item]) {
        record(name, .list(SchemaFields.schema(of: Item.self)))
    }

    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        record(name, .list(.id))
    }

    private mutating func record(_ name: StaticString, _ schema: Schema) {
        members.append(Schema.Member(name: name.description, schema: schema, isRequired: true))
    }
}
