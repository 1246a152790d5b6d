import CSQLite

extension Connection {
    /// What a connection may do.
    package enum Mode: Hashable, Sendable {
        /// Reads and writes; creates the file when it is missing.
        case readWrite
        /// Reads only: SQLite refuses writes.
        case readOnly
        /// Reads only, without locks and files beside the file, which nobody may change meanwhile.
        ///
        /// - Source: https://www.sqlite.org/uri.html#uriimmutable.
        case immutable

        var flags: Int32 {
            switch self {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly: SQLITE_OPEN_READONLY
            case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            }
        }

        /// The name under which SQLite opens the file at `path`.
        func name(of path: String) -> String {
            guard self == .immutable else { return path }
            // By scalars: a combining mark after one of these would hide it.
            let escaped = path.unicodeScalars.map { scalar -> String in
                switch scalar {
                case "%": "%25"
                case "?": "%3F"
                case "#": "%23"
                default: String(scalar)
                }
            }
            // Two slashes at the beginning of a path would introduce a host.
            return "file:" + (path.hasPrefix("/") ? "//" : "") + escaped.joined() + "?immutable=1"
        }
    }
}
