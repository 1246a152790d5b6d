import Crypto
import Domain
import Foundation

/// The strong ETag of a resource version.
///
/// - Source: RFC 9110 §8.8.3.
func strongETag(_ version: Int64) -> String { "\"r\(version)\"" }

/// The weak ETags of lists and reports: keyed, so that nobody can count writes by them.
struct ListTags: Sendable {
    private let key: SymmetricKey

    init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    /// The weak ETag of a list or report.
    ///
    /// - Parameters:
    ///   - position: the last journal position, of `owner` or, when that is nil, overall.
    ///   - owner: part of the tag, so that the tag of one owner never matches another's.
    ///   - day: the current day.
    /// - Returns: the tag, with `W/` and quotes.
    func tag(position: Int64, of owner: FundOwner?, on day: LocalDate) -> String {
        let text = "\(position)\(owner?.text ?? "")-\(day.packed)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return "W/\""
            + Data(code.prefix(15)).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_") + "\""
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

    /// Strong comparison, for `If-Match`: both tags are strong and equal.
    ///
    /// - Source: RFC 9110 §13.1.1.
    func containsStrongly(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): !tag.hasPrefix("W/") && tags.contains(tag)
        }
    }

    private func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
