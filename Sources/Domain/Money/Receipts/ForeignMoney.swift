/// What was received in another currency, and the rate at which it counts as đồng (ngoại tệ, tỷ giá).
///
/// Amount and rate are decimals as they stand on the paper of the bank, so that no digit of them is lost.
///
/// - Source: "+ Tỷ giá ngoại tệ, + Số tiền quy đổi" of forms C40-BB and C41-BB.
package struct ForeignMoney: Hashable, Sendable {
    /// A positive decimal number as it was written, such as `25345.5` or `100.00`.
    package struct Decimal: Hashable, Sendable {
        package let text: String
        /// The number without its point.
        fileprivate let digits: Int64
        /// How many of the digits stand after the point.
        fileprivate let fractionCount: Int

        /// Nil unless `text` is a number over 0 with 1 to `wholeMax` digits, without leading zeros, and at most
        /// `fractionMax` digits after a point.
        package init?(_ text: String, wholeMax: Int, fractionMax: Int) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard let whole = parts.first, parts.count <= 2,
                parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
                (1...wholeMax).contains(whole.utf8.count), whole == "0" || whole.first != "0"
            else { return nil }
            let fraction = parts.count == 2 ? parts[1] : ""
            guard parts.count == 1 || (1...fractionMax).contains(fraction.utf8.count),
                let digits = Int64(whole + fraction), digits > 0
            else { return nil }
            self.text = text
            self.digits = digits
            fractionCount = fraction.utf8.count
        }
    }

    /// Of the whole part and of the fraction of an amount.
    package static let amountDigitsMax = (whole: 12, fraction: 4)
    /// Of the whole part and of the fraction of a rate.
    package static let rateDigitsMax = (whole: 9, fraction: 6)

    /// Three capital letters, such as `USD`.
    ///
    /// - Source: ISO 4217.
    package let currency: String
    package let amount: Decimal
    /// Đồng for one unit of the currency.
    package let rate: Decimal

    /// Nil when one of them is not what it should be: see `isCurrency(_:)`, `amountDigitsMax`, `rateDigitsMax`.
    package init?(currency: String, amount: String, rate: String) {
        guard ForeignMoney.isCurrency(currency), let amount = ForeignMoney.amount(amount),
            let rate = ForeignMoney.rate(rate)
        else { return nil }
        self.init(currency: currency, amount: amount, rate: rate)
    }

    package init(currency: String, amount: Decimal, rate: Decimal) {
        self.currency = currency
        self.amount = amount
        self.rate = rate
    }

    package static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } && text != "VND"
    }

    package static func amount(_ text: String) -> Decimal? {
        Decimal(text, wholeMax: amountDigitsMax.whole, fractionMax: amountDigitsMax.fraction)
    }

    package static func rate(_ text: String) -> Decimal? {
        Decimal(text, wholeMax: rateDigitsMax.whole, fractionMax: rateDigitsMax.fraction)
    }

    /// The amount times the rate in whole đồng, a half rounded up; nil when it exceeds `Dong.documentMax`.
    package var converted: Dong? {
        // At most 31 digits, which 128 bits hold.
        var product = Int128(amount.digits) * Int128(rate.digits)
        var divisor: Int128 = 1
        for _ in 0..<(amount.fractionCount + rate.fractionCount) { divisor *= 10 }
        product = (product + divisor / 2) / divisor
        return product <= Int128(Dong.documentMax.amount) ? Dong(Int64(product)) : nil
    }
}
