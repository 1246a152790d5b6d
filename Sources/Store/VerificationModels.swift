import Domain
import JSON
import SQLite
import Text

/// What models add up to, by the keys of the tables that count them.
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
        let sheet = model.sheet
        if let hamlet = model.owner.hamlet {
            let sort = HamletSort(
                hamlet: hamlet.number, state: model.state.rawValue, kind: sheet.kind.rawValue)
            hamlets[sort, default: 0] += 1
        }
        guard let day = model.registeredOn else { return }
        let level = model.recognition?.level.rawValue ?? ""
        let sort = "\(sheet.area.rawValue) \(sheet.kind.rawValue) \(model.state.rawValue) \(level)"
        units[UnitSort(unit: model.unit, registeredOn: Int64(day.packed), sort: sort), default: 0] += 1
    }
}

/// Criteria, models, their appraisals and what they add up to.
extension Verifier {
    /// What all models add up to.
    func verifyModelCounts() throws {
        try verifyUnitModels(findings.models)
        try verifyHamletModels(findings.models)
    }

    func verifyCriteriaSets(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, unit, valid_from, pass, criteria_set.position,
                CASE kind WHEN 'criteria_set.recorded' THEN 1 ELSE 0 END, subject, payload
            FROM criteria_set LEFT JOIN journal ON journal.position = criteria_set.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.criteriaSet, id: id)
            guard row.isDay(2) else { return found(.rowUnreadable(.criteriaSet, id: id)) }
            var numbers: [Int64] = []
            let criteria = try connection.all(
                "SELECT name, weight, max, number FROM criterion WHERE criteria_set = ?1 ORDER BY number", id
            ) { row in
                numbers.append(row.integer(3))
                return CriteriaSet.Criterion(name: row.text(0), weight: row.integer(1), max: row.integer(2))
            }
            let set = readCriteriaSet(row, criteria)
            compare(.criteriaSet, id: id, with: row.link(at: 4)) { set.write(to: &$0) }
            if !numbers.areInARow { found(.columnDiffers(.criteriaSet, id: id, column: "number")) }
        }
    }

    func verifyModels(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, hamlet, organisation, unit, recorded_by, model.recorded_ms, name, area, model.kind, year,
                situation, objective, method, place, forces, resources, time, outputs, lasting, replicated_from,
                state, registered_on, criteria_set, remarks, level, decision_number, decided_on, signer,
                decline_reason, decided_by, version, model.position,
                CASE journal.kind WHEN 'model.recorded' THEN 1 WHEN 'model.changed' THEN 2 ELSE 0 END, subject,
                payload, search_key
            FROM model LEFT JOIN journal ON journal.position = model.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.model, id: id)
            guard row.isModel else {
                _ = latest(of: .model, id)
                return found(.rowUnreadable(.model, id: id))
            }
            let model = readModel(row)
            compare(.model, id: id, with: row.link(at: 31)) { model.write(to: &$0) }
            if row.text(35) != model.sheet.name.searchKey {
                found(.columnDiffers(.model, id: id, column: "search_key"))
            }
            findings.models.add(model)
        }
    }

    func verifyAppraisals(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT appraisal.id, appraisal.model, appraiser, appraisal.remarks, appraisal.recorded_ms,
                appraisal.position, CASE journal.kind WHEN 'appraisal.recorded' THEN 1 ELSE 0 END, subject, payload,
                NOT EXISTS (
                    SELECT 1 FROM appraisal_score
                    WHERE appraisal_score.appraisal = appraisal.id
                        AND appraisal_score.criteria_set IS NOT model.criteria_set)
            FROM appraisal
            LEFT JOIN model ON model.id = appraisal.model
            LEFT JOIN journal ON journal.position = appraisal.position
            WHERE appraisal.id BETWEEN ?1 AND ?2
            ORDER BY appraisal.id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.appraisal, id: id)
            guard row.isMoment(4) else { return found(.rowUnreadable(.appraisal, id: id)) }
            var numbers: [Int64] = []
            let points = try connection.all(
                "SELECT score, number FROM appraisal_score WHERE appraisal = ?1 ORDER BY number", id
            ) { row in
                numbers.append(row.integer(1))
                return row.integer(0)
            }
            let appraisal = readAppraisal(row, points)
            compare(.appraisal, id: id, with: row.link(at: 5)) { appraisal.write(to: &$0) }
            if !numbers.areInARow { found(.columnDiffers(.appraisal, id: id, column: "number")) }
            // The journal leaves the set to the model.
            if !row.boolean(9) { found(.columnDiffers(.appraisal, id: id, column: "criteria_set")) }
        }
    }

    /// Criteria and scores that belong to nothing.
    func verifyLooseItems() throws {
        try connection.each(
            "SELECT DISTINCT criteria_set FROM criterion WHERE criteria_set NOT IN (SELECT id FROM criteria_set)"
        ) { row in found(.columnDiffers(.criteriaSet, id: row.integer(0), column: "criterion")) }
        try connection.each(
            "SELECT DISTINCT appraisal FROM appraisal_score WHERE appraisal NOT IN (SELECT id FROM appraisal)"
        ) { row in found(.columnDiffers(.appraisal, id: row.integer(0), column: "appraisal_score")) }
    }

    /// A count of none may have a row: then models of that sort moved on.
    private func verifyUnitModels(_ counts: ModelCounts) throws {
        var rest = counts.units
        try connection.each(
            """
            SELECT unit, registered_on, area || ' ' || kind || ' ' || state || ' ' || level, models_count
            FROM unit_model
            ORDER BY unit, registered_on, area, kind, state, level
            """
        ) { row in
            let sort = ModelCounts.UnitSort(
                unit: row.text(0), registeredOn: row.integer(1), sort: row.text(2))
            compare(row.integer(3), rest.removeValue(forKey: sort) ?? 0, sort.sum)
        }
        for (sort, count) in rest.sorted(by: { $0.key < $1.key }) { compare(nil, count, sort.sum) }
    }

    private func verifyHamletModels(_ counts: ModelCounts) throws {
        var rest = counts.hamlets
        try connection.each(
            "SELECT hamlet, state, kind, models_count FROM hamlet_model ORDER BY hamlet, state, kind"
        ) { row in
            let sort = ModelCounts.HamletSort(
                hamlet: row.integer(0), state: row.text(1), kind: row.text(2))
            compare(row.integer(3), rest.removeValue(forKey: sort) ?? 0, sort.sum)
        }
        for (sort, count) in rest.sorted(by: { $0.key < $1.key }) { compare(nil, count, sort.sum) }
    }

    private func compare(_ stored: Int64?, _ computed: Int64, _ sum: Discrepancy.Sum) {
        if stored != computed { found(.sumDiffers(sum, stored: stored, computed: computed)) }
    }
}

extension ModelCounts.UnitSort {
    fileprivate var sum: Discrepancy.Sum {
        .unitModels(unit: unit, registeredOn: registeredOn, sort: sort)
    }
}

extension ModelCounts.HamletSort {
    fileprivate var sum: Discrepancy.Sum { .hamletModels(hamlet: hamlet, state: state, kind: kind) }
}

extension [Int64] {
    /// True when they are 1, 2, 3 and so on.
    var areInARow: Bool { elementsEqual(indices.lazy.map { Int64($0 + 1) }) }
}

extension Row {
    /// True when `readModel` reads the row and leaves nothing of it out, whatever CHECKs it slipped past.
    fileprivate var isModel: Bool {
        let hasOneOwner = (optionalInteger(1) == nil) != (optionalInteger(2) == nil)
        let recognition = [
            optionalText(24) != nil, optionalText(25) != nil, optionalInteger(26) != nil,
            optionalText(27) != nil,
        ]
        let isRecognised = recognition[0]
        let isDeclined = optionalText(28) != nil
        let isDecided = optionalInteger(29) != nil
        return hasOneOwner && recognition.allSatisfy { $0 == isRecognised } && !(isRecognised && isDeclined)
            && isDecided == (isRecognised || isDeclined) && isMoment(5) && isChoice(7, of: Model.Area.self)
            && isChoice(8, of: Model.Kind.self) && isChoice(20, of: Model.State.self) && isDay(21)
            && isChoice(24, of: Model.Level.self) && isDay(26)
    }
}
