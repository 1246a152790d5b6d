/// Who keeps books (chủ quỹ): a hamlet.
///
/// Lists, sums, voucher series and their entity tags belong to an owner.
package enum FundOwner: Hashable, Sendable {
    case hamlet(Hamlet.ID)

    package var hamlet: Hamlet.ID? {
        switch self {
        case .hamlet(let hamlet): hamlet
        }
    }

    /// Short and unlike every other owner's, for keys and entity tags.
    package var text: String {
        switch self {
        case .hamlet(let hamlet): "h\(hamlet.number)"
        }
    }
}
