import Domain
import HTTP
import Text

extension Problem {
    /// A fund whose cash or bank account holds too little: what it holds, and what to do about it.
    init(_ code: ProblemCode, for shortage: Refusal.Shortage) {
        let (held, next) = (shortage.held, shortage.remedy(isOnDate: code == .balanceTooLowOnDate))
        self.init(code, detail: Sentence(vi: "\(held.vi) \(next.vi)", en: "\(held.en) \(next.en)"))
    }
}

extension Sentence {
    /// A count that lacks more than later days have left: something since is not in the books, or the count is wrong.
    fileprivate static var countAgain: Sentence {
        let (withdraw, record) = (
            Endpoint.roles(taking: "withdraw", of: .cashCount).alternatives,
            Endpoint.roles(recording: .cashCount).alternatives
        )
        return Sentence(
            vi:
                "Số thiếu khi kiểm kê lớn hơn số này: hãy rút lần kiểm kê (withdraw; người thực hiện: \(withdraw.vi)), "
                + "rồi kiểm kê lại vào ngày đó hoặc sau đó (người thực hiện: \(record.vi)).",
            en:
                "The count lacks more than that: withdraw it (by: \(withdraw.en)), then count again on that day "
                + "or later (by: \(record.en)).")
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
            let payments = Endpoint.roles(taking: "void", of: .expenditure).alternatives
            let transfers = Endpoint.roles(taking: "void", of: .fundTransfer).alternatives
            return Sentence(
                vi:
                    "Số tiền này đã chi hoặc đã chuyển đi; cần hủy phiếu chi trước (người thực hiện: \(payments.vi)), "
                    + "hoặc hủy lần chuyển tiền (người thực hiện: \(transfers.vi)).",
                en: "The money was spent or transferred; void the payment first (by: \(payments.en)), "
                    + "or the transfer (by: \(transfers.en)).")
        }
        if isCounted { return .countAgain }
        if isOnDate {
            return Sentence(
                vi: "Hãy chọn ngày chi sau ngày này.", en: "Choose a payment date after this day.")
        }
        let roles = Endpoint.roles(taking: "receive", of: .pledge).alternatives
        let transfer = transferFromOther
        return Sentence(
            vi: "Cần thu thêm trước khi chi (người thực hiện: \(roles.vi))\(transfer.vi).",
            en: "Receive more before paying (by: \(roles.en))\(transfer.en).")
    }

    /// The fund's other account may have the money.
    private var transferFromOther: Sentence {
        guard account == .bank ? cash > .zero : bank > .zero else { return Sentence(vi: "", en: "") }
        let roles = Endpoint.roles(.post, EntityKind.fundTransfer.path).alternatives
        return account == .bank
            ? Sentence(
                vi: ", hoặc nộp tiền mặt vào tài khoản (người thực hiện: \(roles.vi))",
                en: ", or bring cash to the bank (by: \(roles.en))")
            : Sentence(
                vi: ", hoặc rút tiền gửi về quỹ tiền mặt (người thực hiện: \(roles.vi))",
                en: ", or fetch cash from the bank (by: \(roles.en))")
    }
}
