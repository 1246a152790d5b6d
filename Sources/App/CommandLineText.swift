import API
import Domain
import Text

/// Conversion of command-line arguments to domain values.
enum CommandLineText {
    /// A person's name as it is stored: normalised to NFC, with whitespace collapsed.
    static func name(_ text: String) throws -> String {
        guard !text.hasTooManyMarks else { throw Failure(.usage, "Tên có quá nhiều dấu liền nhau.") }
        let name = text.cleaned
        guard !name.isEmpty, !name.hasControlCharacters, name.unicodeScalars.count <= 100 else {
            throw Failure(.usage, "Tên phải có 1–100 ký tự.")
        }
        guard name.hasLetter, !name.hasLostLetters else {
            throw Failure(.usage, "Tên phải có chữ cái và không có chữ bị mất thành '?'.")
        }
        return name
    }

    static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else {
            throw Failure(.usage, "Không có vai trò '\(text)'; có: \(roles).")
        }
        return role
    }

    /// All roles, as they are written on the command line, with their Vietnamese names.
    static var roles: String {
        Role.allCases.map { "\($0.rawValue) (\($0.vietnamese))" }.joined(separator: ", ")
    }
}
