package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The first and the last day of what is on record of `organisation`: in its books, of its gifts, its models and its
    /// events; nil without any.
    ///
    /// Of its versions, each has a day on which it was valid.
    /// What was voided counts only by the day on which it was reversed.
    package borrowing func recordedDays(of organisation: Organisation.ID) throws -> ClosedRange<LocalDate>? {
        let owner = FundOwner.organisation(organisation)
        var days: [LocalDate] = []
        for kind in EntityKind.allCases where kind.table.scopeSource.isOwner {
            guard let query = kind.table.recordedDays else { continue }
            days += try daysFound(by: query, owner)
        }
        for query in Organisation.voucherDays { days += try daysFound(by: query, owner) }
        for query in Organisation.ownDays { days += try daysFound(by: query, organisation) }
        guard let first = days.min(), let last = days.max() else { return nil }
        return first...last
    }

    private borrowing func daysFound(by query: Query, _ key: some Bindable) throws -> [LocalDate] {
        try connection.first(query, key) { row in
            [row.optionalDate(0), row.optionalDate(1)].compactMap { $0 }
        } ?? []
    }
}

extension Organisation {
    /// In the books of an owner.
    fileprivate static let voucherDays = [
        Query(
            """
            SELECT min(received_on), max(coalesce(reversed_on, issued_on, received_on)) FROM contribution
            WHERE owner = ?1 AND (voided_ms IS NULL OR reversed_on IS NOT NULL)
            """),
        Query(
            """
            SELECT min(paid_on), max(coalesce(reversed_on, issued_on, paid_on)) FROM expenditure
            WHERE owner = ?1 AND (state IN ('paid', 'booked') OR reversed_on IS NOT NULL)
            """),
    ]

    /// By the organisation that gave, or whose model or event it is.
    fileprivate static let ownDays = [
        Query(
            """
            SELECT min(received_on), max(received_on) FROM contribution
            WHERE organisation = ?1 AND (voided_ms IS NULL OR reversed_on IS NOT NULL)
            """),
        Query("SELECT min(registered_on), max(registered_on) FROM model WHERE organisation = ?1"),
        Query("SELECT min(held_on), max(held_on) FROM community_event WHERE organisation = ?1"),
        Query(
            """
            SELECT (SELECT min(valid_to) FROM organisation_version WHERE organisation = ?1),
                (SELECT current_from FROM organisation WHERE id = ?1)
            """),
    ]
}
