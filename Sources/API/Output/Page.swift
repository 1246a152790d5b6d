import Crypto
import Domain
import Foundation
import JSON
package import Store

/// One page of a list, with the cursor of the next page.
package struct Page<Item: Output>: Output {
    package let items: [Item]
    package let limit: Int
    /// Nil on the last page.
    package let nextCursor: String?

    /// The first `limit` items of `found`, which contains one more when there is a next page.
    ///
    /// - Parameters:
    ///   - found: up to `limit` + 1 items.
    ///   - limit: the page size.
    ///   - cursor: returns the cursor after an item.
    init(_ found: consuming [Item], limit: Int, cursor: (Item) -> String) {
        let goesOn = found.count > limit
        if goesOn { found.removeLast(found.count - limit) }
        items = found
        self.limit = limit
        nextCursor = goesOn ? items.last.map(cursor) : nil
    }

    /// The requested page of a list ordered by number.
    ///
    /// - Parameters:
    ///   - found: up to `request.limit` + 1 items.
    ///   - request: the page size.
    ///   - list: identifies the list and its filters; a cursor is valid only for the same text.
    ///   - number: the number the list is ordered by.
    init(
        _ found: consuming [Item], of request: PageRequest, in list: String, number: (Item) -> Int64
    ) {
        self.init(found, limit: request.limit) { last in
            Cursor.text(key: Cursor.key(number(last)), filter: list)
        }
    }

    private init(items: [Item], limit: Int, nextCursor: String?) {
        self.items = items
        self.limit = limit
        self.nextCursor = nextCursor
    }

    /// The same page with each item converted.
    func map<Shown: Output>(_ show: (Item) -> Shown) -> Page<Shown> {
        Page<Shown>(items: items.map(show), limit: limit, nextCursor: nextCursor)
    }

    package static var sample: Page<Item> { Page([.sample], limit: 50) { _ in "" } }

    package func write(to fields: inout some FieldWriter) {
        fields.list("data", items)
        fields.object("page", PageInfo(limit: limit, nextCursor: nextCursor))
    }
}

extension Page where Item: ValueView, Item.Value: Entity {
    /// The requested page of a list ordered by entity id.
    ///
    /// - Parameters:
    ///   - found: up to `request.limit` + 1 entities.
    ///   - request: the page size.
    ///   - list: identifies the list and its filters; a cursor is valid only for the same text.
    init(_ found: [Item.Value], of request: PageRequest, in list: String) {
        self.init(found.map { Item(value: $0) }, of: request, in: list) { $0.value.id.number }
    }
}

extension Page: Listing {
    package var rows: [Item] { items }
}

struct PageInfo: Output {
    let limit: Int
    let nextCursor: String?

    static let sample = PageInfo(limit: 50, nextCursor: nil)

    func write(to fields: inout some FieldWriter) {
        fields.count("limit", Int64(limit))
        fields.boolean("has_more", nextCursor != nil)
        fields.member("next_cursor", nextCursor)
    }
}

/// The end of a page: the key of its last row, tied to the list and its filters.
///
/// Opaque: base64url of the first 8 bytes of the filter's SHA-256, followed by the key.
struct Cursor: Hashable, Sendable {
    let key: [UInt8]

    /// The text of a cursor after `key` in the list described by `filter`.
    static func text(key: [UInt8], filter: String) -> String {
        let base64 = Data(filterDigest(filter) + key).base64EncodedString()
        let letters = base64.utf8.compactMap { letter -> UInt8? in
            switch letter {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: letter
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Parses the key in `text`.
    ///
    /// - Throws: `cursor-mismatch` for the cursor of another list, or for text that is not a cursor.
    init(_ text: String, filter: String) throws(Problem) {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64), data.count > 8,
            Array(data.prefix(8)) == Cursor.filterDigest(filter)
        else { throw Problem(.cursorMismatch) }
        key = Array(data.dropFirst(8))
    }

    private static func filterDigest(_ filter: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(filter.utf8)).prefix(8))
    }
}

extension Cursor {
    /// The key as a number, for lists ordered by number.
    var number: Int64? {
        guard key.count == 8 else { return nil }
        return key.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    static func key(_ number: Int64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

/// The requested page size and the cursor it starts after.
package struct PageRequest: Hashable, Sendable {
    package let limit: Int
    fileprivate let cursor: String?

    /// - Source: API.md: 1 to 500, default 50.
    init(from decoder: inout RequestDecoder) {
        limit = Int(
            decoder.integer(
                "limit", in: 1...Int64(decoder.settings.pageLimitMax), section: .query,
                default: Int64(decoder.settings.pageLimitDefault)))
        cursor = decoder.optionalText("cursor", upTo: 1000, in: .query)
    }

    /// The number after which the page starts, in the list described by `filter`.
    func number<Entity>(in filter: String) throws(Problem) -> Identifier<Entity>? {
        guard let cursor else { return nil }
        guard let number = try Cursor(cursor, filter: filter).number else { throw Problem(.cursorMismatch) }
        return Identifier(number)
    }

    /// The day after which the page starts, in the list described by `filter`.
    func day(in filter: String) throws(Problem) -> LocalDate? {
        guard let cursor else { return nil }
        guard let number = try Cursor(cursor, filter: filter).number, let day = LocalDate(packed: number)
        else {
            throw Problem(.cursorMismatch)
        }
        return day
    }

    func key(in filter: String) throws(Problem) -> [UInt8]? {
        guard let cursor else { return nil }
        return try Cursor(cursor, filter: filter).key
    }
}
