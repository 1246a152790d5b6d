import Text

extension ReorganisationPlan {
    /// Which successor takes what.
    struct Assignment {
        /// Takes everything that is not named.
        let remainder: Int
        var codePrefixes: [Hamlet.ID: String] = [:]
        var fundNames: [Fund.ID: String] = [:]
        private var households: [Household.ID: Int] = [:]
        /// By line 1: a payment goes to one successor with all its lines.
        private var payments: [Expenditure.ID: Int] = [:]
        private var models: [Model.ID: Int] = [:]
        private var tokens: [AccessToken.ID: Int] = [:]
        /// By fund, with the value of the request that states each.
        private(set) var shares: [Fund.ID: [(share: Share, successor: Int, field: Field)]] = [:]

        init(remainder: Int) { self.remainder = remainder }

        func successor(of household: Household.ID) -> Int { households[household] ?? remainder }
        func successor(of expenditure: Expenditure) -> Int { payments[expenditure.payment] ?? remainder }
        func successor(of model: Model.ID) -> Int { models[model] ?? remainder }
        /// Nil when nobody named it: a role is given for one hamlet and ends with it.
        func successor(of token: AccessToken.ID) -> Int? { tokens[token] }

        /// The role assignments that go to the only successor.
        mutating func keep(_ tokens: [AccessToken.ID], of all: [Holdings]) throws(Refusal) {
            try ReorganisationPlan.assign(
                tokens, to: remainder, in: &self.tokens, of: all.flatMap { $0.tokens.map(\.id) },
                at: .roleAssignments)
        }

        /// What a part names is the hamlet's, and named once.
        mutating func add(_ part: SplitPart, at index: Int, of holdings: Holdings) throws(Refusal) {
            let field = Field.into[index]
            try ReorganisationPlan.assign(
                part.households, to: index, in: &households, of: holdings.households.map(\.id),
                at: field.member(.households))
            try assign(
                part.expenditures, to: index, of: holdings.expenditures, at: field.member(.expenditures))
            try ReorganisationPlan.assign(
                part.models, to: index, in: &models, of: holdings.models.map(\.id), at: field.member(.models))
            try ReorganisationPlan.assign(
                part.tokens, to: index, in: &tokens, of: holdings.tokens.map(\.id),
                at: field.member(.roleAssignments))
            let funds = Set(holdings.funds.map(\.fund.id))
            for (number, share) in part.shares.enumerated() {
                let field = field.member(.funds)[number]
                guard funds.contains(share.fund),
                    shares[share.fund]?.contains(where: { $0.successor == index }) != true
                else { throw .unknownReference(.fund, at: field.member(.fund)) }
                shares[share.fund, default: []].append((share, index, field))
            }
        }

        /// Assigns the payments of these lines, each of which is named once; any of its lines stands for a payment.
        private mutating func assign(
            _ lines: [Expenditure.ID], to successor: Int, of known: [Expenditure], at field: Field
        ) throws(Refusal) {
            var unnamed: [Expenditure.ID: Expenditure.ID] = [:]
            for line in known { unnamed[line.id] = line.payment }
            for (index, id) in lines.enumerated() {
                guard let payment = unnamed.removeValue(forKey: id),
                    payments.updateValue(successor, forKey: payment) ?? successor == successor
                else { throw .unknownReference(.expenditure, at: field[index]) }
            }
        }
    }

    private static func assign<Value: Entity>(
        _ ids: [Identifier<Value>], to successor: Int, in assigned: inout [Identifier<Value>: Int],
        of known: [Identifier<Value>], at field: Field
    ) throws(Refusal) {
        let known = Set(known)
        for (index, id) in ids.enumerated() {
            guard known.contains(id), assigned.updateValue(successor, forKey: id) == nil else {
                throw .unknownReference(Value.kind, at: field[index])
            }
        }
    }

    mutating func plan(_ all: [Holdings], by assignment: Assignment) throws(Refusal) {
        let all = all.sorted { $0.hamlet.id.number < $1.hamlet.id.number }
        for holdings in all {
            closings.append(Closing(old: holdings.hamlet, closed: try holdings.hamlet.closed(on: day)))
        }
        var laterRecords = Refusal.LaterRecords()
        for holdings in all { laterRecords.add(holdings.laterRecords) }
        guard laterRecords.isEmpty else { throw .recordsAfterEffectiveDate(laterRecords) }
        try moveHouseholds(of: all, by: assignment)
        try moveFunds(of: all, by: assignment)
        for holdings in all {
            models += holdings.models.map { Move(value: $0, to: assignment.successor(of: $0.id)) }
            for token in holdings.tokens {
                if let successor = assignment.successor(of: token.id) {
                    tokens.append(Move(value: token, to: successor))
                } else {
                    endedTokens.append(token)
                }
            }
        }
    }

    private mutating func moveHouseholds(of all: [Holdings], by assignment: Assignment) throws(Refusal) {
        var codes: Set<[String]> = []
        var conflicts: [String] = []
        for holdings in all {
            let prefix = assignment.codePrefixes[holdings.hamlet.id] ?? ""
            for household in holdings.households {
                let move = HouseholdMove(
                    household: household, successor: assignment.successor(of: household.id),
                    code: prefix + household.code)
                households.append(move)
                if !codes.insert(["\(move.successor)", move.code.nameKey]).inserted {
                    conflicts.append(move.code)
                }
            }
        }
        if !conflicts.isEmpty { throw .householdCodesConflict(conflicts) }
    }

    /// Funds, with the pledges and expenditures that need one.
    private mutating func moveFunds(of all: [Holdings], by assignment: Assignment) throws(Refusal) {
        var book = SuccessorFunds()
        for holdings in all {
            for holding in holdings.funds {
                let fund = holding.fund
                let name = assignment.fundNames[fund.id] ?? fund.name
                func place(at successor: Int) -> Int { book.place(of: fund, named: name, at: successor) }
                var remainder = FundTransferShares(cash: holding.cash, bank: holding.bank)
                var shares: [Int: Share] = [:]
                var successors: Set<Int> = [assignment.remainder]
                for (share, successor, field) in assignment.shares[fund.id] ?? [] {
                    try remainder.take(cash: share.cash, bank: share.bank, named: field)
                    shares[successor] = share
                    successors.insert(successor)
                }
                for pledge in holdings.pledges where pledge.fund == fund.id {
                    let successor = assignment.successor(of: pledge.household)
                    successors.insert(successor)
                    pledges.append(Move(value: pledge, to: place(at: successor)))
                }
                for expenditure in holdings.expenditures where expenditure.fund == fund.id {
                    let successor = assignment.successor(of: expenditure)
                    successors.insert(successor)
                    expenditures.append(Move(value: expenditure, to: place(at: successor)))
                }
                for successor in successors.sorted() {
                    let isRemainder = successor == assignment.remainder
                    transfers.append(
                        Transfer(
                            from: fund.id, to: place(at: successor),
                            cash: isRemainder ? remainder.cash : shares[successor]?.cash ?? .zero,
                            bank: isRemainder ? remainder.bank : shares[successor]?.bank ?? .zero))
                }
            }
        }
        funds = book.funds
        try checkTotals()
    }

    /// The minutes add up everything that is handed over, and no document holds more than `Dong.documentMax`.
    private func checkTotals() throws(Refusal) {
        for account in [\Transfer.cash, \.bank] {
            _ = try transfers.sum { transfer -> Dong in transfer[keyPath: account] }
        }
    }
}

/// The funds of the successors, one for each name and hamlet; names are compared by `nameKey`.
private struct SuccessorFunds {
    private struct Key: Hashable {
        let successor: Int
        let name: String
    }

    private var places: [Key: Int] = [:]
    /// Of each fund, with its name as it was first written.
    private var keys: [Key] = []
    /// By the place of the fund: all decisions by which its predecessors collected.
    private var decisions: [Set<Decision.ID>] = []

    mutating func place(of fund: Fund, named name: String, at successor: Int) -> Int {
        let key = Key(successor: successor, name: name.nameKey)
        let place = places[key] ?? keys.count
        if place == keys.count {
            places[key] = place
            keys.append(Key(successor: successor, name: name))
            decisions.append([])
        }
        if let decision = fund.decision { decisions[place].insert(decision) }
        return place
    }

    var funds: [ReorganisationPlan.NewFund] {
        zip(keys, decisions)
            .map { key, decisions in
                ReorganisationPlan.NewFund(
                    successor: key.successor, name: key.name,
                    decision: decisions.count == 1 ? decisions.first : nil)
            }
    }
}

/// How a balance is shared out, cash and bank apart: what is not named goes to the rest.
private struct FundTransferShares {
    private(set) var cash: Dong
    private(set) var bank: Dong

    /// What a fund holds.
    init(cash: Dong, bank: Dong) {
        self.cash = cash
        self.bank = bank
    }

    /// Takes a share away.
    ///
    /// - Throws: `.countTooLarge` at `field` when there is less.
    mutating func take(cash: Dong, bank: Dong, named field: Field) throws(Refusal) {
        guard cash <= self.cash else {
            throw .countTooLarge(at: field.member(.cash), max: self.cash.amount)
        }
        guard bank <= self.bank else {
            throw .countTooLarge(at: field.member(.bank), max: self.bank.amount)
        }
        self.cash = self.cash.less(cash)
        self.bank = self.bank.less(bank)
    }
}
