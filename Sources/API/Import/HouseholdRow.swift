import Domain
import Store
import Text

extension Reading where Self: ~Copyable {
    /// The members of a row in which it differs from the household that has its code.
    ///
    /// A cell that is empty says nothing. The first day may be that of the household or of its present state.
    borrowing func members(of row: NewHouseholdInput, differingFrom household: Household) throws -> [String] {
        var differing: [String] = []
        if row.headName != household.headName { differing.append("head_name") }
        if row.personsCount != household.personsCount { differing.append("persons") }
        if let address = row.address, address != household.address { differing.append("address") }
        if let workers = row.workersCount, workers != household.workersCount { differing.append("workers") }
        if let tier = row.tier, tier != household.tier { differing.append("tier") }
        if let day = row.validFrom, day != household.validFrom, try day != firstDay(of: household.id) {
            differing.append("valid_from")
        }
        return differing
    }
}

extension Problem {
    /// A row with the code of `household` and other content: a correction or a change of it is made by id.
    ///
    /// Without what is stored: reading names is logged, and this is no reading.
    init(standing household: Household, _ differing: [String]) {
        let (code, id, list) = (
            household.code.displayed, household.id.number, differing.joined(separator: ", ")
        )
        self.init(errors: [
            FieldError(
                "/code", .alreadyExists,
                Sentence(
                    vi: "đã có: hộ \(code) (số \(id)), nhưng khác \(list); hãy sửa hộ đó hoặc ghi mã khác",
                    en:
                        "is that of household \(code) (id \(id)), which differs in \(list); correct that one, or use another code"
                ))
        ])
    }
}
