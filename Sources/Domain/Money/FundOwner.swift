/// The owner of a set of books (chủ quỹ): a hamlet.
///
/// Lists, totals, voucher series and their entity tags are kept per owner.
package enum FundOwner: Hashable, Sendable {
    case hamlet(Hamlet.ID)

    package var hamlet: Hamlet.ID? {
        switch self {
        case .hamlet(let hamlet): hamlet
        }
    }

    /// A short text that is unique among owners, for keys and entity tags.
    package var text: String {
        switch self {
        case .hamlet(let hamlet): "h\(hamlet.number)"
        }
    }
}
