import Domain
import Text

/// Problems of months and counts: who does what next.
extension Problem {
    init(of refusal: BooksRefusal) {
        switch refusal {
        case .beforeOpening(let fund, let day): self = .beforeOpening(fund, day)
        case .openingTooLate(let first): self = .openingTooLate(first)
        case .decisionNotForTransfer(let field): self = .decisionNotForTransfer(field)
        case .periodClosed(let last, let field, let step): self = .periodClosed(last, field, step)
        case .periodNotReady(let blockers):
            self.init(
                .periodNotReady,
                errors: blockers.map { FieldError("", .periodNotReady, $0.sentence) })
        case .periodOpen(let month):
            self.init(
                .periodOpen,
                detail: Sentence(
                    vi: "Tháng \(month.text) chưa khóa sổ: hãy hủy phiếu (void), không cần điều chỉnh.",
                    en: "\(month.text) is not closed: void the voucher instead of reversing it."))
        case .laterPeriodClosed(let last):
            self.init(
                .periodOrder,
                detail: Sentence(
                    vi: "Tháng \(last.text) khóa sau; mở lại từ tháng đó trước.",
                    en: "\(last.text) was closed later; open that month first."))
        case .communeReopens:
            let roles = Set([Role.approver]).alternatives
            self.init(
                .periodOrder,
                detail: Sentence(
                    vi: "Chỉ người duyệt của xã mở lại tháng đã khóa (vai trò: \(roles.vi), phạm vi xã).",
                    en: "Only the commune's approver opens a month again (role: \(roles.en) of the commune).")
            )
        case .bookChanged(let recorded, let now):
            let amounts = (formattedDong(recorded.amount), formattedDong(now.amount))
            self.init(
                .bookChanged,
                detail: Sentence(
                    vi:
                        "Khi ghi, sổ có \(amounts.0); nay có \(amounts.1). Hãy rút lần này (withdraw) và làm lại.",
                    en: "The book held \(amounts.0) when the count was recorded, and holds \(amounts.1) now. "
                        + "Withdraw this one and make it again."))
        case .creditsChanged:
            self.init(
                .bookChanged,
                detail: Sentence(
                    vi:
                        "Các khoản báo có chưa lập phiếu thu, hoặc tài khoản, đã khác lúc ghi. Hãy rút lần này "
                        + "(withdraw) và đối chiếu lại.",
                    en:
                        "The credits without receipts, or the accounts, are others than when it was recorded. "
                        + "Withdraw this one and reconcile again."))
        case .notCounter: self.init(.notCounter)
        case .payable(let refusal): self.init(of: refusal)
        case .collector(let refusal): self.init(of: refusal)
        case .passesThrough(let fund): self = .passesThrough(fund)
        case .othersMoneyHeld(let fund, let held): self = .othersMoneyHeld(fund, held)
        }
    }
}

extension BooksRefusal.Blocker {
    /// What is missing, and who does it.
    var sentence: Sentence {
        switch self {
        case .notEnded(let month):
            Sentence(
                vi: "tháng \(month.text) chưa hết; khóa sổ từ ngày hôm sau",
                en: "\(month.text) has not ended; close it from the next day on")
        case .earlierOpen(let month):
            Sentence(
                vi: "tháng \(month.text) có phiếu mà chưa khóa; kế toán trình tháng đó trước",
                en: "\(month.text) has vouchers and is open; the accountant submits that month first")
        case .paymentNotBooked(let id, let linesCount):
            Sentence.notBooked("/v1/\(linesCount == 1 ? "expenditures" : "payments")/\(id.number)", id)
        case .advanceOpen(let payable, let creditor, let outstanding):
            Sentence(
                vi:
                    "khoản tạm ứng \(payable.number) của \(creditor) còn nợ \(formattedDong(outstanding.amount)); "
                    + "trả (POST /v1/payables/\(payable.number)/repayments) hoặc ghi tặng lại (…/gifts)",
                en:
                    "advance \(payable.number) of \(creditor) is still owed, \(formattedDong(outstanding.amount)); "
                    + "repay it (POST /v1/payables/\(payable.number)/repayments) or record the gift (…/gifts)"
            )
        case .cashInHand(let collector, let name, let fundName, let amount):
            Sentence(
                vi:
                    "\(name) còn giữ \(formattedDong(amount.amount)) tiền mặt đã thu của quỹ '\(fundName)'; giao nộp cho "
                    + "thủ quỹ (POST /v1/hand-over-slips, collector \(collector.number))",
                en:
                    "\(name) has \(formattedDong(amount.amount)) of fund '\(fundName)' in hand; hand it over to the "
                    + "treasurer (POST /v1/hand-over-slips, collector \(collector.number))")
        case .countMissing(let fund, let name):
            Sentence(
                vi: "quỹ '\(name)' chưa kiểm kê tiền mặt từ ngày cuối tháng; hai người đếm và ghi "
                    + "(POST /v1/cash-counts, fund \(fund.number))",
                en: "the cash of fund '\(name)' was not counted since the last day; two persons count it "
                    + "(POST /v1/cash-counts, fund \(fund.number))")
        case .countOutdated(let count, let name, let book):
            Sentence(
                vi: "sổ quỹ '\(name)' đã đổi sau lần kiểm kê \(count.number), nay có "
                    + "\(formattedDong(book.amount)); kiểm kê lại (POST /v1/cash-counts)",
                en: "the book of fund '\(name)' has changed since count \(count.number) and holds "
                    + "\(formattedDong(book.amount)); count again (POST /v1/cash-counts)")
        case .reconciliationMissing(let month):
            Sentence(
                vi: "số dư ngân hàng cuối tháng \(month.text) chưa đối chiếu; kế toán hoặc thủ quỹ ghi "
                    + "(POST /v1/bank-reconciliations), người thứ hai xác nhận",
                en:
                    "the bank balance at the end of \(month.text) is not reconciled; accountant or treasurer records it "
                    + "(POST /v1/bank-reconciliations), a second person confirms it")
        case .reconciliationOutdated(let id, let month, let book):
            Sentence(
                vi: "sổ tiền gửi tháng \(month.text) đã khác lần đối chiếu \(id.number), nay có "
                    + "\(formattedDong(book.amount)); đối chiếu lại (POST /v1/bank-reconciliations)",
                en: "the bank book of \(month.text) differs from reconciliation \(id.number) and has "
                    + "\(formattedDong(book.amount)); reconcile again (POST /v1/bank-reconciliations)")
        }
    }
}

extension Sentence {
    static var refundTooLargeTitle: Sentence {
        Sentence(
            vi: "Tổng hoàn trả vượt quá số tiền của phiếu thu; hãy giảm số tiền",
            en: "The refunds would exceed the receipt")
    }

    static var hasRefundsTitle: Sentence {
        Sentence(
            vi: "Phiếu thu này có khoản hoàn trả; cần kết thúc khoản hoàn trả trước",
            en: "The receipt has refunds; end them first")
    }

    static var periodClosedTitle: Sentence {
        Sentence(vi: "Tháng đã khóa sổ", en: "The month is closed")
    }

    static var periodOpenTitle: Sentence {
        Sentence(vi: "Tháng của phiếu còn mở", en: "The month of the voucher is open")
    }

    static var periodNotReadyTitle: Sentence {
        Sentence(vi: "Tháng chưa đủ điều kiện khóa sổ", en: "The month cannot be closed yet")
    }

    static var periodOrderTitle: Sentence {
        Sentence(
            vi: "Các tháng khóa theo thứ tự và mở lại từ tháng sau cùng",
            en: "Months are closed in order and opened again from the last one")
    }

    static var bookChangedTitle: Sentence {
        Sentence(vi: "Sổ đã thay đổi sau khi kiểm kê", en: "The book has changed since the count")
    }

    static var notCounterTitle: Sentence {
        Sentence(
            vi: "Chỉ người trực tiếp đếm (counted_by) ghi và xác nhận lần kiểm kê",
            en: "Only who counted (counted_by) records and confirms the count")
    }
}

extension Sentence {
    fileprivate static func notBooked(_ path: String, _ id: Expenditure.ID) -> Sentence {
        Sentence(
            vi: "khoản chi \(id.number) đã chi mà chưa ghi sổ; kế toán ghi sổ (POST \(path)/book)",
            en: "expenditure \(id.number) is paid but not booked; the accountant books it (POST \(path)/book)"
        )
    }
}
