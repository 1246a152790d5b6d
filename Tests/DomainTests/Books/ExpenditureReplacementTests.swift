import Domain
import Testing

/// Who replaces a payment voucher, and what the new payment takes along.
@Suite struct ExpenditureReplacementTests {
    private static let requester = User.ID(1)
    private static let checker = User.ID(2)
    private static let approver = User.ID(3)
    private static let payer = User.ID(4)
    private static let day = LocalDate.sample("2026-11-20")
    private static let today = LocalDate.sample("2026-11-25")

    private static func payment(_ state: Expenditure.State = .paid) -> Expenditure {
        var actors = Expenditure.StepActors(requestedBy: requester)
        (actors.checkedBy, actors.approvedBy, actors.paidBy) = (checker, approver, payer)
        return Expenditure(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), payee: "Cửa hàng",
            purpose: "Mua xi măng", note: "Riêng", item: "Vật liệu", amount: Dong(120_000), method: .cash,
            refundOf: nil, requestedAt: .sample, state: state, actors: actors, approvedOn: day,
            voucher: .sample(.payment, number: 3, amount: 120_000), paidOn: day)
    }

    private static func replaced(
        _ payment: Expenditure = payment(),
        with change: ExpenditureChange = ExpenditureChange(amount: Dong(1)),
        by person: User.ID = approver
    ) throws(Refusal) -> (voided: Expenditure, approved: Expenditure) {
        try payment.replaced(by: Identifier(9), with: change, by: person, for: "Sai", on: today)
    }

    @Test(arguments: [Expenditure.State.paid, .booked])
    func `the new payment has the request and check of the first, and is approved anew`(
        _ state: Expenditure.State
    ) throws {
        let (old, new) = try Self.replaced(Self.payment(state), by: User.ID(6))
        #expect(old.state == .voided && old.replacedBy == new.id && old.reason == "Sai")
        #expect(old.actors.voidedBy == User.ID(6) && old.paidOn == Self.day)
        #expect(new.state == .approved && new.replaces == old.id && new.version == 1)
        #expect(new.actors.requestedBy == Self.requester && new.actors.checkedBy == Self.checker)
        #expect(new.actors.approvedBy == User.ID(6) && new.approvedOn == Self.today)
        #expect(new.actors.paidBy == nil && new.paidOn == nil && new.posting == nil)
        #expect(new.amount == Dong(1) && new.payee == "Cửa hàng" && new.note == "Riêng")
        let paid = try new.taking(.pay, by: Self.payer, on: Self.today)
            .with(.sample(.payment, number: 4, amount: 1), paidOn: Self.day)
        #expect(paid.posting?.on == Self.day)
    }

    @Test func `every member may differ`() throws {
        let change = ExpenditureChange(
            payee: "A", purpose: "B", note: "C", item: "D", amount: Dong(5), method: .bank)
        let new = try Self.replaced(with: change).approved
        #expect([new.payee, new.purpose, new.note, new.item] == ["A", "B", "C", "D"])
        #expect(new.amount == Dong(5) && new.method == .bank)
        #expect(!new.saysTheSame(as: Self.payment()))
        #expect(try Self.replaced(with: ExpenditureChange()).approved.saysTheSame(as: Self.payment()))
    }

    @Test func `neither who requested nor who paid it replaces it`() {
        #expect(throws: Refusal.ownVoucher) { try Self.replaced(by: Self.payer) }
        #expect(throws: Refusal.ownRequest(step: "replace")) { try Self.replaced(by: Self.requester) }
    }

    @Test(arguments: [
        Expenditure.State.requested, .checked, .approved, .rejected, .withdrawn, .cancelled, .voided,
    ]) func `only what was paid is replaced`(_ state: Expenditure.State) {
        #expect(throws: Refusal.invalidTransition(.expenditure, step: "void", from: state.rawValue)) {
            try Self.replaced(Self.payment(state))
        }
    }
}
