/// One appraiser's scores for one model.
///
/// Never changed.
package struct Appraisal: Entity, Hashable {
    package typealias ID = Identifier<Appraisal>

    package static let kind = EntityKind.appraisal

    package let id: ID
    package let model: Model.ID
    package let appraiser: User.ID
    /// In the order of the criteria set.
    package let points: [Int64]
    /// For the committee.
    ///
    /// Private.
    package let remarks: String?
    package let recordedAt: Instant

    /// The minimum number of appraisals for a decision.
    ///
    /// - Source: DOMAIN §7.
    package static let requiredCount = 2

    /// How many appraisers a model may have.
    package static let appraisersMax = 10

    package init(
        id: ID, model: Model.ID, appraiser: User.ID, points: [Int64], remarks: String?, recordedAt: Instant
    ) {
        self.id = id
        self.model = model
        self.appraiser = appraiser
        self.points = points
        self.remarks = remarks
        self.recordedAt = recordedAt
    }
}
