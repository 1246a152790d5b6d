/// A consultation (lấy ý kiến): the opinions of one place's residents on a matter, as counts only.
///
/// - Source: DOMAIN §1, merging of communes: opinions collected from 100 % of voters, 98.86 % of them in favour.
package struct Consultation: RecordedEntity, Hashable {
    package typealias ID = Identifier<Consultation>

    package static let kind = EntityKind.consultation

    package struct Counts: Hashable, Sendable {
        package var eligible: Int64
        package var invited: Int64
        package var participated: Int64
        package var agreed: Int64
        package var disagreed: Int64
        /// Blank or unreadable opinions.
        package var invalid: Int64

        package static let zero = Counts(
            eligible: 0, invited: 0, participated: 0, agreed: 0, disagreed: 0, invalid: 0)

        /// The maximum for one count: far above any commune's population, while sums stay well within 64 bits.
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

        /// Checks that the counts are consistent.
        ///
        /// - Throws: `.countTooLarge` when more are invited than eligible, or more participate than are invited;
        ///   `.opinionsMismatch` unless there is exactly one opinion per participant.
        package func check() throws(Refusal) {
            guard invited <= eligible else { throw .countTooLarge(at: .invited, max: eligible) }
            guard participated <= invited else {
                throw .countTooLarge(at: .participated, max: invited)
            }
            let sum = [agreed, disagreed, invalid].sum(of: \.self)
            guard sum == participated else {
                throw .opinionsMismatch(opinionsCount: sum, participatedCount: participated)
            }
        }

        package func adding(_ other: Counts) -> Counts {
            Counts(
                eligible: eligible.addingClamped(other.eligible),
                invited: invited.addingClamped(other.invited),
                participated: participated.addingClamped(other.participated),
                agreed: agreed.addingClamped(other.agreed),
                disagreed: disagreed.addingClamped(other.disagreed),
                invalid: invalid.addingClamped(other.invalid))
        }

        /// The share of the eligible who participated, or nil when nobody is eligible.
        package var participation: Share? { Share(participated, of: eligible) }
        /// The share of the participants who agreed, or nil when nobody participated.
        package var agreement: Share? { Share(agreed, of: participated) }
        /// The share of the eligible who agreed, or nil when nobody is eligible.
        package var agreementAmongEligible: Share? { Share(agreed, of: eligible) }
    }

    package let id: ID
    package let scope: Decision.Scope
    /// The key of the matter, shared by all places that are consulted on it: `sap-nhap-2024`.
    package let matter: String
    package let title: String
    package let firstOn: LocalDate
    package let lastOn: LocalDate
    package let counts: Counts
    package let recording: Recording

    package init(
        id: ID, scope: Decision.Scope, matter: String, title: String, firstOn: LocalDate, lastOn: LocalDate,
        counts: Counts, recording: Recording
    ) {
        self.id = id
        self.scope = scope
        self.matter = matter
        self.title = title
        self.firstOn = firstOn
        self.lastOn = lastOn
        self.counts = counts
        self.recording = recording
    }
}
