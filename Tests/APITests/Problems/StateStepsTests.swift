import Domain
import Store
import TestSupport
import Testing

@testable import API

/// The steps named by refusals, compared with the transitions of the domain.
@Suite struct StateStepsTests {
    @Test(arguments: Pledge.State.allCases)
    func `the steps of a pledge are those of the domain`(_ state: Pledge.State) {
        let pledge = Pledge(
            id: Identifier(1), fund: Identifier(1), household: Identifier(1), amount: Dong(2),
            pledgedOn: .firstDay, state: state)
        var names = Pledge.Step.allCases.filter { step in isAllowed { _ = try pledge.taking(step) } }
            .map(\.rawValue)
        if isAllowed({ _ = try pledge.receiving(Dong(1)) }) { names.append("receive") }
        #expect(Set(state.allowed.names) == Set(names))
    }

    @Test(arguments: Expenditure.State.allCases)
    func `the steps of an expenditure are those of the domain`(_ state: Expenditure.State) {
        let expenditure = Expenditure(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), payee: "A", purpose: "B",
            item: "C", amount: Dong(1), method: .cash, refundOf: nil, requestedAt: Instant(milliseconds: 0),
            state: state, actors: Expenditure.StepActors(requestedBy: Identifier(1)))
        let steps = Expenditure.Step.allCases.filter { step in
            // Only the requester, person 1, withdraws.
            isAllowed {
                _ = try expenditure.taking(step, by: Identifier(step == .withdraw ? 1 : 2), on: .firstDay)
            }
        }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: Model.State.allCases)
    func `the steps of a model are those of the domain`(_ state: Model.State) {
        let model = Model(
            id: Identifier(1), owner: .hamlet(Identifier(1)), unit: "40", recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0),
            form: Model.RegistrationForm(name: "A", area: .economy, kind: .collective, year: 2026),
            state: state)
        let steps = Model.Step.allCases.filter { step in isAllowed { try model.check(step) } }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: Decision.State.allCases)
    func `the steps of a decision are those of the domain`(_ state: Decision.State) throws {
        let outcome = Decision.Outcome(threshold: try #require(Threshold(">1/2")), isPassed: true)
        let decision = Decision(
            id: Identifier(1), scope: .commune("16702"), recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0),
            draft: Decision.Draft(title: "A", items: [], initiative: nil, amends: nil), outcomes: [outcome],
            state: state)
        let steps = Decision.Step.allCases.filter { step in isAllowed { try decision.check(step) } }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: VoucherBook.State.allCases)
    func `the steps of a voucher book are those of the domain`(_ state: VoucherBook.State) {
        let book = VoucherBook(id: Identifier(1), owner: .hamlet(Identifier(1)), name: "Q2", state: state)
        #expect(state.allowed.names == (isAllowed { _ = try book.closed() } ? ["close"] : []))
    }

    @Test(arguments: CashCount.State.allCases)
    func `the steps of a count of cash are those of the domain`(_ state: CashCount.State) {
        let count = CashCount(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), on: .firstDay, notes: [],
            book: .zero, countedBy: [Identifier(1), Identifier(2)], postsDifference: false, note: nil,
            state: state, recording: .sample)
        let steps = CashCount.Step.allCases.filter { step in
            isAllowed { _ = try count.taking(step, by: Identifier(2)) }
        }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: BankReconciliation.State.allCases)
    func `the steps of a bank reconciliation are those of the domain`(_ state: BankReconciliation.State) {
        let reconciliation = BankReconciliation(
            id: Identifier(1), owner: .hamlet(Identifier(1)), month: AccountingPeriod.Month(of: .firstDay),
            balances: [], credits: [], book: .zero, note: nil, state: state, recording: .sample)
        let steps = BankReconciliation.Step.allCases.filter { step in
            isAllowed { _ = try reconciliation.taking(step, by: Identifier(2)) }
        }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: OpeningBalance.State.allCases)
    func `the steps of an opening balance are those of the domain`(_ state: OpeningBalance.State) {
        let opening = OpeningBalance(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), on: .firstDay,
            cash: Dong(1), bank: .zero, basis: "A", countedBy: ["B", "C"], recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0), state: state)
        let steps = OpeningBalance.Step.allCases.filter { step in
            isAllowed { _ = try opening.taking(step, by: Identifier(2)) }
        }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: AccountingPeriod.State.allCases)
    func `the steps of a month are those of the domain`(_ state: AccountingPeriod.State) {
        let period = AccountingPeriod(
            id: Identifier(1), owner: .hamlet(Identifier(1)), month: AccountingPeriod.Month(of: .firstDay),
            state: state, submittedBy: state == .open ? nil : Identifier(1), recording: .sample)
        let closing = AccountingPeriod.Closing(cash: .zero, bank: .zero)
        let steps = AccountingPeriod.Step.allCases.filter { step in
            isAllowed {
                _ =
                    step == .reopen
                    ? try period.reopened(for: "A")
                    : try period.taking(step, by: Identifier(2), holding: closing)
            }
        }
        #expect(Set(state.allowed.names) == Set(steps.map(\.rawValue)))
    }

    @Test(arguments: FundTransfer.State.allCases)
    func `the steps of a transfer are those of the domain`(_ state: FundTransfer.State) {
        let voiding = Contribution.Voiding(
            reason: "A", by: Identifier(2), at: Instant(milliseconds: 0))
        let transfer = FundTransfer(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), from: .cash, to: .bank,
            amount: Dong(1), on: .firstDay, recordedBy: Identifier(1), recordedAt: Instant(milliseconds: 0),
            voiding: state == .voided ? voiding : nil)
        #expect(transfer.state == state)
        let isVoided = isAllowed {
            _ = try transfer.voided(by: Identifier(2), for: "A", at: Instant(milliseconds: 0))
        }
        #expect(state.allowed.names == (isVoided ? ["void"] : []))
    }

    @Test(arguments: BankAccount.State.allCases)
    func `the steps of a bank account are those of the domain`(_ state: BankAccount.State) throws {
        let statement = BankAccount.Statement(on: .firstDay, balance: .zero)
        let sample = BankAccount.sample
        let account = BankAccount(
            id: sample.id, owner: sample.owner, bank: sample.bank, number: sample.number,
            holder: sample.holder,
            basis: sample.basis, opening: statement, closing: state == .closed ? statement : nil,
            recording: sample.recording)
        let isOpen = isAllowed { _ = try account.closed(statement, today: .firstDay) }
        #expect(account.state == state && state.allowed.names == (isOpen ? ["holders", "close"] : []))
    }

    @Test(arguments: BankCredit.State.allCases)
    func `the steps of a bank credit are those of the domain`(_ state: BankCredit.State) {
        let sample = BankCredit.sample
        let part = BankCredit.Part(contribution: Identifier(1), amount: sample.facts.amount, reference: nil)
        let credit = BankCredit(
            id: sample.id, account: sample.account, owner: sample.owner, line: sample.line,
            facts: sample.facts,
            source: sample.source, code: state == .matched ? sample.code : nil,
            parts: state == .used ? [part] : [], ignoredFor: state == .ignored ? "Lãi" : nil, recordedBy: nil,
            recordedAt: sample.recordedAt)
        var names = BankCredit.Step.allCases
            .filter { step in isAllowed { _ = try credit.taking(step, for: "Lý do") } }.map(\.rawValue)
        if isAllowed({ try credit.checkReceipts(of: [Dong(1)]) }) { names.append("receipts") }
        #expect(credit.state == state && Set(state.allowed.names) == Set(names))
    }

    @Test func `every step has a Vietnamese name and roles in the endpoint table`() {
        let steps: [(EntityKind, [String])] = [
            (.pledge, Pledge.State.allCases.flatMap(\.allowed.names)),
            (.contribution, Contribution.State.allCases.flatMap(\.allowed.names)),
            (.expenditure, Expenditure.State.allCases.flatMap(\.allowed.names)),
            (.model, Model.State.allCases.flatMap(\.allowed.names)),
            (.decision, Decision.State.allCases.flatMap(\.allowed.names)),
            (.voucherBook, VoucherBook.State.allCases.flatMap(\.allowed.names)),
            (.cashCount, CashCount.State.allCases.flatMap(\.allowed.names)),
            (.accountingPeriod, AccountingPeriod.State.allCases.flatMap(\.allowed.names)),
            (.openingBalance, OpeningBalance.State.allCases.flatMap(\.allowed.names)),
            (.fundTransfer, FundTransfer.State.allCases.flatMap(\.allowed.names)),
            (.bankEntry, FundTransfer.State.allCases.flatMap(\.allowed.names)),
            (.payable, FundTransfer.State.allCases.flatMap(\.allowed.names)),
            (.handOverSlip, HandOverSlip.State.allCases.flatMap(\.allowed.names)),
            (.payableGift, PayableGift.State.allCases.flatMap(\.allowed.names)),
            (.bankAccount, BankAccount.State.allCases.flatMap(\.allowed.names)),
            (.bankCredit, BankCredit.State.allCases.flatMap(\.allowed.names)),
            (.bankReconciliation, BankReconciliation.State.allCases.flatMap(\.allowed.names)),
        ]
        for (entity, names) in steps {
            for name in names {
                #expect(vietnamese(name) != name)
                #expect(!Endpoint.roles(taking: name, of: entity).isEmpty, "\(entity) \(name)")
            }
        }
        #expect(!Endpoint.roles(taking: "authorise", of: .fund).isEmpty)
    }

    private static let expenditures: [(String, Expenditure.State, StepAdvice)] = [
        ("pay", .requested, .first(["check", "approve"])), ("book", .approved, .first(["pay"])),
        ("void", .requested, .instead(["check", "reject", "withdraw"])),
        ("reject", .approved, .instead(["pay", "owe", "withdraw", "cancel"])),
        ("approve", .voided, .instead([])),
    ]

    @Test(arguments: expenditures)
    func `a step has to wait for those before it, but not for the end of another`(
        _ step: String, _ state: Expenditure.State, _ advice: StepAdvice
    ) {
        #expect(state.advice(for: step) == advice)
    }

    private static let refusals: [(String, EntityKind, String, StepAdvice)] = [
        ("print", .decision, "draft", .first(["record_votes"])),
        ("supersede", .decision, "draft", .first(["record_votes", "conclude"])),
        ("supersede", .decision, "failed", .instead(["send"])),
        ("receive", .pledge, "proposed", .first(["confirm"])),
        ("appraise", .model, "returned", .first(["register", "accept"])),
        ("refund", .contribution, "voided", .instead([])),
        ("close", .accountingPeriod, "open", .first(["submit"])),
        ("reopen", .accountingPeriod, "open", .instead(["submit"])),
        ("submit", .accountingPeriod, "closed", .instead(["reopen"])),
        ("confirm", .cashCount, "confirmed", .instead([])),
        ("withdraw", .bankReconciliation, "confirmed", .instead([])),
    ]

    @Test(arguments: refusals)
    func `the advice is found by the words of a refusal`(
        _ step: String, _ entity: EntityKind, _ state: String, _ advice: StepAdvice
    ) {
        #expect(API.advice(for: step, of: entity, in: state) == advice)
        #expect(API.advice(for: step, of: .hamlet, in: state) == nil)
    }

    private func isAllowed(_ step: () throws -> Void) -> Bool {
        do {
            try step()
            return true
        } catch {
            return false
        }
    }
}
