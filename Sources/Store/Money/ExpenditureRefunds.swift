import Domain
import SQLite

extension WriteTransaction {
    /// Counts a step of a refund with its receipt, whose representation changes with it.
    ///
    /// After a merger the refund is paid by another owner than the one that received the contribution.
    borrowing func countStep(ofRefund refund: Expenditure) throws {
        guard let contribution = try refund.refundOf.flatMap({ try find($0) }) else { return }
        if refund.mayBePublic(on: today) { effects.published.owners.insert(contribution.owner) }
        try connection.run(
            """
            UPDATE contribution
            SET refund_steps = refund_steps + 1, refunded_dong = (
                SELECT CAST(coalesce(sum(expenditure.amount_dong), 0) AS BIGINT)
                FROM expenditure
                WHERE refund_of = ?2 AND state IN ('paid', 'booked')
            )
            WHERE owner = ?1 AND id = ?2
            """, contribution.owner, contribution.id)
    }

    /// Applies a refund, already stored as paid or as voided, to the pledge and the participation of its receipt.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    borrowing func settleRefund(_ refund: Expenditure, isPaid: Bool) throws {
        guard let id = refund.refundOf, let contribution = try find(id) else { return }
        guard let hamlet = contribution.owner.hamlet else { return }
        if let id = contribution.pledge, let pledge = try find(id) {
            let isClosed = try find(hamlet)?.validity.to != nil
            let settled =
                isPaid
                ? pledge.reversing(refund.amount, isClosed: isClosed) : try pledge.restoring(refund.amount)
            try save(settled, replacing: pledge, in: hamlet)
        }
        guard let household = contribution.participant else { return }
        let year = contribution.receivedOn.year
        if isPaid {
            try removeParticipant(household, in: year, of: hamlet)
        } else {
            try addParticipant(household, in: year, of: hamlet)
        }
    }
}
