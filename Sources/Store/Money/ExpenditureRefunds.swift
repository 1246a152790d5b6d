import Domain

extension WriteTransaction {
    /// Notes that the representation of `contribution` changed with one of its refunds.
    ///
    /// After a merger the refund is paid by another hamlet than the one that received the contribution.
    borrowing func noteChange(of contribution: Contribution.ID) throws {
        guard let contribution = try find(contribution) else { return }
        effects.owners.insert(.hamlet(contribution.hamlet))
    }

    /// Applies a refund, already stored as paid or as voided, to the pledge and the participation of its receipt.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    borrowing func settleRefund(_ refund: Expenditure, isPaid: Bool) throws {
        guard let id = refund.refundOf, let contribution = try find(id) else { return }
        if let id = contribution.pledge, let pledge = try find(id) {
            let isClosed = try find(contribution.hamlet)?.validity.to != nil
            let settled =
                isPaid
                ? pledge.reversing(refund.amount, isClosed: isClosed) : try pledge.restoring(refund.amount)
            try save(settled, replacing: pledge, in: contribution.hamlet)
        }
        guard let household = contribution.donor.household else { return }
        let (year, hamlet) = (contribution.receivedOn.year, contribution.hamlet)
        let isChanged =
            try isPaid
            ? removeParticipant(household, in: year, of: hamlet)
            : addParticipant(household, in: year, of: hamlet)
        guard isChanged else { return }
        try addToYearlyTotals(
            year, in: hamlet, fromHouseholds: 0, fromSponsors: 0, contributionsCount: 0,
            householdsCount: isPaid ? -1 : 1)
    }
}
