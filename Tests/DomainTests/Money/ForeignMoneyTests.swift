import Domain
import Testing

@Suite struct ForeignMoneyTests {
    @Test(arguments: [
        ("100.00", "25345.5", 2_534_550), ("88300", "23215", 2_049_884_500), ("0.01", "25345", 253),
        ("0.5", "1", 1), ("0.4999", "1", 0), ("1.5", "1", 2), ("2.5", "1", 3),
        ("999999999999.9999", "9007.199254", 9_007_199_253_999_999), ("1", "0.000001", 0),
    ])
    func `amount times rate is whole đồng, a half rounded up`(
        _ amount: String, _ rate: String, _ dong: Int64
    ) throws {
        let money = try #require(ForeignMoney(currency: "USD", amount: amount, rate: rate))
        #expect(money.converted == Dong(dong))
        #expect(money.amount.text == amount && money.rate.text == rate)
    }

    @Test func `more than a document holds is nothing`() throws {
        let money = try #require(
            ForeignMoney(currency: "USD", amount: "999999999999.9999", rate: "999999999.999999"))
        #expect(money.converted == nil)
    }

    @Test(arguments: ["", "usd", "US", "USDT", "VND", "U$D", "ĐÔL"])
    func `a currency is three capital letters, and not the đồng`(_ currency: String) {
        #expect(ForeignMoney(currency: currency, amount: "1", rate: "1") == nil)
    }

    @Test(arguments: [
        "", "0", "0.00", "-1", "+1", "1,5", "1.", ".5", "01", "00.1", "1.23456", "1e3", " 1", "1 000", "１",
        "1000000000000", "1.2.3", "NaN",
    ])
    func `what is no exact decimal is refused`(_ amount: String) {
        #expect(ForeignMoney(currency: "USD", amount: amount, rate: "1") == nil)
    }
}
