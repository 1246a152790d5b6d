import Domain
import Text

/// Words of the command line as values of the domain.
enum Words {
    /// A person's name, as it is stored: composed, blanks collapsed.
    static func name(_ text: String) throws -> String {
        let name = text.cleaned
        guard !name.isEmpty, !name.hasControlCharacters, name.unicodeScalars.count <= 100 else {
            throw Failure(.usage, "Tên phải có 1–100 ký tự.")
        }
        return name
    }

    static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "Không có vai trò '\(text)'; có: \(roles).")
        }
        return role
    }
}
