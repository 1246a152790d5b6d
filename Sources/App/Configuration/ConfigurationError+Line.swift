extension ConfigurationError {
    /// The error in one Vietnamese line: where it is, what is wrong, and what is allowed.
    var line: String {
        switch self {
        case .unknown(let name, let nearest, .environment):
            "biến môi trường \(Self.quoted(name)): không có thiết lập nào tên như vậy\(asking(nearest))"
        case .unknown(let name, let nearest, let origin):
            "\(origin.vietnamese): không có khóa \(Self.quoted(name))\(asking(nearest))"
        case .dotted(let name, let origin):
            "\(origin.vietnamese): tên \(Self.quoted(name)) có dấu chấm; hãy viết các nhóm lồng nhau"
        case .ambiguous(let pointer, let origin):
            "\(origin.vietnamese): \(Self.quoted(pointer)) viết hai lần hoặc có ký tự hỏng"
        case .notGroup(let given):
            "\(given.origin.vietnamese): \(given.key) phải là một nhóm { … }, không thể là \(given.text)"
        case .refused(let given, let allowed):
            "\(given.origin.vietnamese): \(given.key) phải là \(allowed); không thể là \(given.text)"
        case .inverted(let smaller, let larger):
            "\(described(smaller)) không được lớn hơn \(described(larger))"
        case .file(let path, let error):
            "\(Setting.Origin.file(path).vietnamese): \(error.vietnamese)"
        }
    }
}

extension ConfigurationError.FileError {
    fileprivate var vietnamese: String {
        switch self {
        case .missing: "không có tệp này"
        case .directory: "đây là thư mục, không phải tệp"
        case .unreadable(let cause): "không đọc được (lỗi hệ thống \(cause))"
        case .tooLong(let bytesMax): "dài quá \(bytesMax) byte"
        case .malformed(let line, let column): "không phải JSON đúng, ở dòng \(line), byte thứ \(column)"
        case .notObject: "phải là một đối tượng JSON { … }"
        }
    }
}

extension Setting.Origin {
    /// Where a value comes from, as lines for people say it.
    var vietnamese: String {
        switch self {
        case .standard: "mặc định"
        case .file(let path): "tệp \(path)"
        case .environment(let name): "biến môi trường \(name)"
        case .commandLine: "dòng lệnh"
        }
    }
}

private func asking(_ nearest: String?) -> String {
    nearest.map { "; có phải \($0)?" } ?? ""
}

private func described(_ given: ConfigurationError.Given) -> String {
    "\(given.key) = \(given.text) (\(given.origin.vietnamese))"
}

extension ConfigurationError {
    /// The text in quotes with control characters escaped, so that an error stays on one line.
    static func quoted(_ text: String) -> String { shortened(text).debugDescription }

    /// At most 60 characters, followed by an ellipsis when text was cut off.
    static func shortened(_ text: String) -> String {
        text.count > 60 ? text.prefix(60) + "…" : text
    }
}
