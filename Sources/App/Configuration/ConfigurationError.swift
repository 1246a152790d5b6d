/// An error in the configuration.
enum ConfigurationError: Hashable, Sendable {
    /// A key or variable that is not in the table; `nearest` is the probable intention.
    case unknown(String, nearest: String?, in: Setting.Origin)
    /// A member name with a dot: groups must be nested objects.
    case dotted(String, in: Setting.Origin)
    /// A repeated member name or an unpaired surrogate; `pointer` is a JSON pointer (RFC 6901).
    case ambiguous(pointer: String, in: Setting.Origin)
    /// A group that is not an object.
    case notGroup(Given)
    /// A value of the wrong type or out of bounds.
    case refused(Given, allowed: String)
    /// The first value must not be greater than the second.
    case inverted(Given, Given)
    case file(String, FileError)

    /// A value as written, shortened, or masked when it is secret.
    struct Given: Hashable, Sendable {
        let key: String
        let text: String
        let origin: Setting.Origin
    }

    enum FileError: Hashable, Sendable, Error {
        case missing
        case directory
        /// `cause` is the system's errno, or 0 when unknown.
        case unreadable(cause: Int32)
        case tooLong(bytesMax: Int)
        case malformed(line: Int, column: Int)
        case notObject
    }
}

/// All errors of the configuration, reported at once.
struct ConfigurationErrors: Error, Hashable, CustomStringConvertible {
    /// Never empty.
    let errors: [ConfigurationError]

    /// One Vietnamese line for each error, for standard error.
    var lines: [String] { errors.map(\.line) }

    var description: String { lines.joined(separator: "\n") }
}
