import Domain
import HTTP
import Text

/// Problems of what a fund owes: what is left of it, and what to do instead.
extension Problem {
    init(of refusal: PayableRefusal) {
        switch refusal {
        case .exceeded(let available):
            let text = formattedDong(available.amount)
            self.init(
                .payableExceeded,
                detail: Sentence(
                    vi: "Còn trả hoặc tặng lại được \(text), kể cả những khoản đang đề nghị.",
                    en: "At most \(text) can be repaid or given, with what is requested already."))
        case .settled:
            let repayments = Endpoint.roles(taking: "void", of: .expenditure).alternatives
            let gifts = Endpoint.roles(taking: "void", of: .contribution).alternatives
            self.init(
                .payableSettled,
                detail: Sentence(
                    vi:
                        "Hủy hoặc rút các khoản trả (người thực hiện: \(repayments.vi)) và tặng lại (người thực hiện: "
                        + "\(gifts.vi)) trước, rồi mới hủy khoản phải trả.",
                    en:
                        "Void or withdraw its repayments (by: \(repayments.en)) and gifts (by: \(gifts.en)) before it "
                        + "is voided."))
        case .notOwed:
            self.init(
                .payableMismatch,
                detail: Sentence(
                    vi:
                        "Khoản hoàn trả đóng góp, khoản trả nợ và khoản chi của quỹ thu hộ không ghi nợ: hãy chi, hoặc "
                        + "hủy (cancel).",
                    en:
                        "A refund, a repayment and a payment of money of others are never owed: pay it, or cancel it."
                ))
        case .giftOfDebt:
            self.init(
                .payableMismatch,
                detail: Sentence(
                    vi: "Phiếu thu này ghi khoản nợ được tặng lại, không có tiền: nếu sai hãy hủy phiếu, "
                        + "khoản nợ còn lại như trước.",
                    en: "This receipt is for the gift of a debt and moved no money: void it if it is wrong, "
                        + "then the debt is owed as before."))
        case .payeeStays(let field):
            self.init(errors: [
                FieldError(
                    field, .payableMismatch,
                    Sentence(
                        vi: "theo khoản nợ hoặc phiếu thu nên không đổi được; nếu sai hãy hủy phiếu chi",
                        en: "is that of the debt or the receipt and stays; void the voucher if it is wrong"))
            ])
        case .open(let payables):
            let numbers = payables.map { "\($0.number)" }.joined(separator: ", ")
            let repayments = Endpoint.roles(.post, EntityKind.payable.path + "/{id}/repayments").alternatives
            let gifts = Endpoint.roles(recording: .payableGift).alternatives
            self.init(
                .payableOpen,
                detail: Sentence(
                    vi:
                        "Quỹ còn nợ (khoản phải trả \(numbers)): hãy trả (người thực hiện: \(repayments.vi)), hoặc ghi "
                        + "tặng lại (người thực hiện: \(gifts.vi)), trước khi sắp xếp hoặc bàn giao sổ.",
                    en:
                        "The funds owe something (payables \(numbers)): repay it (by: \(repayments.en)), or record the "
                        + "gift of it (by: \(gifts.en)), before the reorganisation or the hand-over of the books."
                ))
        }
    }
}

extension ProblemCode {
    /// The title of a code of `PayableRefusal`.
    var payableTitle: Sentence {
        switch self {
        case .payableExceeded:
            Sentence(vi: "Số tiền vượt quá khoản còn nợ", en: "The amount exceeds what is owed")
        case .payableSettled:
            Sentence(
                vi: "Khoản phải trả này đã trả hoặc tặng lại, hoặc đang đề nghị; không hủy được",
                en: "Something of it was repaid or given, or is requested; it is not voided")
        case .payableMismatch:
            Sentence(
                vi: "Bước này không dùng cho khoản nợ, khoản trả nợ hoặc khoản nợ được tặng lại",
                en: "This step is not for debts, repayments or gifts of debts")
        case .payableOpen:
            Sentence(
                vi: "Còn khoản phải trả nên sổ chưa kết thúc được",
                en: "Something is owed, so the books do not end")
        default: collectorTitle
        }
    }
}
