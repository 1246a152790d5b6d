import Text

/// Which fund of the successor takes over each fund.
package struct BookHandoverPlan: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case existing(Fund.ID)
        /// A place in `newNames`.
        case new(Int)
    }

    /// The names of the funds that the successor opens.
    package private(set) var newNames: [String] = []
    /// In the order of the old funds.
    package private(set) var targets: [Target] = []

    /// Plans the hand-over: a fund goes to the successor's fund with its name, or to a new one.
    ///
    /// - Parameters:
    ///   - funds: the old funds.
    ///   - names: what funds are called afterwards, when not as before; those with one name become one fund.
    ///   - known: the funds that the successor has.
    /// - Throws: `.unknownReference` for a name of another fund; `.alreadyExists` for a second name of one.
    package init(
        of funds: [Fund], names: [ReorganisationPlan.FundName], to known: [Fund]
    ) throws(Refusal) {
        var renamed: [Fund.ID: String] = [:]
        for (index, name) in names.enumerated() {
            let field = Field.funds[index].member(.fund)
            guard funds.contains(where: { $0.id == name.fund }) else {
                throw .unknownReference(.fund, at: field)
            }
            guard renamed.updateValue(name.name, forKey: name.fund) == nil else {
                throw .alreadyExists(.fund, at: field)
            }
        }
        var byKey: [String: Target] = [:]
        for fund in known { byKey[fund.name.nameKey] = .existing(fund.id) }
        for fund in funds {
            let name = renamed[fund.id] ?? fund.name
            let target = byKey[name.nameKey] ?? .new(newNames.count)
            if byKey[name.nameKey] == nil { newNames.append(name) }
            byKey[name.nameKey] = target
            targets.append(target)
        }
    }
}
