import Testing

@testable import Domain

@Suite struct VoucherFormTests {
    private func voucher(_ number: Int64, namesBook: Bool = false, kind: Voucher.Kind = .receipt) -> Voucher {
        Voucher(
            series: Voucher.Series(owner: .hamlet(Identifier(1)), kind: kind, year: 2026, book: "Q2"),
            number: number,
            namesBook: namesBook, issuedOn: .firstDay, amount: Dong(1), partyName: "A", partyAddress: "",
            reason: "B")
    }

    @Test(arguments: [
        ("{number}", "PT-2026-Q2-0012"), ("{prefix}-{sequence_6}/{year}", "PT-000012/2026"),
        ("{sequence_4}/{year}/{book}", "0012/2026/Q2"), ("Số {number} ({year})", "Số PT-2026-Q2-0012 (2026)"),
    ])
    func `a number is written as the pattern says`(_ pattern: String, _ number: String) throws {
        let numbering = try #require(VoucherForm.numbering(in: pattern))
        #expect(voucher(12, namesBook: true).number(by: numbering) == number)
    }

    @Test func `a number with more digits than the pattern is not cut`() throws {
        let numbering = try #require(VoucherForm.numbering(in: "{prefix}-{sequence_6}/{year}"))
        #expect(voucher(12_345_678, kind: .payment).number(by: numbering) == "PC-12345678/2026")
    }

    @Test func `a heading has the names of the day in its places`() throws {
        let heading = try #require(VoucherForm.heading(in: "UBND {commune};BAN ĐIỀU HÀNH {hamlet} "))
        let lines = heading.map { $0.filled { $0 == .commune ? "XÃ ANH SƠN" : "{number}" } }
        // What a name contains is no place.
        #expect(lines == ["UBND XÃ ANH SƠN", "BAN ĐIỀU HÀNH {number}"])
    }

    @Test func `signers have their title and how they sign`() throws {
        let signers = try #require(
            VoucherForm.signers(in: "Trưởng ấp (Ký, họ tên, đóng dấu); Kế toán; Thủ quỹ (phụ) (Ký)"))
        #expect(signers.map(\.title) == ["Trưởng ấp", "Kế toán", "Thủ quỹ (phụ)"])
        #expect(signers.map(\.note) == ["Ký, họ tên, đóng dấu", "Ký, họ tên", "Ký"])
    }

    @Test func `a form without a budget code has none`() throws {
        func form(_ code: String) -> VoucherForm? {
            VoucherForm(
                number: "C40-BB", issuingText: "A", heading: "B", numbering: "{number}", signers: "A; B; C",
                budgetCode: code)
        }
        #expect(try #require(form("none")).budgetCode == nil)
        #expect(form("1234567")?.budgetCode == "1234567" && form("12") == nil)
    }
}
