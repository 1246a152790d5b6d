import Crypto
import Domain

/// The strong ETag of a representation: a digest of its bytes, after the version when it is that of one resource.
///
/// By construction, equal tags mean equal bytes, whatever they depend on: other entities, the caller, the hour. The
/// digest needs no key, because it is only sent with the bytes, or to someone who has sent it.
///
/// - Source: RFC 9110 §8.8.1, §8.8.3.
func strongETag(of body: [UInt8], version: Int64? = nil) -> String {
    guard let version else { return strongETag(digest: SHA256.hash(data: body)) }
    return "\"r\(version)-\(base64URL(SHA256.hash(data: body).prefix(12)))\""
}

/// The strong ETag of a representation that is no single resource.
func strongETag(digest: SHA256Digest) -> String { "\"\(base64URL(digest.prefix(12)))\"" }

/// The part of an ETag that `If-Match` compares, as a tag of its own.
func versionTag(_ version: Int64) -> String { "\"r\(version)\"" }

/// The digits of the URL-safe alphabet of base64.
///
/// - Source: RFC 4648 §5.
private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

/// The base64 of a number of bytes that is a multiple of 3, with the URL-safe alphabet.
///
/// By hand, because it runs inside every write.
private func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(24)
    var (bits, bitsCount): (UInt32, Int) = (0, 0)
    for byte in bytes {
        bits = bits << 8 | UInt32(byte)
        bitsCount += 8
        while bitsCount >= 6 {
            bitsCount -= 6
            text.append(base64Digits[Int(bits >> UInt32(bitsCount) & 63)])
        }
    }
    precondition(bitsCount == 0, "whole groups of three bytes")
    return String(decoding: text, as: UTF8.self)
}

/// The weak ETags of public responses.
///
/// They are known without reading the data, and keyed, so that nobody can count writes by them.
struct PublicTags: Sendable {
    private let key: SymmetricKey

    init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    /// The weak ETag of a public response.
    ///
    /// - Parameters:
    ///   - position: the last journal position, of `owner` or, when that is nil, overall.
    ///   - owner: part of the tag, so that the tag of one owner never matches another's.
    ///   - day: the current day.
    ///   - media: part of the tag too, so that the tag of a table in JSON never matches the same in CSV.
    /// - Returns: the tag, with `W/` and quotes.
    func tag(position: Int64, of owner: FundOwner?, on day: LocalDate, as media: Media) -> String {
        let text = "\(position)\(owner?.text ?? "")-\(day.packed)-\(media.type)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return "W/\"" + base64URL(code.prefix(15)) + "\""
    }
}

/// The entity tags in an `If-Match` or `If-None-Match` field.
enum TagList: Hashable, Sendable {
    case any
    case tags([String])

    init(_ field: String) {
        let text = field[...].trimmingBlanks()
        if text == "*" {
            self = .any
        } else {
            self = .tags(text.split(separator: ",").map { String($0.trimmingBlanks()) })
        }
    }

    /// Weak comparison, for `If-None-Match`: the opaque tags are equal.
    ///
    /// - Source: RFC 9110 §8.8.3.2, §13.1.2.
    func containsWeakly(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { opaque($0) == opaque(tag) }
        }
    }

    /// Strong comparison, for `If-Match` of a read: the tags are equal and not weak.
    ///
    /// - Source: RFC 9110 §8.8.3.2, §13.1.1.
    func containsStrongly(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): !tag.hasPrefix("W/") && tags.contains(tag)
        }
    }

    /// True when a tag names this version of a resource, as `"r3"` or with the digest of any representation of it.
    ///
    /// A step or an update depends on the row alone, so neither a new balance beside it nor the caller's role makes a
    /// client's tag stale. Weak tags never match.
    ///
    /// - Source: RFC 9110 §8.8.3.2, §13.1.1.
    func names(version: Int64) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags):
            tags.contains { tag in
                tag == versionTag(version) || tag.hasPrefix("\"r\(version)-") && tag.hasSuffix("\"")
            }
        }
    }

    private func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}

/// The changes after which a public response is stale; its weak ETag and its place in the cache follow from them.
///
/// All other reads have a strong ETag of their bytes.
enum ETagSource: Hashable, Sendable {
    /// The changes of the target's fund owner, and those that any owner's responses may show (`Changes`).
    case owner
    case all
    /// None: the tag is that of the bytes, and the response stays in the cache.
    case nothing
}
