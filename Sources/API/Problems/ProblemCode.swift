/// The stable code of a problem.
///
/// The `type` of a problem is `/problems/` followed by its code.
///
/// - Source: RFC 9457; status codes by RFC 9110 §15.
package enum ProblemCode: String, CaseIterable, Sendable {
    case jsonMalformed = "json-malformed"
    case parameterUnknown = "parameter-unknown"
    case parameterInvalid = "parameter-invalid"
    case cursorMismatch = "cursor-mismatch"
    case idempotencyKeyMissing = "idempotency-key-missing"
    case idempotencyKeyMalformed = "idempotency-key-malformed"
    case idempotencyKeyReused = "idempotency-key-reused"
    case tokenMissing = "token-missing"
    case tokenInvalid = "token-invalid"
    case roleMissing = "role-missing"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case mediaTypeUnsupported = "media-type-unsupported"
    case versionMissing = "version-missing"
    case versionMismatch = "version-mismatch"
    case inputInvalid = "input-invalid"
    case memberMissing = "member-missing"
    case memberUnknown = "member-unknown"
    case memberRepeated = "member-repeated"
    case typeMismatch = "type-mismatch"
    case textInvalid = "text-invalid"
    case textTooLong = "text-too-long"
    case numberOutOfRange = "number-out-of-range"
    case amountNotExact = "amount-not-exact"
    case amountNotPositive = "amount-not-positive"
    case dateInvalid = "date-invalid"
    case dateOutOfRange = "date-out-of-range"
    case dateBeforeSeries = "date-before-series"
    case bookNotRegistered = "book-not-registered"
    case bookClosed = "book-closed"
    case severalLines = "several-lines"
    case foreignAmountMismatch = "foreign-amount-mismatch"
    case periodClosed = "period-closed"
    case periodOpen = "period-open"
    case periodNotReady = "period-not-ready"
    case periodOrder = "period-order"
    case bookChanged = "book-changed"
    case notCounter = "not-counter"
    case payableExceeded = "payable-exceeded"
    case payableSettled = "payable-settled"
    case payableMismatch = "payable-mismatch"
    case payableOpen = "payable-open"
    case handTooLow = "hand-too-low"
    case ownCash = "own-cash"
    case receiptsDiffer = "receipts-differ"
    case cashInHand = "cash-in-hand"
    case fundPassesThrough = "fund-passes-through"
    case othersMoneyHeld = "others-money-held"
    case choiceUnknown = "choice-unknown"
    case referenceUnknown = "reference-unknown"
    case referenceAmbiguous = "reference-ambiguous"
    case donorAmbiguous = "donor-ambiguous"
    case householdElsewhere = "household-elsewhere"
    case pledgeMismatch = "pledge-mismatch"
    case unitRequired = "unit-required"
    case alreadyExists = "already-exists"
    case invalidTransition = "invalid-transition"
    case privateData = "private-data"
    case enrolmentCodeInvalid = "enrolment-code-invalid"
    case witnessUnknown = "witness-unknown"
    case checkpointOld = "checkpoint-old"
    case checkpointDiffers = "checkpoint-differs"
    case confirmationRequired = "confirmation-required"
    case ownAssignment = "own-assignment"
    case roleNotAssignable = "role-not-assignable"
    case userDisabled = "user-disabled"
    case rolesElsewhere = "roles-elsewhere"
    case managedAbove = "user-managed-above"
    case ownRequest = "own-request"
    case notRequester = "not-requester"
    case ownVoucher = "own-voucher"
    case ownModel = "own-model"
    case ownAppraisal = "own-appraisal"
    case samePerson = "same-person"
    case amountTooLarge = "amount-too-large"
    case balanceTooLow = "balance-too-low"
    case balanceTooLowOnDate = "balance-too-low-on-date"
    case refundTooLarge = "refund-too-large"
    case hasRefunds = "has-refunds"
    case tooManyRequests = "too-many-requests"
    case requestMalformed = "request-malformed"
    case requestTimeout = "request-timeout"
    case bodyTooLarge = "body-too-large"
    case requestLineTooLong = "request-line-too-long"
    case expectationUnknown = "expectation-unknown"
    case headerTooLarge = "header-too-large"
    case methodUnknown = "method-unknown"
    case versionUnsupported = "version-unsupported"
    case busy
    case shuttingDown = "shutting-down"
    case tooManyConnections = "too-many-connections"
    case diskFull = "disk-full"
    case clockBehind = "clock-behind"
    case internalError = "internal-error"
    case ownerAmbiguous = "owner-ambiguous"
    case frozen
    case appraisalMissing = "appraisal-missing"
    case alreadyAppraised = "already-appraised"
    case appraiserInOwnerUnit = "appraiser-in-owner-unit"
    case criteriaSetMissing = "criteria-set-missing"
    case weightsTotal = "weights-total"
    case maximaIncompatible = "maxima-incompatible"
    case scoresIncomplete = "scores-incomplete"
    case scoreTooLarge = "score-too-large"
    case scoreBelowPass = "score-below-pass"
    case replicationCycle = "replication-cycle"
    case districtEnded = "district-ended"
    case parameterValueInvalid = "parameter-value-invalid"
    case parameterWeaker = "parameter-weaker"
    case parameterMissing = "parameter-missing"
    case scopeAmbiguous = "scope-ambiguous"
    case representedTooLarge = "represented-too-large"
    case resultsIncomplete = "results-incomplete"
    case votesMismatch = "votes-mismatch"
    case estimateItemMissing = "estimate-item-missing"
    case countingBoardRequired = "counting-board-required"
    case countingBoardNotAllowed = "counting-board-not-allowed"
    case consentsLapsed = "consents-lapsed"
    case opinionsMismatch = "opinions-mismatch"
    case occupationUnknown = "occupation-unknown"
    case occupationRepeated = "occupation-repeated"
    case closed
    case openPledges = "open-pledges"
    case recordsAfterEffectiveDate = "records-after-effective-date"
    case householdCodesConflict = "household-codes-conflict"
    case remainderAmbiguous = "remainder-ambiguous"
    case noChange = "no-change"
    case decisionMissing = "decision-missing"
    case decisionNotApplicable = "decision-not-applicable"
    case formClosed = "form-closed"
    case formMemberNotAllowed = "form-member-not-allowed"
    case meetingFirst = "meeting-first"
    case onlineNotChosen = "online-not-chosen"
    case householdsChanged = "households-changed"
    case ownCount = "own-count"
    case ownVotes = "own-votes"
    case recountFails = "recount-fails"
    case populationDecided = "population-decided"
    case appraisersFixed = "appraisers-fixed"
    case appraisersMissing = "appraisers-missing"
    case appraisersPending = "appraisers-pending"
    case appraiserRepeated = "appraiser-repeated"
    case notAppraiser = "not-appraiser"
    case ownHouseholds = "own-households"
    case appraiserWithoutRole = "appraiser-without-role"
    case appraiserUnavailable = "appraiser-unavailable"
    case creditExceeded = "credit-exceeded"
    case ownerElsewhere = "owner-elsewhere"
    case referenceDiffers = "reference-differs"
    case signatureInvalid = "signature-invalid"
    case controlTotalMismatch = "control-total-mismatch"
    case bankAccountMissing = "bank-account-missing"
    case accountNotTransferable = "account-not-transferable"

    package var status: Int {
        switch self {
        case .jsonMalformed, .parameterUnknown, .parameterInvalid, .cursorMismatch, .idempotencyKeyMissing,
            .idempotencyKeyMalformed, .requestMalformed:
            400
        case .tokenMissing, .tokenInvalid, .signatureInvalid: 401
        case .roleMissing, .confirmationRequired, .witnessUnknown: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .closed: 410
        case .requestTimeout: 408
        case .checkpointOld, .alreadyExists, .invalidTransition, .ownAssignment, .userDisabled,
            .rolesElsewhere, .managedAbove, .ownRequest,
            .notRequester, .ownVoucher, .ownModel,
            .ownAppraisal,
            .samePerson,
            .balanceTooLow,
            .balanceTooLowOnDate, .refundTooLarge, .hasRefunds, .periodClosed, .periodOpen, .periodNotReady,
            .periodOrder,
            .bookChanged, .notCounter, .severalLines, .payableExceeded, .payableSettled, .payableMismatch,
            .payableOpen, .handTooLow, .ownCash, .cashInHand, .fundPassesThrough, .othersMoneyHeld:
            409
        case .versionMismatch: 412
        case .bodyTooLarge: 413
        case .requestLineTooLong: 414
        case .mediaTypeUnsupported: 415
        case .expectationUnknown: 417
        case .idempotencyKeyReused, .inputInvalid, .memberMissing, .memberUnknown, .memberRepeated,
            .typeMismatch,
            .textInvalid, .textTooLong, .numberOutOfRange, .amountNotExact, .amountNotPositive, .dateInvalid,
            .dateOutOfRange, .dateBeforeSeries, .bookNotRegistered, .bookClosed, .choiceUnknown,
            .referenceUnknown, .referenceAmbiguous, .donorAmbiguous, .foreignAmountMismatch,
            .householdElsewhere,
            .pledgeMismatch,
            .unitRequired, .amountTooLarge:
            422
        case .versionMissing: 428
        case .tooManyRequests: 429
        case .headerTooLarge: 431
        case .internalError: 500
        case .methodUnknown: 501
        case .busy, .shuttingDown, .tooManyConnections, .clockBehind: 503
        case .versionUnsupported: 505
        case .diskFull: 507
        case .frozen, .appraisalMissing, .alreadyAppraised, .appraiserInOwnerUnit, .criteriaSetMissing,
            .scoreBelowPass, .parameterMissing, .consentsLapsed, .openPledges, .recordsAfterEffectiveDate,
            .householdCodesConflict,
            .decisionMissing, .meetingFirst, .onlineNotChosen, .householdsChanged, .ownCount, .ownVotes,
            .recountFails, .populationDecided, .appraisersFixed, .appraisersMissing, .appraisersPending,
            .notAppraiser, .ownHouseholds, .appraiserUnavailable, .creditExceeded, .referenceDiffers,
            .bankAccountMissing, .accountNotTransferable:
            409
        case .ownerAmbiguous, .weightsTotal, .maximaIncompatible, .scoresIncomplete, .scoreTooLarge,
            .replicationCycle, .privateData, .checkpointDiffers, .enrolmentCodeInvalid, .roleNotAssignable,
            .districtEnded, .parameterValueInvalid, .parameterWeaker, .scopeAmbiguous, .representedTooLarge,
            .resultsIncomplete,
            .votesMismatch, .estimateItemMissing, .countingBoardRequired, .countingBoardNotAllowed,
            .opinionsMismatch,
            .occupationUnknown,
            .occupationRepeated, .remainderAmbiguous, .decisionNotApplicable, .noChange, .formClosed,
            .formMemberNotAllowed, .appraiserRepeated, .appraiserWithoutRole, .ownerElsewhere,
            .controlTotalMismatch, .receiptsDiffer:
            422
        }
    }

    /// True when the same request may succeed later without a change.
    package var isRetryable: Bool {
        switch self {
        case .busy, .tooManyRequests, .shuttingDown, .tooManyConnections, .requestTimeout, .diskFull,
            .clockBehind:
            true
        default: false
        }
    }
}
