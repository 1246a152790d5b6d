import Domain
import Testing

@Suite struct BankCreditTests {
    private static func credit(
        _ amount: Int64 = 1000, code: PaymentCode? = nil, parts: [BankCredit.Part] = [],
        ignoredFor: String? = nil,
        memo: String = "", payer: String? = nil
    ) -> BankCredit {
        BankCredit(
            id: Identifier(1), account: Identifier(1), owner: .hamlet(Identifier(1)),
            line: BankAccount.Line(bank: "970405", number: "1"),
            facts: BankCredit.Facts(
                amount: Dong(amount), bookedOn: .firstDay, reference: "FT1", memo: memo, payerName: payer,
                payerAccount: nil),
            source: .statement, code: code, parts: parts, ignoredFor: ignoredFor, recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0))
    }

    private static func part(
        _ amount: Int64, returned: Bool = false, reference: String = "FT1"
    ) -> BankCredit.Part {
        BankCredit.Part(
            contribution: Identifier(amount), amount: Dong(amount), reference: reference, isReturned: returned
        )
    }

    private static let code = PaymentCode(.pledge(Identifier(1)))

    @Test func `the state follows from the code, the receipts and the reason`() {
        #expect(Self.credit().state == .unmatched)
        #expect(Self.credit(code: Self.code).state == .matched)
        #expect(Self.credit(parts: [Self.part(400)]).state == .matched)
        #expect(Self.credit(parts: [Self.part(400), Self.part(600)]).state == .used)
        #expect(Self.credit(parts: [Self.part(1000, returned: true)]).state == .unmatched)
        #expect(Self.credit(ignoredFor: "Lãi").state == .ignored)
    }

    /// Whether a credit in each state may be ignored, restored, receipted.
    private static let matrix: [(BankCredit, BankCredit.State, ignore: Bool, restore: Bool, receipts: Bool)] =
        [
            (credit(), .unmatched, true, false, true),
            (credit(code: code), .matched, true, false, true),
            (credit(parts: [part(400)]), .matched, false, false, true),
            (credit(parts: [part(1000)]), .used, false, false, false),
            (credit(parts: [part(1000, returned: true)]), .unmatched, true, false, true),
            (credit(ignoredFor: "Lãi"), .ignored, false, true, false),
        ]

    @Test(arguments: matrix.indices)
    func `which step is allowed in which state`(_ index: Int) {
        let (credit, state, ignore, restore, receipts) = Self.matrix[index]
        #expect(credit.state == state)
        #expect(isAllowed { _ = try credit.taking(.ignore, for: "Lý do") } == ignore)
        #expect(isAllowed { _ = try credit.taking(.restore) } == restore)
        #expect(isAllowed { try credit.checkReceipts(of: [Dong(1)]) } == receipts)
    }

    @Test func `receipts together are at most what is left`() throws {
        let credit = Self.credit(parts: [Self.part(400), Self.part(300, returned: true)])
        #expect(credit.left == Dong(600))
        try credit.checkReceipts(of: [Dong(200), Dong(400)])
        #expect(throws: Refusal.bank(.creditExceeded(left: Dong(600)))) {
            try credit.checkReceipts(of: [Dong(200), Dong(401)])
        }
        #expect(throws: Refusal.amountTooLarge) {
            try credit.checkReceipts(of: [Dong.documentMax, Dong.documentMax])
        }
    }

    @Test func `each step is the next version, and a returned receipt another tag`() throws {
        let ignored = try Self.credit().taking(.ignore, for: "Lãi")
        #expect(ignored.version == 2 && ignored.ignoredFor == "Lãi")
        #expect(try ignored.taking(.restore).version == 3)
        let returned = Self.credit(parts: [Self.part(400, returned: true), Self.part(100)])
        #expect(returned.version == 1 && returned.versionWithReturns == 2)
    }

    @Test func `each receipt has a bank reference of its own, the first free one that of the credit`() {
        let part = Self.part
        #expect(Self.credit().reference(besides: []) == "FT1")
        #expect(Self.credit().reference(besides: [part(1, false, "FT1")]) == "FT1 PHAN 2")
        let both = [part(1, false, "ft-1"), part(2, false, "FT1 PHAN 2")]
        #expect(Self.credit(parts: both).reference(besides: []) == "FT1 PHAN 3")
        #expect(Self.credit(parts: [part(1, true, "FT1")]).reference(besides: []) == "FT1")
    }

    private func isAllowed(_ step: () throws -> Void) -> Bool {
        do {
            try step()
            return true
        } catch {
            return false
        }
    }

    private static func candidate(
        _ number: Int64, _ name: String, pledge: Int64? = nil, outstanding: Int64? = nil
    ) -> BankSuggestion.Candidate {
        BankSuggestion.Candidate(
            household: Identifier(number), headName: name, fund: pledge.map { _ in Identifier(1) },
            pledge: pledge.map { Identifier($0) }, outstanding: outstanding.map { Dong($0) })
    }

    @Test func `who may have paid is suggested, best first`() {
        let candidates = [
            Self.candidate(1, "Trần Thị Bình", pledge: 11, outstanding: 1000),
            Self.candidate(2, "Nguyễn Văn Đạt"),
            Self.candidate(3, "Lê Đức Cường", pledge: 1, outstanding: 700),
            Self.candidate(4, "Phan Thị Đào"),
            Self.candidate(5, "Hồ Sỹ Hải", pledge: 12, outstanding: 5000),
        ]
        let credit = Self.credit(code: Self.code, memo: "phan thi dao nop ho", payer: "NGUYEN VAN DAT")
        let found = BankSuggestion.best(for: credit, among: candidates)
        #expect(found.map(\.candidate.household.number) == [3, 2, 1, 4])
        #expect(found.map(\.reasons) == [[.code], [.name], [.amount], [.memo]])
    }

    @Test func `at most five are suggested, those of equal worth by number`() {
        let candidates = (1...9).map { Self.candidate(Int64(10 - $0), "Trần Thị Bình") }
        let found = BankSuggestion.best(for: Self.credit(payer: "TRAN THI BINH"), among: candidates)
        #expect(found.map(\.candidate.household.number) == [1, 2, 3, 4, 5])
        #expect(BankSuggestion.best(for: Self.credit(), among: candidates) == [])
    }
}
