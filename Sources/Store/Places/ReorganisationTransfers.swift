package import Domain
import SQLite

/// Who takes over what from a hamlet that is closed.
package struct HamletTransfer: Sendable {
    /// A share of a fund that goes to one of the successors.
    package struct Share: Hashable, Sendable {
        package let fund: Fund.ID
        package let cash: Dong
        package let bank: Dong

        package init(fund: Fund.ID, cash: Dong, bank: Dong) {
            self.fund = fund
            self.cash = cash
            self.bank = bank
        }
    }

    package let predecessor: Hamlet.ID
    /// The first takes what is not named.
    package let successors: [Hamlet.ID]
    package let day: LocalDate
    /// Put before the codes of its households.
    package var codePrefix = ""
    /// What its funds are called afterwards; those with one name become one fund.
    package var fundNames: [Fund.ID: String] = [:]
    /// The places in `successors` of what does not go to the first.
    package var households: [Household.ID: Int] = [:]
    package var expenditures: [Expenditure.ID: Int] = [:]
    package var models: [Model.ID: Int] = [:]
    package var tokens: [AccessToken.ID: Int] = [:]
    /// By the place in `successors`.
    package var shares: [Int: [Share]] = [:]

    package init(predecessor: Hamlet.ID, successors: [Hamlet.ID], day: LocalDate) {
        precondition(!successors.isEmpty, "somebody takes over")
        self.predecessor = predecessor
        self.successors = successors
        self.day = day
    }
}

/// The funds that take over from others, opened when something goes to them.
private struct SuccessorFunds {
    private struct Key: Hashable {
        let fund: Fund.ID
        let place: Int
    }

    private let names: [Fund.ID: String]
    private let hamlets: [Hamlet.ID]
    private let decisions: [Fund.ID: Decision.ID?]
    private var opened: [Key: Fund.ID] = [:]

    init(of transfer: HamletTransfer, _ old: [Fund]) {
        var names: [Fund.ID: String] = [:]
        var decisions: [Fund.ID: Decision.ID?] = [:]
        for fund in old {
            names[fund.id] = transfer.fundNames[fund.id] ?? fund.name
            decisions[fund.id] = fund.decision
        }
        self.names = names
        self.decisions = decisions
        hamlets = transfer.successors
    }

    mutating func fund(
        after fund: Fund.ID, at place: Int, in tx: borrowing WriteTransaction
    ) throws -> Fund.ID {
        let key = Key(fund: fund, place: place)
        if let known = opened[key] { return known }
        guard let name = names[fund] else {
            preconditionFailure("fund \(fund.number) is none of the hamlet's")
        }
        let id = try tx.fund(named: name, of: hamlets[place], by: decisions[fund] ?? nil)
        opened[key] = id
        return id
    }

    /// Where a share of `fund` or anything else of it went.
    func places(after fund: Fund.ID) -> [(place: Int, fund: Fund.ID)] {
        opened.filter { $0.key.fund == fund }.map { (place: $0.key.place, fund: $0.value) }
            .sorted { $0.place < $1.place }
    }
}

extension Reading where Self: ~Copyable {
    /// What was written of `hamlet` for days from `day` on, that a hamlet which ends before could not have.
    ///
    /// Vouchers that were voided stand in nobody's way.
    package borrowing func written(in hamlet: Hamlet.ID, from day: LocalDate) throws -> Refusal.LaterRecords {
        let receipts = try connection.all(
            """
            SELECT 'receipt', received_on, book, number, amount_dong, party_name
            FROM contribution
            WHERE hamlet = ?1 AND received_on >= ?2 AND voided_ms IS NULL
            ORDER BY id
            LIMIT ?3
            """, hamlet, day, Refusal.LaterRecords.namedMax
        ) { row in readVoucher(row, of: hamlet) }
        let payments = try connection.all(
            """
            SELECT 'payment', paid_on, book, number, amount_dong, payee
            FROM expenditure
            WHERE hamlet = ?1 AND paid_on >= ?2 AND state IN ('paid', 'booked')
            ORDER BY id
            LIMIT ?3
            """, hamlet, day, Refusal.LaterRecords.namedMax
        ) { row in readVoucher(row, of: hamlet) }
        let households: [Household.ID] = try connection.all(
            """
            SELECT id FROM household WHERE hamlet = ?1 AND ended_on IS NULL AND valid_from >= ?2
            UNION
            SELECT id FROM household WHERE hamlet = ?1 AND ended_on IS NOT NULL AND ended_on >= ?2
            UNION
            SELECT household FROM household_version WHERE hamlet = ?1 AND valid_to >= ?2
            ORDER BY 1
            LIMIT ?3
            """, hamlet, day, Refusal.LaterRecords.namedMax
        ) { row in row.id(0) }
        return Refusal.LaterRecords(vouchers: receipts + payments, households: households)
    }
}

func readVoucher(_ row: borrowing Row, of hamlet: Hamlet.ID) -> Voucher {
    let day = row.date(1)
    return Voucher(
        series: Voucher.Series(hamlet: hamlet, kind: row.choice(0), year: day.year, book: row.text(2)),
        number: row.integer(3), issuedOn: day, amount: row.dong(4), partyName: row.text(5), partyAddress: "",
        reason: "")
}

extension WriteTransaction {
    /// Moves everything that lives on: households, open pledges, expenditures not paid yet, models not decided yet,
    /// duties; and counts what each fund has to hand over, which `save(_: Arrangement)` posts.
    ///
    /// - Throws: `Refusal.codesClash`, `.countTooLarge` for a share that is not there.
    package borrowing func transferAll(
        _ transfer: HamletTransfer
    ) throws -> (handOvers: [Reorganisation.HandOver], moved: Reorganisation.Moved) {
        let old = try funds(of: transfer.predecessor, after: nil, limit: Int.max)
        var funds = SuccessorFunds(of: transfer, old)
        var moved = Reorganisation.Moved()
        try moveHouseholds(transfer, counting: &moved)
        try movePledges(transfer, to: &funds, counting: &moved)
        try moveExpenditures(transfer, to: &funds, counting: &moved)
        try moveModels(transfer, counting: &moved)
        try moveTokens(transfer, counting: &moved)
        return (try share(old, transfer, to: &funds), moved)
    }

    private borrowing func moveHouseholds(
        _ transfer: HamletTransfer, counting moved: inout Reorganisation.Moved
    ) throws {
        var households: [Household] = []
        try eachHousehold(of: transfer.predecessor) { households.append($0) }
        var clashes: [String] = []
        for household in households {
            let place = transfer.households[household.id] ?? 0
            let code = transfer.codePrefix + household.code
            do {
                try change(
                    try household.moved(to: transfer.successors[place], as: code, on: transfer.day),
                    from: household)
            } catch Refusal.alreadyExists(.household, _) {
                clashes.append(code)
                // What is refused is refused whole: the rest is only looked at to name all codes at once.
                continue
            }
            moved.households += 1
            moved.persons += household.personsCount
        }
        if !clashes.isEmpty { throw Refusal.householdCodesConflict(clashes) }
    }

    private borrowing func movePledges(
        _ transfer: HamletTransfer, to funds: inout SuccessorFunds, counting moved: inout Reorganisation.Moved
    ) throws {
        for pledge in try openPledges(of: transfer.predecessor) {
            let place = transfer.households[pledge.household] ?? 0
            let fund = try funds.fund(after: pledge.fund, at: place, in: self)
            let (old, new) = try pledge.transferred(to: fund, as: try newID(), on: transfer.day)
            try save(old, replacing: pledge, in: transfer.predecessor)
            try save(new, replacing: nil, in: transfer.successors[place])
            moved.pledges += 1
        }
    }

    private borrowing func moveExpenditures(
        _ transfer: HamletTransfer, to funds: inout SuccessorFunds, counting moved: inout Reorganisation.Moved
    ) throws {
        for expenditure in try waitingExpenditures(of: transfer.predecessor) {
            let place = transfer.expenditures[expenditure.id] ?? 0
            let fund = try funds.fund(after: expenditure.fund, at: place, in: self)
            try move(expenditure.moved(to: fund, of: transfer.successors[place]), from: transfer.predecessor)
            moved.expenditures += 1
        }
    }

    private borrowing func moveModels(
        _ transfer: HamletTransfer, counting moved: inout Reorganisation.Moved
    ) throws {
        for model in try unfinishedModels(of: transfer.predecessor) {
            let place = transfer.models[model.id] ?? 0
            try save(model.moved(to: transfer.successors[place]), replacing: model)
            moved.models += 1
        }
    }

    /// Duties over the hamlet are duties over the one that takes them, or what is not named.
    private borrowing func moveTokens(
        _ transfer: HamletTransfer, counting moved: inout Reorganisation.Moved
    ) throws {
        for token in try goodTokens(over: transfer.predecessor, at: now) {
            try move(token, to: transfer.successors[transfer.tokens[token.id] ?? 0])
            moved.roleAssignments += 1
        }
    }

    /// What each fund holds, cash and bank apart, all of it handed over: what is not named goes to the first.
    private borrowing func share(
        _ old: [Fund], _ transfer: HamletTransfer, to funds: inout SuccessorFunds
    ) throws -> [Reorganisation.HandOver] {
        var handOvers: [Reorganisation.HandOver] = []
        for fund in old {
            let held = try balances(of: fund)
            var rest = HandOverShares(cash: held.cash, bank: held.bank)
            var shares: [Int: HamletTransfer.Share] = [:]
            for (place, named) in transfer.shares {
                for (index, share) in named.enumerated() where share.fund == fund.id {
                    try rest.take(
                        cash: share.cash, bank: share.bank, named: Field.into[place].member(.funds)[index])
                    shares[place] = share
                    _ = try funds.fund(after: fund.id, at: place, in: self)
                }
            }
            _ = try funds.fund(after: fund.id, at: 0, in: self)
            for (place, successor) in funds.places(after: fund.id) {
                handOvers.append(
                    Reorganisation.HandOver(
                        from: fund.id, to: successor,
                        cash: place == 0 ? rest.cash : shares[place]?.cash ?? .zero,
                        bank: place == 0 ? rest.bank : shares[place]?.bank ?? .zero))
            }
        }
        return handOvers
    }

    /// The fund of `hamlet` with the name, opened when there is none; it collects by what the old one collected by.
    fileprivate borrowing func fund(
        named name: String, of hamlet: Hamlet.ID, by decision: Decision.ID?
    ) throws -> Fund.ID {
        if let known = try self.fund(named: name, of: hamlet) {
            // Two decisions are none for both: the households of the new hamlet decide again.
            let joint = known.decision == nil ? decision : decision == nil ? known.decision : nil
            if known.decision != decision, joint != known.decision {
                try save(known.authorised(by: joint), replacing: known)
            }
            return known.id
        }
        let fund = Fund(id: try newID(), hamlet: hamlet, name: name, decision: decision, version: 1)
        try save(fund)
        return fund.id
    }
}
