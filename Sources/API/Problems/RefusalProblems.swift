import Domain
import Text

extension Problem {
    /// Labelled, because codes and refusals share names: an unlabelled `self.init(.roleMissing)` would call itself.
    init(of refusal: Refusal) {
        switch refusal {
        case .notFound(let entity): self = Problem.notFound(entity)
        case .unknownReference(let entity, let field): self = Problem.unknownReference(entity, field)
        case .alreadyExists(let entity, let field): self.init(duplicate: entity, at: field)
        case .nameTaken(let entity, let field, let id, let name): self = .taken(entity, field, id, name)
        case .bankReferenceUsed(let used): self.init(used)
        case .invalidTransition(let entity, let step, let from):
            self = Problem.invalidTransition(entity, step, from)
        case .privateData(let data, let field): self = .privateData(data, field)
        case .access(let refusal): self.init(of: refusal)
        case .duty(let refusal): self.init(of: refusal)
        case .bank(let refusal): self.init(of: refusal)
        case .ownRequest(let step): self = Problem.ownRequest(step)
        case .notRequester: self.init(.notRequester, detail: .othersEndRequests)
        case .ownVoucher: self.init(.ownVoucher, detail: .anotherVoids)
        case .ownModel: self.init(.ownModel, detail: .anotherAppraises)
        case .ownAppraisal(let step): self = Problem.ownAppraisal(step)
        case .samePerson(let first, let second): self = Problem.samePerson(first, second)
        case .roleMissing(let held, let allowed): self.init(roleMissing: held, allowed: allowed)
        case .amountTooLarge: self.init(.amountTooLarge)
        case .dateOutOfRange(let field, let from, let to): self = Problem.dateOutOfRange(field, from, to)
        case .voucher(let refusal): self.init(of: refusal)
        case .householdElsewhere(let field): self = Problem.householdElsewhere(field)
        case .pledgeMismatch(let field): self = Problem.pledgeMismatch(field)
        case .balanceTooLow(let shortage): self.init(.balanceTooLow, for: shortage)
        case .balanceTooLowOnDate(let shortage): self.init(.balanceTooLowOnDate, for: shortage)
        case .refundTooLarge(let available): self = Problem.refundTooLarge(available)
        case .hasRefunds: self.init(.hasRefunds, detail: .refundsEnd)
        case .versionMismatch(let current): self = Problem.versionMismatch(current)
        case .unitRequired(let field): self = Problem.unitRequired(field)
        case .finalState(let entity, let state): self.init(frozen: entity, in: state)
        case .appraisalMissing(let step, let from): self = .appraisalMissing(step, from)
        case .alreadyAppraised: self.init(.alreadyAppraised)
        case .appraiserInOwnerUnit: self.init(.appraiserInOwnerUnit)
        case .criteriaSetMissing: self.init(.criteriaSetMissing)
        case .weightsSumMismatch(let sum): self = Problem.weightsSumMismatch(sum)
        case .maximaIncompatible: self = Problem.maximaIncompatible
        case .scoresIncomplete(let count): self = Problem.scoresIncomplete(count)
        case .scoreTooLarge(let field, let max): self = Problem.scoreTooLarge(field, max)
        case .scoreBelowPass(let mean, let pass): self = Problem.scoreBelowPass(mean, pass)
        case .replicationCycle(let field): self = Problem.replicationCycle(field)
        case .districtEnded(let field): self = Problem.districtEnded(field)
        case .parameterValueInvalid(let format): self = Problem.parameterValueInvalid(format)
        case .parameterWeaker(let key, let value): self = Problem.parameterWeaker(key, value)
        case .parameterMissing(let key): self = Problem.parameterMissing(key)
        case .representedTooLarge(let count): self = Problem.representedTooLarge(count)
        case .resultsIncomplete(let count): self = Problem.resultsIncomplete(count)
        case .votesMismatch(let field, let votes, let most): self = .votesMismatch(field, votes, most)
        case .countingBoardRequired: self = Problem.countingBoardRequired
        case .countingBoardNotAllowed: self = Problem.countingBoardNotAllowed
        case .consentsLapsed(let day): self = Problem.consentsLapsed(day)
        case .countTooLarge(let field, let max): self = Problem.countTooLarge(field, max)
        case .countTooSmall(let field, let min): self = Problem.countTooSmall(field, min)
        case .opinionsMismatch(let opinions, let people): self = Problem.opinionsMismatch(opinions, people)
        case .occupationUnknown(let field, let groups): self = Problem.occupationUnknown(field, groups)
        case .notEndedOnDate(let field, let days): self = Problem.notEndedOnDate(field, days)
        case .notPresentOnDate(let field, let day): self = Problem.notPresentOnDate(field, day)
        case .closed(let entity, let last, let successors, let exit):
            self.init(closed: entity, last: last, successors, exit)
        case .recordsAfterEffectiveDate(let later): self.init(recordsAfterEffectiveDate: later)
        case .householdCodesConflict(let codes): self = Problem.householdCodesConflict(codes)
        case .remainderAmbiguous(let field): self = Problem.remainderAmbiguous(field)
        case .decisionMissing(let fund): self = Problem.decisionMissing(fund)
        case .decisionNotApplicable(let field): self = Problem.decisionNotApplicable(field)
        case .noChange(let field): self = Problem.noChange(field)
        case .openPledges(let count): self = Problem.openPledges(count)
        case .valueNotListed(let field, let values): self = Problem.valueNotListed(field, values)
        case .occupationRepeated(let field): self = Problem.occupationRepeated(field)
        }
    }
}
