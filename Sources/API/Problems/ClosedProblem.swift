import Domain
import HTTP
import Text

extension Problem {
    /// The problem of a write to something that has ended: its last day, and where to write instead.
    ///
    /// - Source: RFC 9110 §15.5.11 (410), RFC 5829 §3.3 for the relation `successor-version`.
    init(
        closed entity: EntityKind, last: LocalDate, _ successors: [Refusal.Successor],
        _ exit: ClosedBookExit? = nil
    ) {
        func list(_ entity: String) -> String {
            successors.map { one in
                let number = "\(entity) \(one.path)"
                return one.name.map { "\($0) (\(number))" } ?? number
            }
            .joined(separator: ", ")
        }
        let (named, english) = (list(entity.vietnamese), list(entity.rawValue))
        let goesOn =
            exit?.sentence
            ?? (successors.isEmpty
                ? Sentence(vi: "Chưa ghi nơi tiếp nhận; hãy hỏi quản trị viên.", en: "It has no successor.")
                : Sentence(vi: "Hãy ghi vào: \(named).", en: "Write to \(english) instead."))
        let links = successors.map { "<\(entity.path)/\($0.path)>; rel=\"successor-version\"" }
        self.init(
            .closed,
            detail: Sentence(
                vi: "Ngày cuối là \(last.printed). \(goesOn[.vietnamese])",
                en: "Its last day was \(last.text). \(goesOn[.english])"),
            fields: links.isEmpty ? [] : [ExtraField(name: .link, value: links.joined(separator: ", "))])
    }
}

extension Refusal.Successor {
    /// What names it in its path.
    fileprivate var path: String { code ?? "\(number)" }
}

extension ClosedBookExit {
    fileprivate var sentence: Sentence {
        switch self {
        case .refund(let id):
            let help = Sentence.refundOfClosed(id)
            return Sentence(
                vi: "Sổ của nơi đã kết thúc giữ nguyên. Nếu phiếu ghi sai, \(help.vi).",
                en: "Its books stay as they are. If the receipt is wrong, \(help.en).")
        case .receipt:
            let roles = Endpoint.roles(.post, "/v1/contributions").alternatives
            return Sentence(
                vi:
                    "Sổ của nơi đã kết thúc giữ nguyên. Tiền chi sai mà thu hồi được thì lập phiếu thu ở nơi tiếp nhận "
                    + "(POST /v1/contributions; người thực hiện: \(roles.vi)).",
                en:
                    "Its books stay as they are. Money that comes back from a wrong payment is received "
                    + "in the successor (POST /v1/contributions; by: \(roles.en)).")
        }
    }
}

extension Problem {
    /// The problem of a reorganisation with later records, listed one by one.
    init(recordsAfterEffectiveDate later: Refusal.LaterRecords) {
        let vouchers = later.vouchers.map { voucher in
            let (number, book) = (voucher.printedNumber, voucher.series.book)
            let amount = formattedDong(voucher.amount.amount)
            return FieldError(
                later.field, .recordsAfterEffectiveDate,
                Sentence(
                    vi: "phiếu \(number) (quyển \(book)), ngày \(voucher.issuedOn.printed), \(amount)",
                    en: "voucher \(number) (book \(book)), \(voucher.issuedOn.text), \(amount)"))
        }
        let records = later.records.map { record in
            FieldError(
                later.field, .recordsAfterEffectiveDate,
                Sentence(
                    vi: "\(record.kind.vietnamese) \(record.number)"
                        + (record.date.map { ", ngày \($0.printed)" } ?? ""),
                    en: "\(record.kind.rawValue) \(record.number)"
                        + (record.date.map { ", \($0.text)" } ?? "")))
        }
        self.init(.recordsAfterEffectiveDate, errors: vouchers + records)
    }
}
