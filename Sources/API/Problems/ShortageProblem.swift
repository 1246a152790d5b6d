import Domain
import Text

extension Problem {
    /// A fund whose cash or bank account holds too little: what it holds, and what to do about it.
    init(_ code: ProblemCode, for shortage: Refusal.Shortage) {
        let (held, next) = (shortage.held, shortage.remedy(isOnDate: code == .balanceTooLowOnDate))
        self.init(code, detail: Sentence(vi: "\(held.vi) \(next.vi)", en: "\(held.en) \(next.en)"))
    }
}

extension Refusal.Shortage {
    fileprivate var held: Sentence {
        let (cash, bank) = (formattedDong(cash.amount), formattedDong(bank.amount))
        return account == .bank
            ? Sentence(
                vi: "Tiền gửi ngân hàng của quỹ ngày \(day.printed) chỉ còn \(bank) (tiền mặt còn \(cash)).",
                en: "On \(day.text) the fund had only \(bank) in the bank (cash: \(cash)).")
            : Sentence(
                vi: "Tiền mặt của quỹ ngày \(day.printed) chỉ còn \(cash) (ngân hàng còn \(bank)).",
                en: "On \(day.text) the fund had only \(cash) in cash (bank: \(bank)).")
    }

    fileprivate func remedy(isOnDate: Bool) -> Sentence {
        if isVoiding {
            let roles = Endpoint.roles(taking: "void", of: .expenditure).alternatives
            return Sentence(
                vi: "Tiền của phiếu thu này đã chi; cần hủy phiếu chi trước (người thực hiện: \(roles.vi)).",
                en: "The money of this receipt was spent; void the payment first (by: \(roles.en)).")
        }
        if isOnDate {
            return Sentence(
                vi: "Hãy chọn ngày chi sau ngày này.", en: "Choose a payment date after this day.")
        }
        let roles = Endpoint.roles(taking: "receive", of: .pledge).alternatives
        return Sentence(
            vi: "Cần thu thêm trước khi chi (người thực hiện: \(roles.vi)).",
            en: "Receive more before paying (by: \(roles.en)).")
    }
}
