extension Parameter.Key {
    /// How a unit below the province may differ from the value that the law or the province sets; nil for keys that the
    /// office sets as it likes.
    ///
    /// - Source: Law 10/2022/QH15, articles 12, 13, 15, 16, 21; Circular 29/1999 on answers, per DOMAIN §2.
    package var legalBound: Parameter.LegalBound? {
        switch self {
        case .policyThreshold, .ratesThreshold, .exemptionsThreshold, .estimateThreshold,
            .spendingPlanThreshold,
            .byLawThreshold, .electionThreshold, .labourPriceThreshold, .landPriceThreshold,
            .materialPriceThreshold, .boardsThreshold, .otherThreshold, .communeThreshold, .byLawQuorum,
            .onlineShare:
            .largerShare
        case .contributionForms, .byLawForms, .electionForms, .boardsForms, .otherForms: .fewerForms
        case .initiativeShare: .smallerShare
        case .loudspeakerDays, .boardDays, .noticeDays, .assemblyNoticeDays, .opinionDays: .more
        case .initiativeMonths, .publicationStartDays, .answerDays, .complexAnswerDays, .sendingDays,
            .recognitionDays, .recommendationDays, .dataRequestDays:
            .fewer
        case .collectionDecision: .required
        case .stateTitle, .motto, .communeOrgan, .frontOrgan, .occupationGroups, .tiers, .organisationTypes,
            .clusterHouseholds, .headTermYears, .ruralHamletTypes, .urbanHamletTypes, .receiptForm,
            .paymentForm,
            .voucherIssuingText, .voucherHeading, .voucherNumber, .receiptSigners, .paymentSigners,
            .budgetCode, .cashBookForm, .bankBookForm, .fundLedgerForm, .voucherRegisterForm, .statementForm,
            .cashCountForm, .openingBalanceForm, .handOverSlipForm, .bookHandoverForm, .payableForm,
            .bookSigners, .statementSigners, .countSigners, .handOverSlipSigners, .bookHandoverSigners,
            .payableSigners:
            nil
        }
    }

    /// True when `value` is at least as strict as `other`, or the law sets no bound; a value that cannot be read is
    /// not.
    package func isAtLeastAsStrict(_ value: String, as other: String) -> Bool {
        switch legalBound {
        case nil: return true
        case .largerShare:
            guard let mine = Threshold(value), let theirs = Threshold(other) else { return false }
            return mine.isAtLeastAsStrict(as: theirs)
        case .smallerShare:
            guard let mine = Threshold(value), let theirs = Threshold(other) else { return false }
            return theirs.isAtLeastAsStrict(as: mine)
        case .more:
            guard let mine = Int64(value), let theirs = Int64(other) else { return false }
            return mine >= theirs
        case .fewer:
            guard let mine = Int64(value), let theirs = Int64(other) else { return false }
            return mine <= theirs
        case .fewerForms:
            guard let mine = Decision.Form.forms(in: value), let theirs = Decision.Form.forms(in: other)
            else { return false }
            return Decision.Form.opens(mine, noMoreThan: theirs)
        case .required: return value == Parameter.required || other != Parameter.required
        }
    }
}
