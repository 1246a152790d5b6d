package import Domain
package import JSON

/// A value with an example, from which the OpenAPI document derives the schema of its representation.
package protocol Sampled {
    static var sample: Self { get }
}

/// A value whose members are described once.
///
/// `write(to:)` is their only description; the journal payload, the JSON representation and the OpenAPI document derive
/// from it.
package protocol Described: Sampled, Sendable {
    func write(to fields: inout some FieldWriter)
}

/// Receives the members of a value in order.
///
/// Implemented for JSON and for the schema.
package protocol FieldWriter: PublicFieldWriter {
    mutating func integer(_ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema)
    mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema)
    mutating func boolean(_ name: StaticString, _ value: Bool)
    mutating func object<Item: Described>(_ name: StaticString, _ item: Item)
    mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?)
    mutating func list<Item: Described>(_ name: StaticString, _ items: [Item])
    mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>])
    mutating func list(_ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema)
}

extension FieldWriter {
    package mutating func member<Entity>(_ name: StaticString, _ id: Identifier<Entity>) {
        integer(name, id.number, .id)
    }

    package mutating func member<Entity>(_ name: StaticString, _ id: Identifier<Entity>?) {
        integer(name, id?.number, .nullable(.id))
    }

    package mutating func member(_ name: StaticString, _ amount: Dong) { integer(name, amount.amount, .dong) }

    package mutating func member(_ name: StaticString, _ amount: Dong?) {
        integer(name, amount?.amount, .nullable(.dong))
    }

    package mutating func count(_ name: StaticString, _ count: Int64) { integer(name, count, .count) }

    package mutating func count(_ name: StaticString, _ count: Int64?) {
        integer(name, count, .nullable(.count))
    }

    package mutating func member(_ name: StaticString, _ text: String) {
        self.text(name, text, .text(lengthMax: 1000))
    }

    package mutating func member(_ name: StaticString, _ text: String?) {
        self.text(name, text, .nullable(.text(lengthMax: 1000)))
    }

    package mutating func member(_ name: StaticString, _ date: LocalDate) { text(name, date.text, .date) }

    package mutating func member(_ name: StaticString, _ date: LocalDate?) {
        text(name, date?.text, .nullable(.date))
    }

    package mutating func member(_ name: StaticString, _ moment: Instant) {
        text(name, moment.text, .instant)
    }

    package mutating func member(_ name: StaticString, _ moment: Instant?) {
        text(name, moment?.text, .nullable(.instant))
    }

    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: StaticString, _ value: Choice
    ) {
        text(name, value.rawValue, .choice(Choice.allCases.map(\.rawValue)))
    }

    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: StaticString, _ value: Choice?
    ) {
        text(name, value?.rawValue, .nullable(.choice(Choice.allCases.map(\.rawValue))))
    }
}

extension JSONWriter: FieldWriter {
    /// `value` as one JSON object.
    package static func bytes(of value: some Described, capacity: Int = 512) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.item(value)
        return writer.finish()
    }

    /// Writes `item` as an object.
    package mutating func item(_ item: some Described) {
        beginObject()
        item.write(to: &self)
        endObject()
    }

    package mutating func integer(
        _ name: StaticString, _ value: Int64?, _ kind: @autoclosure () -> JSONSchema
    ) {
        member(name, value)
    }

    package mutating func text(_ name: StaticString, _ value: String?, _ kind: @autoclosure () -> JSONSchema)
    {
        member(name, value)
    }

    package mutating func boolean(_ name: StaticString, _ value: Bool) { member(name, value) }

    package mutating func object<Item: Described>(_ name: StaticString, _ item: Item) {
        self.name(name)
        self.item(item)
    }

    package mutating func optionalObject<Item: Described>(_ name: StaticString, _ item: Item?) {
        self.name(name)
        if let item { self.item(item) } else { null() }
    }

    package mutating func list<Item: Described>(_ name: StaticString, _ items: [Item]) {
        self.name(name)
        beginArray()
        for item in items { self.item(item) }
        endArray()
    }

    package mutating func list<Entity>(_ name: StaticString, _ ids: [Identifier<Entity>]) {
        self.name(name)
        beginArray()
        for id in ids { value(id.number) }
        endArray()
    }

    package mutating func list(
        _ name: StaticString, _ texts: [String], _ kind: @autoclosure () -> JSONSchema
    ) {
        self.name(name)
        beginArray()
        for text in texts { value(text) }
        endArray()
    }
}

extension LocalDate: Sampled {
    package static let sample = LocalDate(year: 2026, month: 11, day: 23) ?? .firstDay
}

extension Instant: Sampled {
    package static let sample = Instant(milliseconds: 1_795_392_000_000)
}
