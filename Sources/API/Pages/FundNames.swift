import Domain
import Store

/// The names of funds, each read once.
struct FundNames {
    private var names: [Fund.ID: String] = [:]

    mutating func name(of fund: Fund.ID, in tx: borrowing ReadTransaction) throws -> String {
        if let name = names[fund] { return name }
        let name = try tx.fundName(fund)
        names[fund] = name
        return name
    }
}
