import Domain
import Text

/// Problems of cash in the hands of collectors.
extension Problem {
    init(of refusal: CollectorRefusal) {
        switch refusal {
        case .tooLittleInHand(let collector, let day, let inHand):
            let text = formattedDong(inHand.amount)
            self.init(
                .handTooLow,
                detail: Sentence(
                    vi:
                        "Ngày \(day.printed), người thu \(collector.number) chỉ còn giữ \(text) của quỹ; hủy biên bản giao "
                        + "nộp sai trước, hoặc ghi số tiền nhỏ hơn.",
                    en:
                        "On \(day.text), collector \(collector.number) has only \(text) of the fund in hand; void a wrong "
                        + "slip first, or use a smaller amount."))
        case .ownCash:
            self.init(.ownCash, detail: .another(taking: "confirm", of: .handOverSlip))
        case .receiptsDiffer(let field):
            self.init(errors: [FieldError(field, .receiptsDiffer, ProblemCode.receiptsDiffer.title)])
        case .cashInHand(let amount):
            let text = formattedDong(amount.amount)
            self.init(
                .cashInHand,
                detail: Sentence(
                    vi:
                        "Người thu của thôn xóm còn giữ \(text); giao nộp cho thủ quỹ (POST /v1/hand-over-slips) trước khi "
                        + "sắp xếp.",
                    en: "Collectors of the hamlet have \(text) in hand; hand it over to the treasurer "
                        + "(POST /v1/hand-over-slips) before the reorganisation."))
        }
    }
}

extension ProblemCode {
    /// The title of a code of `CollectorRefusal`.
    var collectorTitle: Sentence {
        switch self {
        case .handTooLow:
            Sentence(
                vi: "Người thu không giữ đủ số tiền này", en: "The collector has less than that in hand")
        case .ownCash:
            Sentence(
                vi: "Người nộp tiền không tự xác nhận đã nhận; cần thủ quỹ khác",
                en: "Whoever hands the cash over does not confirm it; ask another treasurer")
        case .receiptsDiffer:
            Sentence(
                vi: "Cần phiếu thu còn hiệu lực của người thu này vào quỹ này, theo thứ tự từ đến",
                en: "Requires valid receipts of this collector for this fund, the first before the last")
        case .cashInHand:
            Sentence(
                vi: "Người thu còn giữ tiền mặt nên sổ chưa kết thúc được",
                en: "Collectors have cash in hand, so the books do not end")
        default: passThroughTitle
        }
    }
}
