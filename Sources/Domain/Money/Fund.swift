import Text

/// A fund (quỹ) of a hamlet, a commune or an organisation: money for one purpose, with cash and bank kept separately.
package struct Fund: VersionedEntity, Hashable {
    package typealias ID = Identifier<Fund>

    /// For whom a fund collects, when the money is not its owner's (thu hộ): in books apart, never income or expense.
    ///
    /// - Source: Circular 26/2026/TT-BTC, Art. 21 to 23, on collections for others; DOMAIN §4: levies set by law or
    ///   province have a legal basis of their own.
    package struct PassThrough: Hashable, Sendable {
        /// Who gets the money.
        package let beneficiary: String
        /// The law or decision by which it is collected.
        package let basis: String

        package init(beneficiary: String, basis: String) {
            self.beneficiary = beneficiary
            self.basis = basis
        }
    }

    package static let kind = EntityKind.fund

    package let id: ID
    /// Whose books it is in.
    package let owner: FundOwner
    package let name: String
    /// Nil for money of the owner.
    package let passThrough: PassThrough?
    /// The residents' decision that allows collecting from households.
    package private(set) var decision: Decision.ID?
    /// The decisions that authorised it before, oldest first; each applies until the next one.
    package private(set) var earlierDecisions: [Decision.ID]
    package private(set) var version: Int64

    package init(
        id: ID, owner: FundOwner, name: String, passThrough: PassThrough? = nil, decision: Decision.ID? = nil,
        earlierDecisions: [Decision.ID] = [], version: Int64
    ) {
        self.id = id
        self.owner = owner
        self.name = name
        self.passThrough = passThrough
        self.decision = decision
        self.earlierDecisions = earlierDecisions
        self.version = version
    }

    /// The fund authorised by `decision` from now on.
    package func authorised(by decision: Decision.ID) -> Fund {
        var fund = self
        if let earlier = self.decision { fund.earlierDecisions.append(earlier) }
        fund.decision = decision
        fund.version += 1
        return fund
    }
}

extension Decision {
    /// The date from which households may be asked for money under this decision, or nil when it does not allow that
    /// now.
    ///
    /// It allows it while an item on the policy or the rates of contributions is in force.
    ///
    /// - Source: Law 10/2022/QH15, article 15: residents decide the policy and rates of contributions.
    package var authorisesCollectionFrom: LocalDate? {
        draft.items.indices.contains { draft.items[$0].matter.isCollection && isInForce(at: $0) }
            ? proceedings?.heldOn : nil
    }

    /// The same date for a decision that allowed it before it was superseded.
    package var authorisedCollectionFrom: LocalDate? {
        passedMatters.contains { $0.isCollection } ? proceedings?.heldOn : nil
    }
}

extension Decision.Matter {
    /// True for the matters that allow asking households for money.
    fileprivate var isCollection: Bool { self == .rates || self == .policy }
}

extension Fund {
    /// The reason on a receipt that states none: "Đóng góp Quỹ đường", and "Đóng góp quỹ Đường xóm 9".
    package var reasonOfReceipts: String { "Đóng góp \(nameInSentence)" }

    /// The name with the word before it unless it has it: "Quỹ đường", and "quỹ Đường xóm 9".
    package var nameInSentence: String { isCalledFund ? name : "quỹ \(name)" }

    /// True when the name begins with the word itself, in any spelling: "Quỹ đường", "QŨY ĐƯỜNG".
    private var isCalledFund: Bool {
        // Few names begin with its letter.
        guard let letter = name.utf8.first, letter | 0x20 == UInt8(ascii: "q") else { return false }
        return String(name.prefix { $0 != " " }).nameKey == fundKey
    }
}

private let fundKey = "quỹ".nameKey
