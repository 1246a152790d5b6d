package import Domain

extension Role {
    /// The name used in Vietnamese sentences.
    package var vietnamese: String {
        switch self {
        case .hamletHead: "trưởng thôn/tổ trưởng"
        case .clerk: "cán bộ văn phòng"
        case .accountant: "kế toán"
        case .treasurer: "thủ quỹ"
        case .approver: "người phê duyệt"
        case .frontOfficer: "cán bộ Mặt trận"
        case .appraiser: "người thẩm định"
        case .supervisor: "thành viên ban giám sát"
        case .auditor: "kiểm toán viên"
        case .admin: "quản trị viên"
        }
    }

    /// The name used in English sentences.
    fileprivate var english: String { rawValue.replacing("_", with: " ") }
}

extension Set<Role> {
    /// The roles as alternatives, in the order of their declaration: "a, b or c".
    var alternatives: Sentence {
        let roles = Role.allCases.filter { contains($0) }
        return Sentence(
            vi: joined(roles.map(\.vietnamese), by: "hoặc"), en: joined(roles.map(\.english), by: "or"))
    }

    private func joined(_ names: [String], by conjunction: String) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }
}
