import Domain
import SQLite
import Store

extension Verifier {
    /// Verifies the rows of an entity ordered by id against the journal, with their derived columns and parts.
    func verifyRows<Value: StoredEntity>(
        of type: Value.Type, _ range: ClosedRange<Int64>
    ) throws {
        let columns = Value.table.columns.count
        try connection.forEachReadable(Value.table.verification, range.lowerBound, range.upperBound) { row in
            let id = row.integer(0)
            countRow(Value.kind, id: id)
            let value = try Value.read(row, in: reading)
            try row.check()
            compare(value, with: row.link(at: columns))
            compareDerived(value, row, at: columns + JournalLink.columnsCount)
            try verifyParts(of: value)
            tally(value)
        } onUnreadable: { row, _ in
            let id = row.integer(0)
            _ = latest(of: Value.kind, id)
            report(.rowUnreadable(Value.kind, id: id))
        }
    }

    /// Compares derived columns with their computed values, and checks the table's rules.
    private func compareDerived<Value: StoredEntity>(_ value: Value, _ row: borrowing Row, at column: Int32) {
        var column = column
        for (name, derived) in zip(Value.table.derived, value.derived(names)) {
            let agrees =
                switch derived {
                case .text(let text): row.textEquals(Array(text.utf8), in: column)
                case .bytes(let bytes): row.optionalBytes(column) == bytes
                }
            if !agrees { report(.columnDiffers(Value.kind, id: value.id.number, column: name.text)) }
            column += 1
        }
        for rule in Value.table.rules {
            if row.optionalInteger(column) != 1 {
                report(.columnDiffers(Value.kind, id: value.id.number, column: rule.column.text))
            }
            column += 1
        }
    }

    /// Checks that parts are numbered from 1 without gaps.
    private func verifyParts<Value: StoredEntity>(of value: Value) throws {
        for part in Value.table.parts {
            var numbers: [String: [Int64]] = [:]
            try connection.forEach(part.numbers, value.id) { row in
                numbers[row.optionalText(0) ?? "", default: []].append(row.integer(1))
            }
            if !numbers.values.allSatisfy(\.areConsecutive) {
                report(.columnDiffers(Value.kind, id: value.id.number, column: "number"))
            }
        }
    }

    /// Reports parts whose entity does not exist.
    func verifyOrphanedParts(of entity: EntityKind) throws {
        for part in entity.table.parts {
            try connection.forEach(part.orphans) { row in
                report(.columnDiffers(entity, id: row.integer(0), column: part.name.text))
            }
        }
    }

    /// Adds `value` to the totals of hamlets and units, and checks the outcomes of a decision.
    private func tally<Value: StoredEntity>(_ value: Value) {
        if let household = value as? Household {
            tallyPopulation(household)
        } else if let model = value as? Model {
            findings.models.add(model)
        } else if let decision = value as? Decision, !decision.outcomesMatchVotes {
            report(.columnDiffers(.decision, id: decision.id.number, column: "is_passed"))
        }
    }

    private func tallyPopulation(_ household: Household) {
        guard household.end == nil else { return }
        var population = findings.population[household.hamlet.number] ?? (0, 0)
        population.households += 1
        population.persons &+= household.personsCount
        findings.population[household.hamlet.number] = population
    }
}

extension [Int64] {
    /// True when the numbers are 1, 2, 3 and so on.
    fileprivate var areConsecutive: Bool { elementsEqual(indices.lazy.map { Int64($0 + 1) }) }
}
