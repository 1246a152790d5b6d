/// What the rows of an entity say about persons, and whether that can be erased.
///
/// - Source: Law 91/2025/QH15 on the protection of personal data; law on accounting, which keeps vouchers.
package struct PersonalMembers: Sendable {
    /// Why a name stays.
    package enum Reason: String, CaseIterable, Sendable {
        /// It stands on a voucher, or on a request or debt that vouchers rest on: kept by the law on accounting.
        case voucher
        /// It stands on a paper of the accounts, such as the minutes of a count: kept by the same law.
        case accounts
        /// It is of somebody who acts for a public office, on a public paper.
        case office
    }

    /// The columns that are erased when the persons are forgotten: of the entity's table by their names, of others with
    /// the table.
    package let erased: [String]
    /// The columns that stay, although they may name a person.
    package let kept: [String: Reason]

    package init(erased: [String] = [], kept: [String: Reason] = [:]) {
        self.erased = erased
        self.kept = kept
    }

    /// Names nobody.
    package static let none = PersonalMembers()

    /// Columns that all stay for one reason.
    package static func kept(_ columns: String..., as reason: Reason) -> PersonalMembers {
        PersonalMembers(kept: Dictionary(uniqueKeysWithValues: columns.map { ($0, reason) }))
    }
}
