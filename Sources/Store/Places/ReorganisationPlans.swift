package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// Everything that `hamlet` holds, for a reorganisation from `day` on.
    ///
    /// - Throws: those of `checkBooksMayEnd(of:)`.
    package borrowing func holdings(
        of hamlet: Hamlet, from day: LocalDate
    ) throws -> ReorganisationPlan.Holdings {
        try checkBooksMayEnd(of: .hamlet(hamlet.id))
        var holdings = ReorganisationPlan.Holdings(of: hamlet)
        var households: [Household] = []
        try forEachHousehold(of: hamlet.id) { households.append($0) }
        holdings.households = households
        holdings.pledges = try openPledges(of: hamlet.id)
        for fund in try funds(of: .hamlet(hamlet.id), after: nil, limit: Int.max) {
            // It is empty, and the successor collects for others by a fund of its own.
            if fund.passThrough != nil { continue }
            let held = try balances(of: fund)
            holdings.funds.append(
                ReorganisationPlan.FundHolding(fund: fund, cash: held.cash, bank: held.bank))
        }
        holdings.expenditures = try unpaidExpenditures(of: .hamlet(hamlet.id))
        holdings.models = try undecidedModels(of: hamlet.id)
        holdings.tokens = try currentTokens(for: hamlet.id)
        holdings.laterRecords = try laterRecords(of: hamlet.id, from: day)
        return holdings
    }

    /// Records of `hamlet` dated on or after `day`, which a hamlet that ends before could not have.
    ///
    /// Voided vouchers do not count, but for those whose correction was posted on `day` or later. A receipt that replaces
    /// another one has the day on which it was issued.
    package borrowing func laterRecords(
        of hamlet: Hamlet.ID, from day: LocalDate
    ) throws -> Refusal.LaterRecords {
        let households: [Household.ID] = try connection.all(
            """
            SELECT id FROM household WHERE hamlet = ?1 AND ended_on IS NULL AND valid_from >= ?2
            UNION
            SELECT id FROM household WHERE hamlet = ?1 AND ended_on IS NOT NULL AND ended_on >= ?2
            UNION
            SELECT household FROM household_version WHERE hamlet = ?1 AND valid_to >= ?2
            ORDER BY 1
            LIMIT ?3
            """, hamlet, day, Refusal.LaterRecords.listedMax
        ) { row in row.id(0) }
        let records = households.map {
            Refusal.LaterRecords.Record(kind: .household, number: $0.number, date: nil)
        }
        let owner = FundOwner.hamlet(hamlet)
        return Refusal.LaterRecords(
            vouchers: try laterVouchers(of: owner, from: day),
            records: try records + laterRecords(inBooksOf: owner, orOf: hamlet, from: day))
    }

    /// The same in the books of any owner.
    package borrowing func laterRecords(
        inBooksOf owner: FundOwner, from day: LocalDate
    ) throws -> Refusal.LaterRecords {
        Refusal.LaterRecords(
            vouchers: try laterVouchers(of: owner, from: day),
            records: try laterRecords(inBooksOf: owner, orOf: nil, from: day))
    }

    /// The dated records of the books of `owner`, and of `hamlet` where records name one.
    private borrowing func laterRecords(
        inBooksOf owner: FundOwner, orOf hamlet: Hamlet.ID?, from day: LocalDate
    ) throws -> [Refusal.LaterRecords.Record] {
        var records: [Refusal.LaterRecords.Record] = []
        for kind in EntityKind.allCases {
            guard let query = kind.table.recordsFrom else { continue }
            let key: (any Bindable)? = kind.table.scopeSource.isOwner ? owner : hamlet
            guard let key else { continue }
            records += try connection.all(query, key, day, Refusal.LaterRecords.listedMax) { row in
                Refusal.LaterRecords.Record(kind: kind, number: row.integer(0), date: row.date(1))
            }
        }
        return records
    }

    private borrowing func laterVouchers(of owner: FundOwner, from day: LocalDate) throws -> [Voucher] {
        let receipts = try connection.all(
            """
            SELECT 'receipt', coalesce(issued_on, received_on), book, number, amount_dong, party_name, names_book
            FROM contribution
            WHERE owner = ?1
                AND (coalesce(issued_on, received_on) >= ?2 AND voided_ms IS NULL OR reversed_on >= ?2)
            ORDER BY id
            LIMIT ?3
            """, owner, day, Refusal.LaterRecords.listedMax
        ) { row in readVoucher(row, of: owner) }
        let payments = try connection.all(
            """
            SELECT 'payment', coalesce(issued_on, paid_on), book, number, amount_dong, payee, names_book
            FROM expenditure
            WHERE owner = ?1
                AND (coalesce(issued_on, paid_on) >= ?2 AND state IN ('paid', 'booked') OR reversed_on >= ?2)
            ORDER BY id
            LIMIT ?3
            """, owner, day, Refusal.LaterRecords.listedMax
        ) { row in readVoucher(row, of: owner) }
        return receipts + payments
    }
}

func readVoucher(_ row: borrowing Row, of owner: FundOwner) -> Voucher {
    let day = row.date(1)
    return Voucher(
        series: Voucher.Series(owner: owner, kind: row.choice(0), year: day.year, book: row.text(2)),
        number: row.integer(3), namesBook: row.boolean(6), issuedOn: day, amount: row.dong(4),
        partyName: row.text(5), partyAddress: "",
        reason: "")
}

extension WriteTransaction {
    /// Does what `plan` says, but for posting what is handed over, which `save(_: Reorganisation)` does.
    ///
    /// - Throws: `Refusal.nameTaken` for a name that another hamlet of the commune has; what steps of households
    ///   refuse; `.duty(.populationDecided)`, see `keepingDecidedPopulations`.
    /// - Returns: the new hamlets, in the plan's order, and what their funds take over.
    package borrowing func execute(
        _ plan: ReorganisationPlan
    ) throws -> (hamlets: [Hamlet], fundTransfers: [Reorganisation.FundTransfer]) {
        var hamlets: [Hamlet] = []
        try keepingDecidedPopulations(of: plan.closings.map(\.old.id)) {
            for closing in plan.closings { try close(closing.closed, replacing: closing.old) }
            hamlets = try create(plan.successors, of: plan)
            for move in plan.households {
                let moved = try move.household.moved(
                    to: hamlets[move.successor].id, as: move.code, on: plan.day)
                try storeVersion(moved, from: move.household)
            }
            return hamlets.map(\.id)
        }
        var funds: [Fund] = []
        for new in plan.funds {
            let fund = Fund(
                id: try newID(), owner: .hamlet(hamlets[new.successor].id), name: new.name,
                decision: new.decision,
                version: 1)
            try save(fund)
            funds.append(fund)
        }
        for move in plan.pledges {
            let fund = funds[move.to]
            let (old, new) = try move.value.transferred(to: fund.id, as: try newID(), on: plan.day)
            guard let predecessor = try existing(move.value.fund).owner.hamlet,
                let successor = fund.owner.hamlet
            else { preconditionFailure("pledges are to funds of hamlets") }
            try save(old, replacing: move.value, in: predecessor)
            try save(new, replacing: nil, in: successor)
        }
        for move in plan.expenditures {
            let fund = funds[move.to]
            try self.move(move.value.moved(to: fund.id, of: fund.owner), from: move.value.owner)
        }
        for move in plan.models { try save(move.value.moved(to: hamlets[move.to].id), replacing: move.value) }
        for move in plan.tokens { try self.move(move.value, to: hamlets[move.to].id) }
        for token in plan.endedTokens { _ = try revoke(token) }
        let fundTransfers = plan.transfers.map { transfer in
            Reorganisation.FundTransfer(
                from: transfer.from, to: funds[transfer.to].id, cash: transfer.cash, bank: transfer.bank)
        }
        return (hamlets, fundTransfers)
    }

    private borrowing func create(
        _ successors: [ReorganisationPlan.Successor], of plan: ReorganisationPlan
    ) throws -> [Hamlet] {
        var hamlets: [Hamlet] = []
        for successor in successors {
            let hamlet = Hamlet(
                id: try newID(), commune: plan.commune, name: successor.name, kind: successor.kind,
                validity: Validity(from: plan.day), version: 1)
            do {
                try save(hamlet)
            } catch Refusal.nameTaken(let kind, _, let id, let name) {
                throw Refusal.nameTaken(kind, at: successor.nameField, by: id, name: name)
            }
            hamlets.append(hamlet)
        }
        return hamlets
    }
}
