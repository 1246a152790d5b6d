/// A fund (quỹ) of a hamlet: residents' money for one purpose, with cash and bank kept separately.
package struct Fund: VersionedEntity, Hashable {
    package typealias ID = Identifier<Fund>

    package static let kind = EntityKind.fund

    package let id: ID
    package let hamlet: Hamlet.ID
    package let name: String
    /// The residents' decision that allows collecting from households.
    package private(set) var decision: Decision.ID?
    package private(set) var version: Int64

    package init(id: ID, hamlet: Hamlet.ID, name: String, decision: Decision.ID? = nil, version: Int64) {
        self.id = id
        self.hamlet = hamlet
        self.name = name
        self.decision = decision
        self.version = version
    }

    /// The fund authorised by `decision`, or no longer authorised when nil.
    package func authorised(by decision: Decision.ID?) -> Fund {
        var fund = self
        fund.decision = decision
        fund.version += 1
        return fund
    }
}

extension Decision {
    /// The date from which households may be asked for money under this decision, or nil when it does not allow that.
    ///
    /// It allows it when it passed, is not superseded, and an item that passed concerns the policy or the rates of
    /// contributions.
    ///
    /// - Source: Law 10/2022/QH15, article 15: residents decide the policy and rates of contributions.
    package var authorisesCollectionFrom: LocalDate? {
        guard state == .passed || state == .sent else { return nil }
        let isAbout = zip(draft.items, outcomes)
            .contains { item, outcome in
                outcome.isPassed && (item.matter == .rates || item.matter == .policy)
            }
        return isAbout ? proceedings?.heldOn : nil
    }
}
