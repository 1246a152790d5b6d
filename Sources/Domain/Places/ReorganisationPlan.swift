/// What a merger or a split of hamlets does, worked out before anything is stored.
///
/// A pure value: it depends on what the hamlets hold and on what the decision says, and not on the order in which hamlets
/// are named. The store only executes it.
package struct ReorganisationPlan: Hashable, Sendable {
    /// Everything that a hamlet holds and that does not end with it.
    package struct Holdings: Hashable, Sendable {
        package let hamlet: Hamlet
        /// Those that have not ended.
        package var households: [Household] = []
        /// Those of which something is still to come.
        package var pledges: [Pledge] = []
        package var funds: [FundHolding] = []
        /// Those that are neither paid nor rejected.
        package var expenditures: [Expenditure] = []
        /// Those that are neither recognised nor declined.
        package var models: [Model] = []
        /// Those that are valid.
        package var tokens: [AccessToken] = []
        /// Dated on or after the day of the reorganisation.
        package var laterRecords = Refusal.LaterRecords()

        package init(of hamlet: Hamlet) { self.hamlet = hamlet }
    }

    package struct FundHolding: Hashable, Sendable {
        package let fund: Fund
        package let cash: Dong
        package let bank: Dong

        package init(fund: Fund, cash: Dong, bank: Dong) {
            self.fund = fund
            self.cash = cash
            self.bank = bank
        }
    }

    /// A hamlet that a reorganisation creates.
    package struct Successor: Hashable, Sendable {
        package let name: String
        package let kind: Hamlet.Kind
        /// The value of the request that holds the name.
        package let nameField: Field
    }

    /// A hamlet as it is, and closed.
    package struct Closing: Hashable, Sendable {
        package let old: Hamlet
        package let closed: Hamlet
    }

    /// A fund of a successor: a new one, which may come from several.
    package struct NewFund: Hashable, Sendable {
        /// The place of its hamlet in `successors`.
        package let successor: Int
        package let name: String
        /// The decision by which it collects: the only one of the funds that it comes from, else none, since no
        /// decision of some households binds the others.
        package let decision: Decision.ID?
    }

    /// Something that goes to the hamlet, or the fund, at the place `to`.
    package struct Move<Value: Hashable & Sendable>: Hashable, Sendable {
        package let value: Value
        package let to: Int
    }

    package struct HouseholdMove: Hashable, Sendable {
        package let household: Household
        package let successor: Int
        package let code: String
    }

    /// What an old fund hands over to a new one.
    package struct Transfer: Hashable, Sendable {
        package let from: Fund.ID
        /// A place in `funds`.
        package let to: Int
        package let cash: Dong
        package let bank: Dong
    }

    package let day: LocalDate
    package let commune: AdministrativeUnit.Code
    package internal(set) var closings: [Closing] = []
    package let successors: [Successor]
    package internal(set) var funds: [NewFund] = []
    package internal(set) var households: [HouseholdMove] = []
    /// To places in `funds`.
    package internal(set) var pledges: [Move<Pledge>] = []
    /// To places in `funds`.
    package internal(set) var expenditures: [Move<Expenditure>] = []
    /// To places in `successors`.
    package internal(set) var models: [Move<Model>] = []
    /// To places in `successors`: the role assignments that the decision names.
    package internal(set) var tokens: [Move<AccessToken>] = []
    /// The role assignments that nobody named: they end with their hamlet.
    package internal(set) var endedTokens: [AccessToken] = []
    package internal(set) var transfers: [Transfer] = []

    /// How many of each go along.
    package var moved: Reorganisation.Moved {
        var moved = Reorganisation.Moved()
        moved.households = Int64(households.count)
        moved.persons = households.sum(of: \.household.personsCount)
        moved.pledges = Int64(pledges.count)
        moved.expenditures = Int64(expenditures.count)
        moved.models = Int64(models.count)
        moved.roleAssignments = Int64(tokens.count)
        return moved
    }

    private init(_ successors: [Successor], in commune: AdministrativeUnit.Code, on day: LocalDate) {
        self.successors = successors
        self.commune = commune
        self.day = day
    }
}

extension ReorganisationPlan {
    /// One of the hamlets that are merged.
    package struct MergerPart: Hashable, Sendable {
        package let holdings: Holdings
        /// Put before the codes of its households.
        package let codePrefix: String

        package init(holdings: Holdings, codePrefix: String) {
            self.holdings = holdings
            self.codePrefix = codePrefix
        }
    }

    /// What a fund is called afterwards.
    package struct FundName: Hashable, Sendable {
        package let fund: Fund.ID
        package let name: String

        package init(fund: Fund.ID, name: String) {
            self.fund = fund
            self.name = name
        }
    }

    /// Several hamlets become one.
    ///
    /// - Parameters:
    ///   - parts: the hamlets, in any order.
    ///   - name: of the new hamlet.
    ///   - kind: of the new hamlet.
    ///   - fundNames: what funds are called afterwards, when not as before; those with one name become one fund.
    ///   - tokens: the role assignments that go to the new hamlet; all others end.
    ///   - commune: where all of them lie.
    ///   - day: the first day of the new hamlet.
    /// - Throws: `.unknownReference` for a fund or a role assignment of none of them, or named twice; `.recordsAfterEffectiveDate`;
    ///   `.dateOutOfRange`; `.householdCodesConflict`.
    package init(
        merging parts: [MergerPart], into name: String, _ kind: Hamlet.Kind, fundNames: [FundName],
        keeping tokens: [AccessToken.ID], in commune: AdministrativeUnit.Code, on day: LocalDate
    ) throws(Refusal) {
        self.init([Successor(name: name, kind: kind, nameField: .name)], in: commune, on: day)
        var assignment = Assignment(remainder: 0)
        let known = Set(parts.flatMap { $0.holdings.funds.map(\.fund.id) })
        for (index, line) in fundNames.enumerated() {
            guard known.contains(line.fund),
                assignment.fundNames.updateValue(line.name, forKey: line.fund) == nil
            else { throw .unknownReference(.fund, at: Field.funds[index].member(.fund)) }
        }
        try assignment.keep(tokens, of: parts.map(\.holdings))
        for part in parts { assignment.codePrefixes[part.holdings.hamlet.id] = part.codePrefix }
        try plan(parts.map(\.holdings), by: assignment)
    }

    /// A share of a fund that goes to one of the new hamlets.
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

    /// One of the hamlets that a split creates, and what goes to it.
    package struct SplitPart: Hashable, Sendable {
        package let name: String
        package let kind: Hamlet.Kind
        /// Empty: this part takes everything that no other part names.
        package var households: [Household.ID] = []
        package var shares: [Share] = []
        package var expenditures: [Expenditure.ID] = []
        package var models: [Model.ID] = []
        /// The role assignments that go to it; those that no part names end.
        package var tokens: [AccessToken.ID] = []

        package init(name: String, kind: Hamlet.Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// One hamlet becomes several.
    ///
    /// - Parameters:
    ///   - holdings: of the hamlet.
    ///   - parts: what goes where; exactly one names no households and takes the remainder.
    ///   - day: the first day of the new hamlets.
    /// - Throws: `.remainderAmbiguous` when none or several take the remainder, or the remainder states shares;
    ///   `.unknownReference` for what is not the hamlet's, or is named twice; `.countTooLarge` for a share that the
    ///   fund does not hold; `.recordsAfterEffectiveDate`; `.dateOutOfRange`.
    package init(splitting holdings: Holdings, into parts: [SplitPart], on day: LocalDate) throws(Refusal) {
        let remainders = parts.indices.filter { parts[$0].households.isEmpty }
        guard remainders.count == 1, let remainder = remainders.first else {
            throw .remainderAmbiguous(at: .into)
        }
        guard parts[remainder].shares.isEmpty else {
            throw .remainderAmbiguous(at: Field.into[remainder].member(.funds))
        }
        let successors = parts.enumerated()
            .map { index, part in
                Successor(name: part.name, kind: part.kind, nameField: Field.into[index].member(.name))
            }
        self.init(successors, in: holdings.hamlet.commune, on: day)
        var assignment = Assignment(remainder: remainder)
        for (index, part) in parts.enumerated() { try assignment.add(part, at: index, of: holdings) }
        try plan([holdings], by: assignment)
    }
}
