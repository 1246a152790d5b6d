import Domain
import Testing

@Suite struct ReceiptCodeTests {
    @Test func `a code is read as it is written, and however it is typed`() throws {
        for number: Int64 in [1, 31, 32, 1023, 123_456, 50_000_000, 1 << 53 - 1] {
            let receipt = ReceiptCode(Contribution.ID(number))
            let payment = ReceiptCode(Expenditure.ID(number))
            #expect(receipt.text.hasPrefix("T-") && payment.text.hasPrefix("C-"))
            for text in [receipt.text, receipt.text.lowercased(), receipt.text.filter { $0 != "-" }] {
                #expect(ReceiptCode(typed: text) == receipt, "\(text)")
            }
            #expect(ReceiptCode(typed: payment.text) == payment)
        }
        let typed = try #require(
            ReceiptCode(typed: " t 1 1 1 \(ReceiptCode(Contribution.ID(1057)).text.suffix(2))"))
        #expect(typed == ReceiptCode(typed: "T-LIi-" + typed.text.suffix(2)))
    }

    @Test(arguments: [Int64.min, -32, -1, 0])
    func `a number that no voucher has is written, and never read`(_ number: Int64) {
        #expect(ReceiptCode(typed: ReceiptCode(Contribution.ID(number)).text)?.number != number)
    }

    @Test func `a wrong digit, and two exchanged ones, are no code`() throws {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for number: Int64 in [1, 77, 123_456, 987_654_321] {
            let text = Array(ReceiptCode(Contribution.ID(number)).text)
            for index in text.indices where text[index] != "-" && index > 0 {
                for digit in digits where digit != text[index] {
                    var other = text
                    other[index] = digit
                    #expect(ReceiptCode(typed: String(other)) == nil)
                }
            }
            let letters = text.filter { $0 != "-" }
            for index in letters.indices.dropLast() where letters[index] != letters[index + 1] {
                var other = letters
                other.swapAt(index, index + 1)
                #expect(ReceiptCode(typed: String(other)) == nil, "\(String(other))")
            }
        }
    }

    @Test(arguments: ["", "T", "T-", "T-0-00", "X-1-23", "T-1", "T-U-00", "T-1-2é", "C-\u{FF11}-23"])
    func `other text is no code`(_ text: String) { #expect(ReceiptCode(typed: text) == nil) }
}
