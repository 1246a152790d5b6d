/// What an authority decided about hamlets, and what became of it (sắp xếp thôn, xóm, bản, khối, tổ dân phố).
///
/// - Source: DOMAIN §3; Ministry of Home Affairs Circular 04/2012/TT-BNV and 14/2018/TT-BNV on merging, splitting and
///   naming hamlets.
package struct Reorganisation: Entity, Hashable {
    package typealias ID = Identifier<Reorganisation>

    package static let kind = EntityKind.reorganisation

    package enum Kind: String, CaseIterable, Sendable {
        /// Several become one.
        case merge
        /// One becomes several.
        case split
        case rename
        /// A thôn becomes a tổ dân phố, say.
        case reclassify
        /// To another commune.
        case transfer
    }

    /// The paper that says so.
    package struct Order: Hashable, Sendable {
        package let number: String
        package let decidedOn: LocalDate
        /// The first day on which things are as decided.
        package let effectiveOn: LocalDate

        package init(number: String, decidedOn: LocalDate, effectiveOn: LocalDate) {
            self.number = number
            self.decidedOn = decidedOn
            self.effectiveOn = effectiveOn
        }
    }

    /// A hamlet and its successor: the same hamlet when it only changes.
    package struct Step: Hashable, Sendable {
        package let predecessor: Hamlet.ID
        package let successor: Hamlet.ID

        package init(predecessor: Hamlet.ID, successor: Hamlet.ID) {
            self.predecessor = predecessor
            self.successor = successor
        }
    }

    /// What one fund gave to another, counted on the day (biên bản bàn giao).
    package struct FundTransfer: Hashable, Sendable {
        package let from: Fund.ID
        package let to: Fund.ID
        package let cash: Dong
        package let bank: Dong

        package init(from: Fund.ID, to: Fund.ID, cash: Dong, bank: Dong) {
            self.from = from
            self.to = to
            self.cash = cash
            self.bank = bank
        }

        /// Out of the one and into the other, cash and bank apart.
        package func postings(on day: LocalDate) -> [(outflow: Posting, inflow: Posting)] {
            [(LedgerAccount.Kind.cash, cash), (.bank, bank)].filter { $0.1 > .zero }
                .map { moneyAccount, amount in
                    (
                        outflow: Posting(
                            fund: from, debit: .transfer, credit: moneyAccount, amount: amount, on: day),
                        inflow: Posting(
                            fund: to, debit: moneyAccount, credit: .transfer, amount: amount, on: day)
                    )
                }
        }
    }

    /// How many of each went along.
    package struct Moved: Hashable, Sendable {
        package var households: Int64 = 0
        package var persons: Int64 = 0
        /// Open ones.
        package var pledges: Int64 = 0
        /// Those that are not paid yet.
        package var expenditures: Int64 = 0
        /// Those that are not decided yet: what was recognised stays with whom it was recognised of.
        package var models: Int64 = 0
        /// Duties of people over a hamlet.
        package var roleAssignments: Int64 = 0

        package init() {}
    }

    package let id: ID
    package let kind: Kind
    package let order: Order
    package let steps: [Step]
    package let fundTransfers: [FundTransfer]
    package let moved: Moved
    package let recordedBy: User.ID
    package let recordedAt: Instant

    package init(
        id: ID, kind: Kind, order: Order, steps: [Step], fundTransfers: [FundTransfer], moved: Moved,
        recordedBy: User.ID,
        recordedAt: Instant
    ) {
        self.id = id
        self.kind = kind
        self.order = order
        self.steps = steps
        self.fundTransfers = fundTransfers
        self.moved = moved
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
    }
}
