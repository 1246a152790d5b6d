import Domain
import Testing

@Suite struct PaymentTests {
    private static let today = LocalDate.sample("2026-11-25")
    private static let duties: Expenditure.StepActors = {
        var actors = Expenditure.StepActors(requestedBy: User.ID(1))
        (actors.checkedBy, actors.approvedBy) = (User.ID(2), User.ID(3))
        return actors
    }()

    /// Line `number` of `count` of an approved payment, whose first line is the expenditure 20.
    private static func line(
        _ number: Int64, of count: Int64, id: Int64? = nil, fund: Int64? = nil, payee: String = "Cửa hàng",
        method: Contribution.Method = .cash, refundOf: Contribution.ID? = nil,
        actors: Expenditure.StepActors = duties, version: Int64 = 3
    ) -> Expenditure {
        Expenditure(
            id: Identifier(id ?? 19 + number), owner: .hamlet(Identifier(1)),
            fund: Identifier(fund ?? number), payee: payee, purpose: "Việc \(number)",
            item: "Mục \(number)", amount: Dong(number * 1000), method: method, refundOf: refundOf,
            line: Voucher.Line(number, of: count), requestedAt: .sample, state: .approved, actors: actors,
            approvedOn: .sample("2026-11-20"), version: version)
    }

    private static func payment(_ count: Int64) throws -> Payment {
        try #require(Payment((1...count).map { line($0, of: count) }))
    }

    @Test func `lines in order are a payment, with the id of the first and the sum of all`() throws {
        let payment = try Self.payment(3)
        #expect(payment.id.number == 20 && payment.amount == Dong(6000) && payment.voucher == nil)
        #expect(payment.lines.allSatisfy { $0.payment == payment.id })
        // Lines may be of one fund.
        #expect(Payment([Self.line(1, of: 2), Self.line(2, of: 2, fund: 1)]) != nil)
        #expect(Payment([Self.line(1, of: 1, refundOf: Identifier(5))]) != nil)
    }

    @Test func `a missing line, one too many and lines that say different things are no payment`() {
        let first = Self.line(1, of: 2)
        var others = Self.duties
        others.approvedBy = User.ID(9)
        let wrong: [[Expenditure]] = [
            [], [first], [Self.line(2, of: 2)], [Self.line(2, of: 2), first],
            [first, Self.line(2, of: 2), Self.line(3, of: 2)], [first, Self.line(2, of: 3)],
            [first, Self.line(2, of: 2, id: 22)], [first, Self.line(2, of: 2, payee: "Bà Tư")],
            [first, Self.line(2, of: 2, method: .bank)], [first, Self.line(2, of: 2, actors: others)],
            [first, Self.line(2, of: 2, version: 4)],
            [first, Self.line(2, of: 2, refundOf: Identifier(5))],
            (1...31).map { Self.line($0, of: 31) },
        ]
        for lines in wrong { #expect(Payment(lines) == nil) }
    }

    @Test func `a step is taken on each line, or on none`() throws {
        let payment = try Self.payment(3)
        let paid = try payment.taking(.pay, by: User.ID(4), on: Self.today)
        #expect(paid.lines.allSatisfy { $0.state == .paid && $0.actors.paidBy == User.ID(4) })
        #expect(throws: Refusal.self) { try payment.taking(.pay, by: User.ID(3), on: Self.today) }
        let ended = try payment.taking(.cancel, by: User.ID(5), on: Self.today, because: "Thôi")
        #expect(ended.lines.allSatisfy { $0.reason == "Thôi" && $0.state == .cancelled })
    }

    @Test func `one voucher has each line's amount and purpose, and the sum of all`() throws {
        let paid = try Self.payment(2).taking(.pay, by: User.ID(4), on: Self.today)
            .with(.sample(.payment, number: 7, amount: 3000))
        #expect(paid.lines.map(\.voucher?.number) == [7, 7])
        #expect(paid.lines.map(\.voucher?.amount) == [Dong(1000), Dong(2000)])
        #expect(paid.lines.map(\.voucher?.reason) == ["Việc 1", "Việc 2"])
        #expect(paid.lines.map(\.voucher?.line) == [Voucher.Line(1, of: 2), Voucher.Line(2, of: 2)])
        #expect(paid.voucher?.amount == Dong(3000) && paid.voucher?.reason == "Việc 1")
    }

    @Test func `a replacement is one payment again, whatever its lines`() throws {
        let paid = try Self.payment(2).taking(.pay, by: User.ID(4), on: Self.today)
            .with(.sample(.payment, number: 7, amount: 3000))
        let lines = (1...4)
            .map {
                Payment.Line(
                    fund: Identifier(9), amount: Dong($0), item: "M", purpose: "Việc \($0)", note: nil)
            }
        let change = PaymentChange(payee: nil, method: nil, lines: lines)
        let (old, new) = try paid.replaced(
            by: Identifier(40), with: change, by: User.ID(6), for: "Sai", on: Self.today)
        #expect(old.lines.allSatisfy { $0.state == .voided && $0.replacedBy == new.id })
        #expect(new.lines.map(\.id.number) == [40, 41, 42, 43] && new.amount == Dong(10))
        #expect(new.lines.allSatisfy { $0.replaces == old.id && $0.state == .approved })
        #expect(!new.saysTheSame(as: paid))
        let same = PaymentChange(payee: nil, method: nil, lines: nil)
        let unchanged = try paid.replaced(
            by: Identifier(40), with: same, by: User.ID(6), for: "Sai", on: Self.today)
        #expect(unchanged.approved.saysTheSame(as: paid))
        #expect(throws: Refusal.ownVoucher) {
            try paid.replaced(by: Identifier(40), with: change, by: User.ID(4), for: "Sai", on: Self.today)
        }
    }
}
