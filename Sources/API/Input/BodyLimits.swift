import HTTP
import JSON

/// What the body of a request may have at most, derived from the input that its endpoint documents.
///
/// An input uses a few kilobytes: whoever sends more would only hold an event loop or the one read worker.
struct BodyLimits: Hashable, Sendable {
    let bytesMax: Int
    /// JSON values; a table has none.
    let valuesMax: Int

    /// A body up to this size is parsed on its event loop, in about 1 ms at worst, and taken by every endpoint; a longer
    /// one, which few inputs can use, is parsed on a worker.
    static let loopBytesMax = 16 * 1024
    /// Unknown members have errors of their own, up to this number of values.
    static let valuesMin = 2_000
    /// More than any hamlet has households, which are the longest list of an input.
    static let valuesMax = 20_000
    /// Far above every limit, so that products of counts stay integers.
    private static let countMax = 1 << 30

    /// The limits of a body of `fields`; a table is limited by its rows.
    init(_ body: RequestBody, fields: [InputField]) {
        switch body {
        case .table, .statement: (bytesMax, valuesMax) = (.max, 0)
        case .members, .notice:
            let input = JSONSchema.object(
                name: "", fields.filter { $0.section == .body }.map(\.bodyMember))
            bytesMax = max(BodyLimits.loopBytesMax, BodyLimits.bytes(of: input))
            valuesMax = min(BodyLimits.valuesMax, max(BodyLimits.valuesMin, BodyLimits.values(in: input)))
        }
    }

    /// Checks the size of `body`.
    ///
    /// - Throws: `body-too-large`.
    func check(_ body: [UInt8]) throws(Problem) {
        guard body.count > bytesMax else { return }
        throw Problem(
            .bodyTooLarge,
            detail: Sentence(
                vi: "Nội dung có \(body.count) byte; nơi nhận này dùng nhiều nhất \(bytesMax) byte.",
                en: "The body has \(body.count) bytes; at most \(bytesMax) are of use here."))
    }

    /// The bytes of the longest text of `schema`, on lines of its own.
    private static func bytes(of schema: JSONSchema) -> Int {
        // The comma, the line end and the indentation of a value.
        let layout = 64
        let content =
            switch schema {
            // Two escapes of six bytes write a scalar above U+FFFF (RFC 8259 §7).
            case .text(let lengthMax, _): lengthMax * 12
            case .integer, .date, .instant, .boolean: 32
            case .choice(let words): words.map(\.utf8.count).max() ?? 0
            case .object(_, let members):
                members.reduce(0) { sum, member in
                    min(countMax, sum + member.name.utf8.count + bytes(of: member.schema))
                }
            case .list(let item, _, let itemsMax):
                min(countMax, min(itemsMax ?? 0, 1 << 20) * bytes(of: item))
            case .nullable(let inner): bytes(of: inner)
            case .anyOf(let items): items.map { bytes(of: $0) }.max() ?? 0
            }
        return min(countMax, content + layout)
    }

    /// The number of values in `schema`, itself included.
    private static func values(in schema: JSONSchema) -> Int {
        switch schema {
        case .text, .integer, .date, .instant, .boolean, .choice: 1
        case .object(_, let members):
            members.reduce(into: 1) { count, member in
                count = min(countMax, count + values(in: member.schema))
            }
        case .list(let item, _, let itemsMax):
            min(countMax, 1 + min(itemsMax ?? 0, 1 << 20) * min(values(in: item), 1 << 20))
        case .nullable(let inner): values(in: inner)
        case .anyOf(let items): items.map { values(in: $0) }.max() ?? 0
        }
    }
}
