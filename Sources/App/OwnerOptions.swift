import ArgumentParser
import Domain
import Store

/// Whose books a command is about, named as requests name it: a hamlet, a commune or an organisation.
struct OwnerOptions: ParsableArguments {
    @Option(help: "Chỉ một thôn xóm.")
    var hamlet: Int64?

    @Option(help: "Chỉ một xã, phường, theo mã.")
    var commune: String?

    @Option(help: "Chỉ một tổ chức.")
    var organisation: Int64?

    func validate() throws {
        if [hamlet != nil, commune != nil, organisation != nil].count(where: \.self) > 1 {
            throw ValidationError("Chỉ ghi một trong --hamlet, --commune, --organisation.")
        }
    }

    /// The owner; nil for all.
    ///
    /// - Throws: `Failure` when there is no such owner.
    func owner(in tx: borrowing ReadTransaction) throws -> FundOwner? {
        if let hamlet {
            guard try tx.find(Hamlet.ID(hamlet)) != nil else {
                throw Failure(.data, "Không có thôn xóm \(hamlet).")
            }
            return .hamlet(Identifier(hamlet))
        }
        if let organisation {
            guard try tx.find(Organisation.ID(organisation)) != nil else {
                throw Failure(.data, "Không có tổ chức \(organisation).")
            }
            return .organisation(Identifier(organisation))
        }
        guard let commune else { return nil }
        guard let unit = try tx.lastCommune(coded: commune) else {
            throw Failure(.data, "Không có xã, phường nào mang mã \(commune).")
        }
        return .commune(unit.id)
    }
}
