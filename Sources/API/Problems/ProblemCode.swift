/// What can go wrong, under a stable name.
///
/// `type` of a problem is `/problems/` and this.
///
/// - Source: RFC 9457; the statuses by RFC 9110 §15.
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
    case versionStale = "version-stale"
    case inputInvalid = "input-invalid"
    case memberMissing = "member-missing"
    case memberUnknown = "member-unknown"
    case memberRepeated = "member-repeated"
    case typeWrong = "type-wrong"
    case textInvalid = "text-invalid"
    case textTooLong = "text-too-long"
    case numberOutside = "number-outside"
    case amountNotExact = "amount-not-exact"
    case amountNotPositive = "amount-not-positive"
    case dateInvalid = "date-invalid"
    case dateOutside = "date-outside"
    case wordUnknown = "word-unknown"
    case referenceUnknown = "reference-unknown"
    case donorUnclear = "donor-unclear"
    case hamletDiffers = "hamlet-differs"
    case pledgeDiffers = "pledge-differs"
    case unitNeeded = "unit-needed"
    case taken
    case stepClosed = "step-closed"
    case ownRequest = "own-request"
    case ownVoucher = "own-voucher"
    case ownAppraisal = "own-appraisal"
    case samePerson = "same-person"
    case amountTooLarge = "amount-too-large"
    case balanceTooLow = "balance-too-low"
    case balanceTooLowThen = "balance-too-low-then"
    case refundTooLarge = "refund-too-large"
    case hasRefunds = "has-refunds"
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
    case internalError = "internal-error"
    case ownerUnclear = "owner-unclear"
    case frozen
    case appraisalMissing = "appraisal-missing"
    case appraisedAlready = "appraised-already"
    case appraiserOfOwner = "appraiser-of-owner"
    case criteriaSetMissing = "criteria-set-missing"
    case weightsSum = "weights-sum"
    case maximaMixed = "maxima-mixed"
    case scoresIncomplete = "scores-incomplete"
    case scoreOverMax = "score-over-max"
    case scoreBelowPass = "score-below-pass"
    case replicationCycle = "replication-cycle"
    case districtEnded = "district-ended"
    case parameterUnreadable = "parameter-unreadable"
    case parameterMissing = "parameter-missing"
    case scopeUnclear = "scope-unclear"
    case representedTooMany = "represented-too-many"
    case resultsIncomplete = "results-incomplete"
    case votesUnequal = "votes-unequal"
    case boardNeeded = "board-needed"
    case boardNotNeeded = "board-not-needed"
    case consentsLapsed = "consents-lapsed"
    case opinionsUnequal = "opinions-unequal"
    case occupationUnknown = "occupation-unknown"
    case occupationRepeated = "occupation-repeated"
    case closed
    case openPledges = "open-pledges"
    case writtenAfter = "written-after"
    case codesClash = "codes-clash"
    case restUnclear = "rest-unclear"
    case nothingChanges = "nothing-changes"
    case decisionMissing = "decision-missing"
    case collectsNothing = "collects-nothing"

    package var status: Int {
        switch self {
        case .jsonMalformed, .parameterUnknown, .parameterInvalid, .cursorMismatch, .idempotencyKeyMissing,
            .idempotencyKeyMalformed, .requestMalformed:
            400
        case .tokenMissing, .tokenInvalid: 401
        case .roleMissing: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .closed: 410
        case .requestTimeout: 408
        case .taken, .stepClosed, .ownRequest, .ownVoucher, .ownAppraisal, .samePerson, .balanceTooLow,
            .balanceTooLowThen, .refundTooLarge, .hasRefunds:
            409
        case .versionStale: 412
        case .bodyTooLarge: 413
        case .requestLineTooLong: 414
        case .mediaTypeUnsupported: 415
        case .expectationUnknown: 417
        case .idempotencyKeyReused, .inputInvalid, .memberMissing, .memberUnknown, .memberRepeated,
            .typeWrong,
            .textInvalid, .textTooLong, .numberOutside, .amountNotExact, .amountNotPositive, .dateInvalid,
            .dateOutside, .wordUnknown, .referenceUnknown, .donorUnclear, .hamletDiffers, .pledgeDiffers,
            .unitNeeded, .amountTooLarge:
            422
        case .versionMissing: 428
        case .headerTooLarge: 431
        case .internalError: 500
        case .methodUnknown: 501
        case .busy, .shuttingDown, .tooManyConnections: 503
        case .versionUnsupported: 505
        case .diskFull: 507
        case .frozen, .appraisalMissing, .appraisedAlready, .appraiserOfOwner, .criteriaSetMissing,
            .scoreBelowPass, .parameterMissing, .consentsLapsed, .openPledges, .writtenAfter, .codesClash,
            .decisionMissing:
            409
        case .ownerUnclear, .weightsSum, .maximaMixed, .scoresIncomplete, .scoreOverMax, .replicationCycle,
            .districtEnded, .parameterUnreadable, .scopeUnclear, .representedTooMany, .resultsIncomplete,
            .votesUnequal, .boardNeeded, .boardNotNeeded, .opinionsUnequal, .occupationUnknown,
            .occupationRepeated, .restUnclear, .collectsNothing, .nothingChanges:
            422
        }
    }

    /// True when the same request may succeed later without a change.
    package var isRetryable: Bool {
        switch self {
        case .busy, .shuttingDown, .tooManyConnections, .requestTimeout, .diskFull: true
        default: false
        }
    }
}
