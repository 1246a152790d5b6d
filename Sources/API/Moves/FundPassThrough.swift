import Domain
import Text

/// Problems of funds that collect for others.
extension Problem {
    static func passesThrough(_ fund: Fund.ID) -> Problem {
        Problem(
            .fundPassesThrough,
            detail: Sentence(
                vi:
                    "Quỹ \(fund.number) là quỹ thu hộ: chỉ lập phiếu thu khi có người nộp, và chi để nộp cho bên được thu "
                    + "hộ; không đăng ký, không chuyển sang quỹ khác.",
                en:
                    "Fund \(fund.number) collects for others: issue receipts when somebody pays, and pay it to them; it has "
                    + "no pledges and no transfers to another fund."))
    }

    static func othersMoneyHeld(_ fund: Fund.ID, _ held: Dong) -> Problem {
        let text = formattedDong(held.amount)
        let paying = Endpoint.roles(taking: "pay", of: .expenditure).alternatives
        let cancelling = Endpoint.roles(taking: "cancel", of: .expenditure).alternatives
        return Problem(
            .othersMoneyHeld,
            detail: Sentence(
                vi:
                    "Quỹ thu hộ \(fund.number) còn giữ hoặc còn đề nghị chi \(text): nộp cho bên được thu hộ (người thực "
                    + "hiện: \(paying.vi)), rút hoặc hủy đề nghị chi (người thực hiện: \(cancelling.vi)) trước khi kết "
                    + "thúc sổ.",
                en:
                    "Fund \(fund.number) holds \(text) of others or has requests for it: pay it to them (by: \(paying.en)), "
                    + "and withdraw or cancel the requests (by: \(cancelling.en)) before the books end."))
    }
}

extension ProblemCode {
    /// The title of a code about money that is collected for others.
    var passThroughTitle: Sentence {
        switch self {
        case .fundPassesThrough:
            Sentence(
                vi: "Việc này không dùng cho quỹ thu hộ",
                en: "This is not for a fund that collects for others")
        case .othersMoneyHeld:
            Sentence(
                vi: "Còn tiền thu hộ nên sổ chưa kết thúc được",
                en: "Money of others is there, so the books do not end")
        default: batchTitle
        }
    }
}

extension RequestDecoder {
    /// For whom a new fund collects, with the law or decision; adds an error when only one of them is there.
    mutating func passThrough() -> Fund.PassThrough? {
        let beneficiary = optionalPublicName("collects_for", upTo: 200)
        let basis = optionalPublicText("collection_basis", upTo: 300)
        if contains("collects_for") != contains("collection_basis") {
            let missing = contains("collects_for") ? "collection_basis" : "collects_for"
            addError(missing, .memberMissing, ProblemCode.memberMissing.title)
        }
        guard let beneficiary, let basis else { return nil }
        return Fund.PassThrough(beneficiary: beneficiary, basis: basis)
    }
}
