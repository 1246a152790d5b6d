/// The estimate (dự toán) of a decision: what is to be raised, by source, and spent, by item.
///
/// It is voted on as the item on the matter `estimate`, and is in force while that is.
///
/// - Source: DOMAIN §2, Decree 24/1999 and Circular 85/1999: residents discuss the need by item and the sources; §5:
///   the public table has estimate, actual and difference.
extension Decision {
    /// Where planned money is to come from, by the account of its source, or that it is to be spent.
    package enum PlannedKind: String, CaseIterable, Sendable {
        case households
        case peopleAway = "people_away"
        case individuals
        case companies
        case organisations
        case stateCentral = "state_central"
        case stateProvince = "state_province"
        case stateDistrict = "state_district"
        case stateCommune = "state_commune"
        case stateAgencies = "state_agencies"
        case expenses
    }

    /// A line of the estimate.
    package struct PlannedItem: Hashable, Sendable {
        package let kind: PlannedKind
        /// What an expense is for, as its payments say; of a source, what it is called, if anything.
        package let name: String?
        package let amount: Dong

        package init(kind: PlannedKind, name: String?, amount: Dong) {
            self.kind = kind
            self.name = name
            self.amount = amount
        }
    }

    package static let plannedItemsMax = 100

    /// True when its estimate was in force on `day`: decided, and not replaced by another decision.
    ///
    /// - Parameters:
    ///   - day: a day.
    ///   - heldOn: the day of a decision that replaced this one or an item of it.
    /// - Returns: whether it was.
    /// - Throws: what `heldOn` throws.
    package func hasEstimate(
        on day: LocalDate, heldOn: (ID) throws -> LocalDate?
    ) rethrows -> Bool {
        guard !draft.estimate.isEmpty, let own = proceedings?.heldOn, own <= day else { return false }
        for index in draft.items.indices
        where draft.items[index].matter == .estimate && outcomes.indices.contains(index) {
            let outcome = outcomes[index]
            guard outcome.isPassed else { continue }
            guard let successor = outcome.supersededBy ?? supersededBy else { return true }
            if let next = try heldOn(successor), next > day { return true }
        }
        return false
    }
}

extension Decision.Draft {
    /// What is to be raised, or to be spent.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package func planned(isExpense: Bool) throws(Refusal) -> Dong {
        try estimate.filter { ($0.kind == .expenses) == isExpense }.sum(of: \.amount)
    }

    /// Checks that the estimate can be voted on, and added up.
    ///
    /// - Throws: `Refusal.duty(.estimateItemMissing)`, `.amountTooLarge`.
    package func checkEstimate() throws(Refusal) {
        guard !estimate.isEmpty else { return }
        guard items.contains(where: { $0.matter == .estimate }) else { throw .duty(.estimateItemMissing) }
        _ = try planned(isExpense: false)
        _ = try planned(isExpense: true)
    }
}

extension LedgerAccount.Kind {
    /// True for what an estimate plans.
    package var isPlanned: Bool { Decision.PlannedKind(rawValue: rawValue) != nil }
}
