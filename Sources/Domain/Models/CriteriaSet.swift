/// A criteria set (bộ tiêu chí): the criteria for appraising models in a unit's subtree, from a date on.
///
/// Never changed: a revised set is recorded with a later first day, and a model keeps the set it was registered
/// under.
///
/// - Source: DOMAIN §7. Weights and pass marks are decided by the unit, not constants in the software.
package struct CriteriaSet: Entity, Hashable {
    package typealias ID = Identifier<CriteriaSet>

    package static let kind = EntityKind.criteriaSet

    package struct Criterion: Hashable, Sendable {
        package let name: String
        /// The criterion's share of the 100 points.
        package let weight: Int64
        /// The highest score an appraiser may give.
        package let max: Int64

        package init(name: String, weight: Int64, max: Int64) {
            self.name = name
            self.weight = weight
            self.max = max
        }
    }

    package let id: ID
    /// The unit in whose subtree the set applies.
    package let unit: AdministrativeUnit.Code
    package let validFrom: LocalDate
    /// In the order of the form.
    ///
    /// Appraisers refer to criteria by number, starting at 1.
    package let criteria: [Criterion]
    /// The pass mark: the mean score a model needs for recognition, out of 100.
    package let passMark: Int64

    package static let weightsTotal: Int64 = 100
    package static let criteriaMax = 100
    package static let maximumMax: Int64 = 1000
    /// The upper bound of the maxima's least common multiple, so that scores stay exact in 64 bits.
    package static let denominatorMax: Int64 = 1_000_000_000

    package init(
        id: ID, unit: AdministrativeUnit.Code, validFrom: LocalDate, criteria: [Criterion], passMark: Int64
    ) {
        self.id = id
        self.unit = unit
        self.validFrom = validFrom
        self.criteria = criteria
        self.passMark = passMark
    }

    /// Checks that scores can be computed exactly.
    ///
    /// - Throws: `.weightsSumMismatch` unless the weights add up to 100; `.maximaIncompatible` when the maxima have
    ///   no common multiple up to `denominatorMax`.
    package func check() throws(Refusal) {
        let sum = criteria.sum(of: \.weight)
        guard sum == CriteriaSet.weightsTotal else { throw .weightsSumMismatch(sum: sum) }
        var common: Int64 = 1
        for criterion in criteria {
            common = leastCommonMultiple(common, criterion.max)
            guard common <= CriteriaSet.denominatorMax else { throw .maximaIncompatible }
        }
    }

    /// The points for one criterion, as an appraiser submits them.
    package struct Mark: Hashable, Sendable {
        /// The number of the criterion, starting at 1.
        package let criterion: Int64
        package let score: Int64

        package init(criterion: Int64, score: Int64) {
            self.criterion = criterion
            self.score = score
        }
    }

    /// The points of `marks` in the order of the criteria.
    ///
    /// - Throws: `.scoresIncomplete` unless each criterion has exactly one mark; `.scoreTooLarge` above its maximum.
    package func points(of marks: [Mark]) throws(Refusal) -> [Int64] {
        var points = [Int64?](repeating: nil, count: criteria.count)
        for (place, mark) in marks.enumerated() {
            guard mark.criterion >= 1, mark.criterion <= Int64(criteria.count) else {
                throw .scoresIncomplete(criteriaCount: criteria.count)
            }
            let index = Int(mark.criterion) - 1
            guard points[index] == nil else { throw .scoresIncomplete(criteriaCount: criteria.count) }
            guard (0...criteria[index].max).contains(mark.score) else {
                throw .scoreTooLarge(at: Field.scores[place].member(.score), max: criteria[index].max)
            }
            points[index] = mark.score
        }
        let given = points.compactMap(\.self)
        guard given.count == criteria.count else { throw .scoresIncomplete(criteriaCount: criteria.count) }
        return given
    }

    /// The exact weighted score: Σ weight · points / max.
    package func score(of points: [Int64]) -> Score {
        zip(criteria, points)
            .reduce(Score.zero) { sum, pair in
                sum.adding(Score(wide: Int128(pair.0.weight) * Int128(pair.1), Int128(pair.0.max)))
            }
    }

    /// The mean score of `appraisals`, or nil when there are none.
    package func mean(of appraisals: [Appraisal]) -> Score? {
        Score.mean(of: appraisals.map { score(of: $0.points) })
    }
}
