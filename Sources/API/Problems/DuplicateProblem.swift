import Domain

extension Problem {
    /// A record that already exists, with what to do about it.
    init(duplicate entity: EntityKind, at field: Field) {
        self.init(
            .alreadyExists, detail: .duplicate(of: entity, at: field),
            errors: [FieldError(field, .alreadyExists, Sentence(vi: "đã dùng", en: "in use"))])
    }

    /// A name that another entity of the place has, perhaps in another spelling, with a link to it.
    ///
    /// - Source: RFC 4287 §4.2.7.2 for the relation `related`.
    static func taken(_ entity: EntityKind, _ field: Field, _ id: Int64, _ name: String) -> Problem {
        let path = "\(entity.path)/\(id)"
        let advice = Sentence.duplicate(of: entity, at: field)
        return Problem(
            .alreadyExists,
            detail: Sentence(
                vi:
                    "Đã có \(entity.vietnamese) '\(name)' (\(path)), cách viết khác nhau không tính. \(advice.vi)",
                en: "'\(name)' (\(path)) has this name; spelling does not count. \(advice.en)"),
            errors: [FieldError(field, .alreadyExists, Sentence(vi: "đã dùng", en: "in use"))],
            fields: [ExtraField(name: .link, value: "<\(path)>; rel=\"related\"")])
    }

    /// A bank reference that a valid receipt already has.
    init(usedReference reference: String, receipt: String, book: String, on day: LocalDate) {
        let place = Sentence(
            vi: "đã ghi ở phiếu thu \(receipt) (quyển \(book)) ngày \(day.printed)",
            en: "is on receipt \(receipt) (book \(book)) of \(day.text)")
        let roles = Endpoint.roles(taking: "void", of: .contribution).alternatives
        self.init(
            .alreadyExists,
            detail: Sentence(
                vi: "Mã giao dịch \(reference) \(place.vi). Nếu phiếu đó ghi sai, cần hủy phiếu trước "
                    + "(người thực hiện: \(roles.vi)).",
                en: "Bank reference \(reference) \(place.en). If that receipt is wrong, void it first "
                    + "(by: \(roles.en))."),
            errors: [FieldError(.bankReference, .alreadyExists, place)])
    }
}

extension Sentence {
    fileprivate static func duplicate(of entity: EntityKind, at field: Field) -> Sentence {
        switch entity {
        case .pledge:
            Sentence(
                vi: "Hộ này đã có đăng ký đóng góp chưa nộp đủ cho quỹ; hãy dùng đăng ký đó.",
                en: "The household has an open pledge to the fund; use that one.")
        case .household:
            Sentence(
                vi: "Thôn xóm đã có hộ mang mã này; hãy dùng mã khác hoặc sửa hộ đã có.",
                en: "The hamlet has a household with this code; use another code or correct that household.")
        case .profile:
            Sentence(
                vi: "Thôn xóm đã có hồ sơ của ngày này; hãy sửa hồ sơ đó.",
                en: "The hamlet has a profile of this day; correct that one.")
        case .consultation:
            Sentence(
                vi: "Nơi này đã có kết quả lấy ý kiến về việc này; hãy sửa kết quả đó.",
                en: "The place has a result on this matter; correct that one.")
        case .parameter, .criteriaSet:
            Sentence(
                vi: "Đã có \(entity.vietnamese) của đơn vị từ ngày này; hãy chọn ngày hiệu lực khác.",
                en: "The unit has a \(entity.rawValue) from this day; choose another first day.")
        case .unitSuccession:
            Sentence(
                vi: "Đơn vị tiếp nhận này đã được ghi; không cần ghi lại.",
                en: "This succession is recorded already; nothing is left to do.")
        case .hamlet where !field.isName:
            Sentence(
                vi: "Một thôn xóm được nêu hai lần; hãy nêu một lần.",
                en: "A hamlet is named twice; name it once.")
        case .organisation where !field.isName:
            Sentence(
                vi: "Đơn vị nhận đã có tổ chức cùng tên; hãy chọn đơn vị khác.",
                en: "The receiving unit has an organisation with this name; choose another unit.")
        case .hamlet, .fund, .organisation, .user:
            Sentence(
                vi: "Đã có \(entity.vietnamese) cùng tên; hãy dùng tên khác.",
                en: "A \(entity.rawValue) with this name exists; use another name.")
        default:
            Sentence(
                vi: "Đã có \(entity.vietnamese) trùng thông tin này; hãy dùng bản ghi đó.",
                en: "Such a record already exists: \(entity.rawValue).")
        }
    }
}

extension Field {
    fileprivate var isName: Bool {
        switch self {
        case .member(let field, of: _): field == .name
        default: self == .name
        }
    }
}
