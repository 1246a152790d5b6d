/// The hand-over of all funds of a commune or an organisation whose books end to its successor (bàn giao sổ quỹ).
///
/// The old books are closed and stay. What they held is posted out of them and into those of the successor.
///
/// - Source: Law on accounting 88/2015/QH13, Art. 43 to 48, on accounts of units that are divided, merged or dissolved.
package struct BookHandover: Entity, Hashable {
    package typealias ID = Identifier<BookHandover>

    package static let kind = EntityKind.bookHandover

    package let id: ID
    /// Whose books end.
    package let owner: FundOwner
    package let successor: FundOwner
    package let order: Reorganisation.Order
    /// One for each fund, empty ones too.
    package let fundTransfers: [Reorganisation.FundTransfer]
    /// The number of expenditures that were not paid yet and went along.
    package let expendituresCount: Int64
    package let recordedBy: User.ID
    package let recordedAt: Instant

    package init(
        id: ID, owner: FundOwner, successor: FundOwner, order: Reorganisation.Order,
        fundTransfers: [Reorganisation.FundTransfer], expendituresCount: Int64, recordedBy: User.ID,
        recordedAt: Instant
    ) {
        precondition(owner != successor, "nobody succeeds themselves")
        self.id = id
        self.owner = owner
        self.successor = successor
        self.order = order
        self.fundTransfers = fundTransfers
        self.expendituresCount = expendituresCount
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
    }
}

extension Expenditure {
    /// Whether it pays what does not go over to the successor, so that it is paid even after the last day of who keeps
    /// the books: a debt, or the money of others.
    package var mustBePaidBeforeHandover: Bool { repays != nil || passesThrough }
}
