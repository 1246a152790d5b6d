import Domain
import Text

/// Problems of cash in the hands of collectors.
extension Problem {
    init(of refusal: CollectorRefusal) {
        switch refusal {
        case .tooLittleInHand(let collector, let day, let inHand):
            let text = formattedDong(inHand.amount)
            let voiding = Endpoint.roles(taking: "void", of: .handOverSlip).alternatives
            self.init(
                .handTooLow,
                detail: Sentence(
                    vi:
                        "Ngày \(day.printed), người thu \(collector.number) chỉ còn giữ \(text) của quỹ: tiền đã giao nộp cho "
                        + "thủ quỹ. Nếu biên bản giao nộp sai, hủy biên bản đó trước (người thực hiện: \(voiding.vi)); "
                        + "nếu không, ghi số tiền nhỏ hơn.",
                    en:
                        "On \(day.text), collector \(collector.number) has only \(text) of the fund in hand: the rest was "
                        + "handed over. Void a wrong slip first (by: \(voiding.en)), or use a smaller amount."
                ))
        case .ownCash(let step):
            self.init(.ownCash, detail: .another(taking: step, of: .handOverSlip))
        case .receiptsHandedOver(let left):
            let text = formattedDong(left.amount)
            self.init(
                .handTooLow,
                detail: Sentence(
                    vi:
                        "Các phiếu thu từ phiếu đầu đến phiếu cuối chỉ còn \(text) chưa giao nộp; nêu đủ các "
                        + "phiếu thu, hoặc ghi số tiền nhỏ hơn.",
                    en:
                        "Only \(text) of the receipts from the first to the last was not handed over yet; name all "
                        + "receipts, or use a smaller amount."))
        case .receiptsDiffer(let field):
            self.init(errors: [FieldError(field, .receiptsDiffer, ProblemCode.receiptsDiffer.title)])
        case .cashInHand(let amount):
            let text = formattedDong(amount.amount)
            let recording = Endpoint.roles(recording: .handOverSlip).alternatives
            let confirming = Endpoint.roles(taking: "confirm", of: .handOverSlip).alternatives
            self.init(
                .cashInHand,
                detail: Sentence(
                    vi:
                        "Người thu còn giữ \(text): lập biên bản giao nộp (POST /v1/hand-over-slips; người thực hiện: "
                        + "\(recording.vi)), \(confirming.vi) xác nhận, rồi mới sắp xếp hoặc bàn giao sổ.",
                    en:
                        "Collectors have \(text) in hand: record that it is handed over (POST /v1/hand-over-slips; by: "
                        + "\(recording.en)) and have it confirmed (by: \(confirming.en)) before the reorganisation or the "
                        + "hand-over of the books."))
        }
    }
}

extension ProblemCode {
    /// The title of a code of `CollectorRefusal`.
    var collectorTitle: Sentence {
        switch self {
        case .handTooLow:
            Sentence(
                vi: "Người thu không giữ đủ số tiền này, hoặc đã giao nộp",
                en: "The collector has less than that in hand, or has handed it over")
        case .ownCash:
            Sentence(
                vi: "Người nộp tiền không tự xác nhận, người đã nhận tiền không tự hủy; cần người khác",
                en: "Whoever hands cash over does not confirm it, whoever received it does not void it")
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
