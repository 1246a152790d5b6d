/// What the people of one place said about a matter they were asked about (lấy ý kiến): counts, never who.
///
/// - Source: DOMAIN §1, the merging of communes: opinions of 100 % of voters, of which 98.86 % agreed.
package struct Consultation: VersionedEntity, Hashable {
    package typealias ID = Identifier<Consultation>

    package static let kind = EntityKind.consultation

    package struct Counts: Hashable, Sendable {
        package var eligible: Int64
        package var invited: Int64
        package var participated: Int64
        package var agreed: Int64
        package var disagreed: Int64
        /// Blank or unreadable.
        package var invalid: Int64

        package static let zero = Counts(
            eligible: 0, invited: 0, participated: 0, agreed: 0, disagreed: 0, invalid: 0)

        /// The most people of one place: far over a commune's, and sums of them stay far inside 64 bits.
        package static let max: Int64 = 100_000_000

        package init(
            eligible: Int64, invited: Int64, participated: Int64, agreed: Int64, disagreed: Int64,
            invalid: Int64
        ) {
            self.eligible = eligible
            self.invited = invited
            self.participated = participated
            self.agreed = agreed
            self.disagreed = disagreed
            self.invalid = invalid
        }

        /// Stops counts that cannot be.
        ///
        /// - Throws: `.countTooLarge` when more are invited than eligible, or take part than are invited;
        ///   `.opinionsUnequal` unless every participant has one opinion.
        package func check() throws(Refusal) {
            guard invited <= eligible else { throw .countTooLarge(at: .invited, max: eligible) }
            guard participated <= invited else {
                throw .countTooLarge(at: .participated, max: invited)
            }
            let sum = agreed + disagreed + invalid
            guard sum == participated else {
                throw .opinionsMismatch(opinionsCount: sum, participatedCount: participated)
            }
        }

        package func adding(_ other: Counts) -> Counts {
            Counts(
                eligible: eligible + other.eligible, invited: invited + other.invited,
                participated: participated + other.participated, agreed: agreed + other.agreed,
                disagreed: disagreed + other.disagreed, invalid: invalid + other.invalid)
        }

        /// Of all who might have; nil of nobody.
        package var participation: Share? { Share(participated, of: eligible) }
        /// Of those who took part; nil of nobody.
        package var agreement: Share? { Share(agreed, of: participated) }
        /// Of all who might have taken part; nil of nobody.
        package var agreementOfAll: Share? { Share(agreed, of: eligible) }
    }

    package let id: ID
    package let scope: Decision.Scope
    /// What is asked, under a short name that all places share: `sap-nhap-2024`.
    package let matter: String
    package let title: String
    package let firstOn: LocalDate
    package let lastOn: LocalDate
    package let counts: Counts
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package let version: Int64

    package init(
        id: ID, scope: Decision.Scope, matter: String, title: String, firstOn: LocalDate, lastOn: LocalDate,
        counts: Counts, recordedBy: User.ID, recordedAt: Instant, version: Int64 = 1
    ) {
        self.id = id
        self.scope = scope
        self.matter = matter
        self.title = title
        self.firstOn = firstOn
        self.lastOn = lastOn
        self.counts = counts
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.version = version
    }
}

/// A part of a whole, exactly: a fraction in lowest terms, from 0 to 1.
package struct Share: Hashable, Sendable {
    package let numerator: Int64
    /// More than 0.
    package let denominator: Int64

    /// Nil of nothing.
    package init?(_ part: Int64, of whole: Int64) {
        guard whole > 0 else { return nil }
        precondition((0...whole).contains(part), "a part is not more than its whole")
        let divisor = greatestCommonDivisor(part, whole)
        numerator = part / divisor
        denominator = whole / divisor
    }

    /// Hundredths of a percent, half up: 2/3 is 6667, 98.855 % is 9886.
    package var hundredthsOfPercent: Int64 { (20_000 * numerator + denominator) / (2 * denominator) }
}
