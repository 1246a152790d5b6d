import Domain
import Store
import Text

extension RequestDecoder {
    /// How many original documents come with a voucher; nil when nobody said.
    mutating func attachments() -> Int64? {
        optionalInteger("attachments", in: 0...Voucher.attachmentsMax)
    }

    /// How a household is named that gives as a couple or a group; an error for another donor, who has a name already.
    ///
    /// `donor` is nil when the request names none.
    mutating func donorNames(of donor: Contribution.Donor?) -> String? {
        let names = optionalDonorName("donor_names", upTo: 100)
        if names != nil, let donor, donor.household == nil {
            addError("donor_names", .donorAmbiguous, FieldError.donorNamesOfHousehold.detail)
        }
        return names
    }

    /// What came in another currency, whose amount at its rate must be `amount` in whole đồng.
    ///
    /// Three flat members, so that requests, rows of tables, lists and the journal name them alike. `amount` is nil when
    /// the request names none.
    mutating func foreignMoney(worth amount: Dong?) -> ForeignMoney? {
        let currency = optionalText("foreign_currency", upTo: 3)
        let (foreign, rate) = (
            optionalText("foreign_amount", upTo: 20), optionalText("foreign_rate", upTo: 20)
        )
        guard currency != nil || foreign != nil || rate != nil else { return nil }
        for (name, text) in [
            ("foreign_currency", currency), ("foreign_amount", foreign), ("foreign_rate", rate),
        ]
        where text == nil && !contains(name) {
            addError(name, .memberMissing, ProblemCode.memberMissing.title)
        }
        guard let currency, let foreign, let rate else { return nil }
        let (exactAmount, exactRate) = (ForeignMoney.amount(foreign), ForeignMoney.rate(rate))
        if !ForeignMoney.isCurrency(currency) {
            addError(
                "foreign_currency", .textInvalid,
                Sentence(
                    vi: "ba chữ cái in hoa như USD, khác VND",
                    en: "three capital letters such as USD, not VND"))
        }
        if exactAmount == nil {
            addError("foreign_amount", .amountNotExact, .decimal(ForeignMoney.amountDigitsMax))
        }
        if exactRate == nil {
            addError("foreign_rate", .amountNotExact, .decimal(ForeignMoney.rateDigitsMax))
        }
        guard let exactAmount, let exactRate, ForeignMoney.isCurrency(currency) else { return nil }
        let money = ForeignMoney(currency: currency, amount: exactAmount, rate: exactRate)
        // An amount that could not be read was reported, and is another one.
        let isRead = !errors.contains { $0.place == .pointer(place + "/amount") }
        if isRead, let error = amount.flatMap({ money.error(unlessWorth: $0) }) {
            addError("amount", error.code, error.detail)
        }
        return money
    }
}

extension ForeignMoney {
    /// Why it is not worth `amount`, with the amount that it is worth; nil when it is.
    func error(unlessWorth amount: Dong) -> FieldError? {
        guard converted != amount else { return nil }
        let product = "\(self.amount.shown) \(currency) × \(rate.shown)"
        let worth = converted.map { formattedDong($0.amount) }
        return FieldError(
            .amount, .foreignAmountMismatch,
            Sentence(
                vi: worth.map { "\(product) = \($0)" } ?? "\(product) vượt số tiền ghi được",
                en: worth.map { "\(product) = \($0)" } ?? "\(product) is more than can be recorded"))
    }
}

extension ForeignMoney.Decimal {
    /// As it is printed in Vietnamese: `25.345,5`.
    var shown: String {
        let parts = text.split(separator: ".")
        var whole = ""
        for (index, digit) in parts[0].enumerated() {
            if index > 0, (parts[0].count - index).isMultiple(of: 3) { whole.append(".") }
            whole.append(digit)
        }
        return parts.count == 2 ? whole + "," + parts[1] : whole
    }
}

extension FieldError {
    static var donorNamesOfHousehold: FieldError {
        FieldError(
            "/donor_names", .donorAmbiguous,
            Sentence(
                vi: "chỉ dùng với household; người khác ghi thẳng trong sponsor_name",
                en: "only with household; name others in sponsor_name"))
    }
}

extension Sentence {
    fileprivate static func decimal(_ digitsMax: (whole: Int, fraction: Int)) -> Sentence {
        let (whole, fraction) = digitsMax
        return Sentence(
            vi:
                "cần chuỗi số như 100.00: lớn hơn 0, tối đa \(whole) chữ số và \(fraction) số lẻ sau dấu chấm",
            en:
                "needs a decimal text such as 100.00: over 0, at most \(whole) digits and \(fraction) after the point"
        )
    }

    static var foreignAmountMismatchTitle: Sentence {
        Sentence(
            vi: "Số tiền quy đổi không bằng số ngoại tệ nhân tỷ giá, làm tròn đến đồng",
            en: "The amount is not the foreign amount times its rate, in whole đồng")
    }
}

extension FieldWriter {
    /// The members that name what came in another currency.
    mutating func member(_ foreign: ForeignMoney?) {
        member("foreign_currency", foreign?.currency)
        member("foreign_amount", foreign?.amount.text)
        member("foreign_rate", foreign?.rate.text)
    }
}
