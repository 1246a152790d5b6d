/// One thing that is wrong with what was set.
enum ConfigurationError: Hashable, Sendable {
    /// A key or variable that the table lacks. `nearest` is what was probably meant.
    case unknown(String, nearest: String?, in: Setting.Origin)
    /// A member's name with a dot in it: groups are nested, not spelled out.
    case dotted(String, in: Setting.Origin)
    /// A name twice in one object, or half a surrogate pair. `pointer` is RFC 6901.
    case ambiguous(pointer: String, in: Setting.Origin)
    /// A group that is no object.
    case notGroup(Given)
    /// Not of the setting's kind, or beyond its bounds.
    case refused(Given, allowed: String)
    /// The first must not be greater than the second.
    case inverted(Given, Given)
    case file(String, FileFault)

    /// A value as it was written, shortened, or masked when it is a secret.
    struct Given: Hashable, Sendable {
        let key: String
        let text: String
        let origin: Setting.Origin
    }

    enum FileFault: Hashable, Sendable, Error {
        case missing
        case directory
        /// `cause` is the system's error, 0 when it gave none.
        case unreadable(cause: Int32)
        case tooLong(bytesMax: Int)
        case malformed(line: Int, column: Int)
        case notObject
    }
}

/// Everything that is wrong with what was set, so that one start is enough to see it.
struct ConfigurationErrors: Error, Hashable, CustomStringConvertible {
    /// Never empty.
    let errors: [ConfigurationError]

    /// One Vietnamese line a fault, for the standard error stream.
    var lines: [String] { errors.map(\.line) }

    var description: String { lines.joined(separator: "\n") }
}
