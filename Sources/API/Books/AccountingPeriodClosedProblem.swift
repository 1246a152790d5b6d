import Domain

/// What a closed month refuses, and what helps instead.
extension Problem {
    static func periodClosed(
        _ last: AccountingPeriod.Month, _ field: Field?, _ step: BooksRefusal.Step?
    ) -> Problem {
        let roles = Endpoint.roles(taking: "reopen", of: .accountingPeriod).alternatives
        let reopening = Sentence(
            vi: "mở lại tháng là việc của \(roles.vi) của xã",
            en: "opening it again is for the \(roles.en) of the commune")
        let closed = Sentence(
            vi: "Sổ đã khóa đến hết tháng \(last.text).", en: "The books are closed up to \(last.text).")
        guard let field else {
            let exit = step.map { ClosedPeriodExit(from: $0) } ?? .reopening
            let help = exit.sentence
            return Problem(
                .periodClosed,
                detail: Sentence(
                    vi: "\(closed.vi) \(help.vi); \(reopening.vi).",
                    en: "\(closed.en) \(help.en); \(reopening.en)."))
        }
        let detail = Sentence(
            vi: "\(closed.vi) Ghi vào một ngày sau đó; \(reopening.vi).",
            en: "\(closed.en) Use a later day; \(reopening.en).")
        return Problem(.periodClosed, errors: [FieldError(field, .periodClosed, detail)])
    }
}

/// The way on when a step would change a closed month, as the endpoint table has it.
enum ClosedPeriodExit: Hashable, Sendable {
    /// The voucher is corrected in the open month.
    case reverse(EntityKind)
    /// What was not confirmed in time is ended by this step, and recorded anew where it is needed.
    case ending(String, of: EntityKind)
    /// Only the month itself can be opened again.
    case reopening

    init(from step: BooksRefusal.Step) {
        func isOpen(_ name: String) -> Bool { !Endpoint.roles(taking: name, of: step.entity).isEmpty }
        switch step.name {
        case "confirm":
            let ending = ["withdraw", "void"].first { isOpen($0) }
            self = ending.map { .ending($0, of: step.entity) } ?? .reopening
        default: self = isOpen("reverse") ? .reverse(step.entity) : .reopening
        }
    }

    /// What to do, without a full stop.
    fileprivate var sentence: Sentence {
        switch self {
        case .reverse(let entity):
            let roles = Endpoint.roles(taking: "reverse", of: entity).alternatives
            return Sentence(
                vi: "Dùng bước reverse (người thực hiện: \(roles.vi)): số điều chỉnh ghi vào tháng đang mở, "
                    + "tháng đã khóa giữ nguyên",
                en: "Reverse the voucher (by: \(roles.en)): the correction is posted in the open month, "
                    + "the closed one stays as it is")
        case .ending(let step, let entity):
            let roles = Endpoint.roles(taking: step, of: entity).alternatives
            // What is not a voucher is not voided as one.
            let word = step == "void" ? "hủy" : vietnamese(step)
            return Sentence(
                vi: "Không xác nhận được nữa: cần \(word) \(entity.vietnamese) này "
                    + "(\(step); người thực hiện: \(roles.vi))",
                en: "It cannot be confirmed any more: '\(step)' this \(entity.rawValue) (by: \(roles.en))")
        case .reopening:
            return Sentence(
                vi: "Tháng đã khóa giữ nguyên, nên không thực hiện được bước này",
                en: "The closed month stays as it is, so the step is not possible")
        }
    }
}
