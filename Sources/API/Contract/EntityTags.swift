import Domain

/// The strong ETag of a resource version.
///
/// - Source: RFC 9110 §8.8.3.
func strongETag(_ version: Int64) -> String { "\"r\(version)\"" }

/// The weak ETag of a list or report.
///
/// - Parameters:
///   - position: the last journal position, of `owner` or, when that is nil, overall.
///   - owner: part of the tag, so that the tag of one owner never matches another's.
///   - day: the current day.
/// - Returns: the tag, with `W/` and quotes.
func weakETag(position: Int64, of owner: FundOwner?, on day: LocalDate) -> String {
    var tag = "W/\"j"
    tag += String(position)
    if let owner { tag += owner.text }
    tag += "-"
    tag += String(day.packed)
    tag += "\""
    return tag
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
