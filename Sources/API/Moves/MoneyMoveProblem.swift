import Domain

/// Problems of opening balances and transfers.
extension Problem {
    /// A voucher dated on or before the day of its fund's opening balance.
    static func beforeOpening(_ fund: Fund.ID, _ day: LocalDate) -> Problem {
        Problem(
            .dateOutOfRange,
            detail: Sentence(
                vi: "Quỹ \(fund.number) có số dư ban đầu cuối ngày \(day.printed), đã gồm mọi khoản đến hết "
                    + "ngày đó; hãy ghi ngày sau.",
                en:
                    "Fund \(fund.number) has an opening balance at the end of \(day.text), which contains all "
                    + "until then; use a later date."))
    }

    /// An opening balance on or after the day of the first voucher of its fund.
    static func openingTooLate(_ first: LocalDate) -> Problem {
        Problem(
            .dateOutOfRange,
            detail: Sentence(
                vi: "Quỹ đã có chứng từ ngày \(first.printed); số dư ban đầu phải của ngày trước đó.",
                en: "The fund has a voucher of \(first.text); its opening balance must be of an earlier day.")
        )
    }

    /// A decision that does not allow using money for another purpose.
    static func decisionNotForTransfer(_ field: Field) -> Problem {
        Problem(errors: [
            FieldError(
                field, .decisionNotApplicable,
                Sentence(
                    vi:
                        "cần quyết định mới đang có hiệu lực về thu hoặc chi, không phải quyết định mà quỹ dựa "
                        + "vào để thu",
                    en:
                        "requires a new decision in force on collecting or spending, not one by which the fund "
                        + "collects"))
        ])
    }

    /// A move that one person would record and confirm, or record and void.
    static func ownRecord(_ entity: EntityKind, _ step: String) -> Problem {
        Problem(
            .samePerson, step: step, of: entity,
            notBy: Sentence(vi: "Người đã ghi không được tự", en: "Whoever recorded it must not"))
    }
}
