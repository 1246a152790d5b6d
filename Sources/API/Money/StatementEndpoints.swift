import Domain
import Store
import Text

let statementEndpoints: [Endpoint] = [
    .read(
        "/v1/hamlets/{id}/statement",
        Sentence(
            vi:
                "Sổ thu chi của thôn xóm: đầu kỳ, thu theo nguồn, chi theo mục, cuối kỳ; tiền mặt và ngân hàng riêng",
            en: "Shows opening, inflow by source, outflow by item, closing; cash and bank separately.")
    ) { (input: StatementInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        Published(try showStatement(input, isOffice: true, in: tx))
    },
    .read(
        "/v1/statement",
        Sentence(
            vi: "Sổ thu chi của một thôn xóm, một xã hoặc một tổ chức",
            en: "Shows the statement of a hamlet, a commune or an organisation.")
    ) { (input: StatementInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        Published(try showStatement(input, isOffice: true, in: tx))
    },
    .publicRead(
        "/v1/public/hamlets/{id}/statement", etag: .owner,
        Sentence(vi: "Sổ thu chi của thôn xóm, công khai", en: "Shows a hamlet's statement publicly.")
    ) { (input: StatementInput<HamletInPath>, tx: borrowing ReadTransaction) in
        try showStatement(input, isOffice: false, in: tx)
    },
    .publicRead(
        "/v1/public/statement", etag: .all,
        Sentence(
            vi: "Sổ thu chi của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Shows the statement of a hamlet, a commune or an organisation publicly.")
    ) { (input: StatementInput<OwnerInQuery>, tx: borrowing ReadTransaction) in
        try showStatement(input, isOffice: false, in: tx)
    },
]

struct StatementInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let from: LocalDate
    let to: LocalDate
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        fund = decoder.filterID("fund")
        let (from, to) = decoder.period(isRequired: true)
        boundaries = decoder.boundaries()
        if boundaries == .current, fund != nil {
            decoder.addError(
                "boundaries", .parameterInvalid,
                Sentence(vi: "không dùng cùng fund", en: "cannot be combined with fund"), in: .query)
        }
        self.from = from ?? .firstDay
        self.to = to ?? .firstDay
    }

    var target: Target? { owner.queryTarget }
}

/// The public table of DOMAIN §5: A opening, B inflow, C outflow, D closing, and of E what the funds owe.
///
/// An expense that is owed stands in C in the period in which it arose, in a column of its own; repaying it is a line of
/// its account.
///
/// Beside B and C stands what the residents decided, where a decision of a fund has an estimate.
struct StatementView: PublicTable {
    let keeper: BookKeeper
    /// Nil for the books of a commune or an organisation.
    let hamlet: PublicHamletView?
    let fund: Fund.ID?
    let from: LocalDate
    let to: LocalDate
    let opening: Balances
    let closing: Balances
    let movements: [FundMovement]
    let debts: StatementDebts
    let hands: StatementHands
    /// Nil when no fund has an estimate.
    let estimate: StatementEstimate?
    /// Whose paper it is when it is printed; the figures are the same.
    let isOffice: Bool

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish("hamlet", optional: hamlet)
        fields.publish(Disclosure.fact(.communeUnit, keeper.owner.commune))
        fields.publish(Disclosure.fact(.organisation, keeper.owner.organisation))
        fields.publish(Disclosure.text(.name, keeper.name))
        fields.publish(Disclosure.fact(.fund, fund))
        fields.publish(Disclosure.fact(.from, from))
        fields.publish(Disclosure.fact(.to, to))
        fields.publish("opening", BalancesView(value: opening))
        fields.publish("received", lines { $0.inflow })
        fields.publish("received_total", BalancesView(value: total { $0.inflow }.balances))
        fields.publish("spent", lines(isExpense: true) { $0.outflow })
        fields.publish("spent_total", BalancesView(value: total { $0.outflow }.balances))
        fields.publish("closing", BalancesView(value: closing))
        fields.publish("in_hand", hands)
        fields.publish("debts", debts)
        fields.publish("estimate", optional: estimate)
    }

    /// The statement from top to bottom, as it is printed.
    var rows: [StatementRow] {
        [StatementRow(.opening, StatementAmounts(opening, inHand: hands.before, owed: debts.before))]
            + lines { $0.inflow }.map { StatementRow(.received, $0) }
            + [StatementRow(.receivedTotal, total { $0.inflow }, estimate?.total(isExpense: false))]
            + lines(isExpense: true) { $0.outflow }.map { StatementRow(.spent, $0) }
            + [
                StatementRow(.spentTotal, total { $0.outflow }, estimate?.total(isExpense: true)),
                StatementRow(
                    .closing, StatementAmounts(closing, inHand: hands.after, owed: debts.after)),
            ]
    }

    /// One line for each source or item with an amount, with cash, bank and debts as columns; items in Vietnamese
    /// alphabetical order.
    private func lines(isExpense: Bool = false, _ amount: (FundMovement) -> Dong) -> [StatementLine] {
        var lines: [StatementLine] = []
        for movement in movements where amount(movement) > .zero && !movement.contraAccount.isMoneyAccount {
            let added = StatementLine(movement, amount(movement))
            if let last = lines.last, last.kind == added.kind, last.item == added.item {
                lines[lines.count - 1] = last.adding(added)
            } else {
                lines.append(added)
            }
        }
        let planned = estimate?.lines(lines, isExpense: isExpense) ?? lines
        return planned.sorted { left, right in
            guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
            return left.item.sortKey.lexicographicallyPrecedes(right.item.sortKey)
        }
    }

    private func total(_ amount: (FundMovement) -> Dong) -> StatementAmounts {
        movements.filter { !$0.contraAccount.isMoneyAccount }
            .reduce(StatementAmounts()) { sum, movement in
                sum.adding(StatementAmounts(amount(movement), in: movement.moneyAccount))
            }
    }
}

/// One source or item of a statement.
struct StatementLine: PublicView {
    let kind: LedgerAccount.Kind
    let item: String
    let amounts: StatementAmounts
    /// Nil without an estimate, and for what none plans, such as a transfer.
    let plan: StatementPlan?

    init(kind: LedgerAccount.Kind, item: String, amounts: StatementAmounts, plan: StatementPlan? = nil) {
        self.kind = kind
        self.item = item
        self.amounts = amounts
        self.plan = plan
    }

    fileprivate init(_ movement: FundMovement, _ amount: Dong) {
        self.init(
            kind: movement.contraAccount, item: movement.item,
            amounts: StatementAmounts(amount, in: movement.moneyAccount))
    }

    fileprivate func adding(_ other: StatementLine) -> StatementLine {
        StatementLine(kind: kind, item: item, amounts: amounts.adding(other.amounts))
    }

    func with(_ plan: StatementPlan) -> StatementLine {
        StatementLine(kind: kind, item: item, amounts: amounts, plan: plan)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.kind, kind))
        fields.publish(Disclosure.text(.item, item))
        amounts.write(to: &fields)
        plan.write(to: &fields)
    }
}

private func showStatement<Source>(
    _ input: StatementInput<Source>, isOffice: Bool, in tx: borrowing ReadTransaction
) throws -> StatementView {
    let owner = try isOffice ? tx.owner(input.owner) : tx.publicOwner(input.owner)
    guard let current = try tx.keeper(of: owner) else { throw Refusal.notFound(.fund) }
    // By the boundaries of the time a statement has the name of its last day, as its paper does.
    let keeper =
        input.boundaries == .historical
        ? try tx.version(of: current, on: min(input.to, tx.today)) : current
    if let fund = input.fund, try tx.find(fund)?.owner != owner { throw Refusal.notFound(.fund) }
    let owners = try input.boundaries == .current ? tx.booksByCurrentBoundaries(of: owner) : [owner]
    let opening: StatementOpening
    let movements: [FundMovement]
    switch input.boundaries {
    case .historical:
        opening = try tx.opening(of: owner, fund: input.fund, before: input.from)
        movements = try tx.movements(
            of: owner, fund: input.fund, from: input.from, to: input.to)
    case .current:
        opening = try StatementOpening(
            sumOf: owners.map { try tx.opening(of: $0, fund: nil, before: input.from) })
        movements = try tx.movementsByCurrentBoundaries(of: owner, from: input.from, to: input.to)
    }
    try check(opening.balances, movements)
    return StatementView(
        keeper: keeper, hamlet: try keeper.hamlet.map { try tx.publicView(of: $0) }, fund: input.fund,
        from: input.from,
        to: input.to, opening: opening.balances,
        closing: opening.balances.after(movements), movements: movements,
        debts: try StatementDebts(before: opening.owed, movements),
        hands: StatementHands(before: opening.inHand, movements),
        estimate: try tx.estimate(of: owners, fund: input.fund, on: input.to), isOffice: isOffice)
}

/// Refuses sums above `Dong.documentMax`, so that no line and no total of the statement is clamped.
private func check(_ opening: Balances, _ movements: [FundMovement]) throws(Refusal) {
    let amounts = [opening.cash, opening.bank] + movements.flatMap { [$0.inflow, $0.outflow] }
    _ = try amounts.sum { amount -> Dong in amount }
}

extension Balances {
    /// The balances after `movements`.
    fileprivate func after(_ movements: [FundMovement]) -> Balances {
        func sum(_ start: Dong, _ money: LedgerAccount.Kind) -> Dong {
            let moved = movements.filter { $0.moneyAccount == money }
            return Dong(start.amount.addingClamped(moved.sum { $0.inflow.less($0.outflow).amount }))
        }
        return Balances(cash: sum(cash, .cash), bank: sum(bank, .bank))
    }
}

extension StatementView {
    static var sample: StatementView {
        StatementView(
            keeper: BookKeeper(Hamlet.sample), hamlet: .sample, fund: nil, from: .sample, to: .sample,
            opening: .sample, closing: .sample, movements: [], debts: .sample, hands: .sample,
            estimate: nil, isOffice: false)
    }
}

extension StatementLine {
    static var sample: StatementLine {
        StatementLine(
            kind: .expenses, item: "Vật liệu", amounts: StatementAmounts(Dong(120_000), in: .cash))
    }
}
