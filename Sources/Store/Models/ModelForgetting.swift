package import Domain
package import SQLite
import Text

extension PersonalMembers {
    static let model = PersonalMembers(
        erased: [
            "name", "search_key", "situation", "objective", "method", "place", "forces", "resources", "time",
            "outputs", "lasting", "remarks", "decline_reason",
        ], kept: ["signer": .office])
}

extension Model: ForgettableEntity {
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND \(EntityKind.personalKinds) AND kind IN ('model.recorded', 'model.changed')
        ORDER BY position
        """)

    package var forgettingOwner: FundOwner? { owner.hamlet.map { .hamlet($0) } }

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {
        guard form.kind == .individual else { throw ForgettingRefusal.modelOfCollective }
        switch state {
        case .draft, .returned, .recognised, .declined: return
        case .registered, .accepted, .appraised: throw ForgettingRefusal.modelUndecided
        }
    }

    /// What the appraisers remarked of the person goes too; their scores stay.
    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.update(to: self) { try tx.update(self, position: position) }
        for appraisal in try tx.appraisals(of: id) { _ = try tx.forget(appraisal.id) }
    }
}

extension Appraisal: ForgettableEntity {
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND \(EntityKind.personalKinds) AND kind = 'appraisal.recorded'
        ORDER BY position
        """)

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {}

    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.connection.run(
            "UPDATE appraisal SET remarks = NULL, position = ?2 WHERE id = ?1", id, position)
    }
}
