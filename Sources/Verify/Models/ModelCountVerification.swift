import Domain
import SQLite
import Store

/// The number of models, by the keys of the tables that store the counts.
struct ModelCounts: Sendable {
    struct UnitSort: Hashable, Comparable {
        let unit: String
        let registeredOn: Int64
        /// `area kind state level`.
        let sort: String

        static func < (left: UnitSort, right: UnitSort) -> Bool {
            (left.unit, left.registeredOn, left.sort) < (right.unit, right.registeredOn, right.sort)
        }
    }

    struct HamletSort: Hashable, Comparable {
        let hamlet: Int64
        let state: String
        let kind: String

        static func < (left: HamletSort, right: HamletSort) -> Bool {
            (left.hamlet, left.state, left.kind) < (right.hamlet, right.state, right.kind)
        }
    }

    var units: [UnitSort: Int64] = [:]
    var hamlets: [HamletSort: Int64] = [:]

    mutating func add(_ counts: ModelCounts) {
        units.merge(counts.units) { $0 + $1 }
        hamlets.merge(counts.hamlets) { $0 + $1 }
    }

    mutating func add(_ model: Model) {
        let form = model.form
        if let hamlet = model.owner.hamlet {
            let sort = HamletSort(
                hamlet: hamlet.number, state: model.state.rawValue, kind: form.kind.rawValue)
            hamlets[sort, default: 0] += 1
        }
        guard let day = model.registeredOn else { return }
        let level = model.recognition?.level.rawValue ?? ""
        let sort = "\(form.area.rawValue) \(form.kind.rawValue) \(model.state.rawValue) \(level)"
        units[UnitSort(unit: model.unit, registeredOn: Int64(day.packed), sort: sort), default: 0] += 1
    }
}

extension Verifier {
    /// Compares the stored counts with those of all models.
    func verifyModelCounts() throws {
        try verifyUnitModels(findings.models)
        try verifyHamletModels(findings.models)
    }

    /// A row with count 0 is allowed: models left that state or sort.
    private func verifyUnitModels(_ counts: ModelCounts) throws {
        var unmatched = counts.units
        try connection.forEach(
            """
            SELECT unit, registered_on, area || ' ' || kind || ' ' || state || ' ' || level, models_count
            FROM unit_model
            ORDER BY unit, registered_on, area, kind, state, level
            """
        ) { row in
            let sort = ModelCounts.UnitSort(
                unit: row.text(0), registeredOn: row.integer(1), sort: row.text(2))
            compare(row.integer(3), unmatched.removeValue(forKey: sort) ?? 0, sort.sum)
        }
        for (sort, count) in unmatched.sorted(by: { $0.key < $1.key }) { compare(nil, count, sort.sum) }
    }

    private func verifyHamletModels(_ counts: ModelCounts) throws {
        var unmatched = counts.hamlets
        try connection.forEach(
            "SELECT hamlet, state, kind, models_count FROM hamlet_model ORDER BY hamlet, state, kind"
        ) { row in
            let sort = ModelCounts.HamletSort(
                hamlet: row.integer(0), state: row.text(1), kind: row.text(2))
            compare(row.integer(3), unmatched.removeValue(forKey: sort) ?? 0, sort.sum)
        }
        for (sort, count) in unmatched.sorted(by: { $0.key < $1.key }) { compare(nil, count, sort.sum) }
    }

    private func compare(_ stored: Int64?, _ computed: Int64, _ sum: Discrepancy.Total) {
        if stored != computed { report(.totalDiffers(sum, stored: stored, computed: computed)) }
    }
}

extension ModelCounts.UnitSort {
    fileprivate var sum: Discrepancy.Total {
        .unitModels(unit: unit, registeredOn: registeredOn, sort: sort)
    }
}

extension ModelCounts.HamletSort {
    fileprivate var sum: Discrepancy.Total { .hamletModels(hamlet: hamlet, state: state, kind: kind) }
}
