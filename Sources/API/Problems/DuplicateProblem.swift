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

    /// A bank reference that a valid receipt already has: which one, and what helps if that one is wrong.
    init(_ used: UsedBankReference) {
        let (receipt, book) = (used.receipt, used.book)
        let hamlet = used.closedHamlet
        let place = Sentence(
            vi: "đã ghi ở phiếu thu \(receipt) (quyển \(book)) ngày \(used.on.printed)"
                + (hamlet.map { " của \($0) trước khi sắp xếp" } ?? ""),
            en: "is on receipt \(receipt) (book \(book)) of \(used.on.text)"
                + (hamlet.map { " of \($0) before the reorganisation" } ?? ""))
        let help: Sentence
        if hamlet == nil {
            let roles = Endpoint.roles(taking: "void", of: .contribution).alternatives
            help = Sentence(
                vi: "cần hủy phiếu trước (người thực hiện: \(roles.vi))",
                en: "void it first (by: \(roles.en))")
        } else {
            help = .refundOfClosed(used.contribution)
        }
        self.init(
            .alreadyExists,
            detail: Sentence(
                vi: "Mã giao dịch \(used.reference) \(place.vi). Nếu phiếu đó ghi sai, \(help.vi).",
                en: "Bank reference \(used.reference) \(place.en). If that receipt is wrong, \(help.en)."),
            errors: [FieldError(.bankReference, .alreadyExists, place)])
    }
}

extension Sentence {
    /// What corrects a wrong receipt of a closed hamlet, whose books stay as they are.
    static func refundOfClosed(_ id: Contribution.ID) -> Sentence {
        let path = "POST /v1/contributions/\(id.number)/refunds"
        let roles = Endpoint.roles(taking: "refund", of: .contribution).alternatives
        return Sentence(
            vi: "hãy hoàn trả toàn bộ phiếu từ quỹ tiếp nhận (\(path); người thực hiện: \(roles.vi)), "
                + "chi xong thì lập phiếu thu mới ở nơi tiếp nhận",
            en: "refund it whole from the fund that has its money (\(path); by: \(roles.en)), "
                + "and once that is paid record the new receipt in the successor")
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
        case .openingBalance:
            .voidingFirst(
                .openingBalance,
                Sentence(vi: "Quỹ đã có số dư ban đầu", en: "The fund has an opening balance"))
        case .payable:
            Sentence(
                vi: "Khoản chi này đã ghi nợ; hãy dùng khoản phải trả đã có.",
                en: "The expenditure is owed already; use that payable.")
        case .bankEntry:
            .voidingFirst(
                .bankEntry,
                Sentence(
                    vi: "Quỹ đã có khoản này với mã giao dịch đó",
                    en: "The fund has such an entry with this reference"))
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

extension Sentence {
    /// What stands in the way is voided first when it is wrong: by whom.
    fileprivate static func voidingFirst(_ entity: EntityKind, _ standing: Sentence) -> Sentence {
        let roles = Endpoint.roles(taking: "void", of: entity).alternatives
        return Sentence(
            vi: "\(standing.vi); nếu sai, hãy hủy trước (người thực hiện: \(roles.vi)).",
            en: "\(standing.en); void that one first if it is wrong (by: \(roles.en)).")
    }
}
