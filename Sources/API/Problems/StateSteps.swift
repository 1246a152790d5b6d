import Domain

/// The steps that are allowed in one state of an entity.
struct AllowedSteps<State> {
    /// The step that usually follows, and the state it leads to; nil when no state usually follows.
    let usual: (step: String, state: State)?
    /// Other steps, which another step may have to wait for.
    let others: [String]
    /// Steps that end the entity or send it back; no other step has to wait for them.
    let endings: [String]

    init(_ step: String, to state: State, others: [String] = [], endings: [String] = []) {
        usual = (step: step, state: state)
        self.others = others
        self.endings = endings
    }

    init(others: [String] = [], endings: [String] = []) {
        usual = nil
        self.others = others
        self.endings = endings
    }

    /// The names of the steps, the usual one first.
    var names: [String] { (usual.map { [$0.step] } ?? []) + others + endings }
}

/// What to do when a step is not allowed in the current state.
enum StepAdvice: Hashable, Sendable {
    /// These steps come first, in this order.
    case first([String])
    /// No step leads to the refused one; these are allowed now. Empty in a final state.
    case instead([String])
}

/// The states of an entity, with the steps that each of them allows.
///
/// A test compares them with the transitions of the domain.
protocol StateWithSteps: RawRepresentable where RawValue == String {
    var allowed: AllowedSteps<Self> { get }
}

extension StateWithSteps {
    /// What to do when `step` is not allowed in this state.
    func advice(for step: String) -> StepAdvice {
        var state = self
        var steps: [String] = []
        while let usual = state.allowed.usual {
            steps.append(usual.step)
            state = usual.state
            if state.allowed.usual?.step == step || state.allowed.others.contains(step) {
                return .first(steps)
            }
        }
        return .instead(allowed.names)
    }
}

/// What to do when `step` is not allowed for an entity in `state`; nil when the entity or the state has no steps.
func advice(for step: String, of entity: EntityKind, in state: String) -> StepAdvice? {
    switch entity {
    case .pledge: Pledge.State(rawValue: state)?.advice(for: step)
    case .contribution: Contribution.State(rawValue: state)?.advice(for: step)
    // The payment voucher can be printed from the payment on, as it can be booked.
    case .expenditure:
        Expenditure.State(rawValue: state)?.advice(for: step == "print_voucher" ? "book" : step)
    case .model: Model.State(rawValue: state)?.advice(for: step)
    // The minutes can be printed from the day the decision can be concluded.
    case .decision: Decision.State(rawValue: state)?.advice(for: step == "print" ? "conclude" : step)
    case .voucherBook: VoucherBook.State(rawValue: state)?.advice(for: step)
    case .cashCount: CashCount.State(rawValue: state)?.advice(for: step)
    case .accountingPeriod: AccountingPeriod.State(rawValue: state)?.advice(for: step)
    case .openingBalance: OpeningBalance.State(rawValue: state)?.advice(for: step)
    case .fundTransfer, .bankEntry, .payable: FundTransfer.State(rawValue: state)?.advice(for: step)
    case .handOverSlip: HandOverSlip.State(rawValue: state)?.advice(for: step)
    case .payableGift: PayableGift.State(rawValue: state)?.advice(for: step)
    case .bankAccount: BankAccount.State(rawValue: state)?.advice(for: step)
    case .bankCredit: BankCredit.State(rawValue: state)?.advice(for: step)
    case .bankReconciliation: BankReconciliation.State(rawValue: state)?.advice(for: step)
    case .unit, .hamlet, .household, .organisation, .fund, .user, .token, .appraisal, .criteriaSet,
        .communityEvent, .parameter, .consultation, .profile, .unitSuccession, .reorganisation, .voucherPrint,
        .bookHandover:
        nil
    }
}

extension Pledge.State: StateWithSteps {
    var allowed: AllowedSteps<Pledge.State> {
        switch self {
        case .proposed: AllowedSteps("confirm", to: .confirmed, endings: ["cancel"])
        case .confirmed:
            AllowedSteps("receive", to: .partiallyReceived, others: ["waive"], endings: ["cancel"])
        case .partiallyReceived: AllowedSteps("receive", to: .fulfilled, others: ["waive"])
        case .fulfilled: AllowedSteps(others: ["receive"])
        case .waived, .cancelled, .transferred: AllowedSteps()
        }
    }
}

extension Contribution.State: StateWithSteps {
    var allowed: AllowedSteps<Contribution.State> {
        switch self {
        case .valid: AllowedSteps(others: ["refund"], endings: ["void"])
        case .voided: AllowedSteps()
        }
    }
}

extension Expenditure.State: StateWithSteps {
    var allowed: AllowedSteps<Expenditure.State> {
        switch self {
        case .requested: AllowedSteps("check", to: .checked, endings: ["reject", "withdraw"])
        case .checked: AllowedSteps("approve", to: .approved, endings: ["reject", "withdraw"])
        case .approved: AllowedSteps("pay", to: .paid, others: ["owe"], endings: ["withdraw", "cancel"])
        case .paid: AllowedSteps("book", to: .booked, endings: ["void"])
        case .booked: AllowedSteps(endings: ["void"])
        case .rejected, .withdrawn, .cancelled, .voided: AllowedSteps()
        }
    }
}

extension VoucherBook.State: StateWithSteps {
    var allowed: AllowedSteps<VoucherBook.State> {
        switch self {
        case .open: AllowedSteps(endings: ["close"])
        case .closed: AllowedSteps()
        }
    }
}

extension CashCount.State: StateWithSteps {
    var allowed: AllowedSteps<CashCount.State> {
        switch self {
        case .recorded: AllowedSteps("confirm", to: .confirmed, endings: ["withdraw"])
        case .confirmed, .withdrawn: AllowedSteps()
        }
    }
}

extension OpeningBalance.State: StateWithSteps {
    var allowed: AllowedSteps<OpeningBalance.State> {
        switch self {
        case .recorded: AllowedSteps("confirm", to: .confirmed, endings: ["void"])
        case .confirmed: AllowedSteps(endings: ["void"])
        case .voided: AllowedSteps()
        }
    }
}

extension AccountingPeriod.State: StateWithSteps {
    var allowed: AllowedSteps<AccountingPeriod.State> {
        switch self {
        case .open: AllowedSteps("submit", to: .submitted)
        case .submitted: AllowedSteps("close", to: .closed, endings: ["reopen"])
        case .closed: AllowedSteps(endings: ["reopen"])
        }
    }
}

extension FundTransfer.State: StateWithSteps {
    var allowed: AllowedSteps<FundTransfer.State> {
        switch self {
        case .valid: AllowedSteps(endings: ["void"])
        case .voided: AllowedSteps()
        }
    }
}

extension Model.State: StateWithSteps {
    var allowed: AllowedSteps<Model.State> {
        switch self {
        case .draft, .returned: AllowedSteps("register", to: .registered, others: ["edit"])
        case .registered: AllowedSteps("accept", to: .accepted, endings: ["return"])
        case .accepted: AllowedSteps("appraise", to: .appraised, others: ["name_appraisers"])
        case .appraised:
            AllowedSteps("recognise", to: .recognised, others: ["appraise"], endings: ["decline"])
        case .recognised, .declined: AllowedSteps()
        }
    }
}

extension Decision.State: StateWithSteps {
    var allowed: AllowedSteps<Decision.State> {
        switch self {
        case .draft: AllowedSteps("record_votes", to: .voted, others: ["edit"])
        case .voted: AllowedSteps("conclude", to: .passed, others: ["record_votes"])
        case .passed: AllowedSteps("send", to: .sent, others: ["supersede", "recount"])
        // A failed decision is never superseded, so sending leads to no other step.
        case .failed: AllowedSteps(endings: ["send"])
        case .sent: AllowedSteps(others: ["supersede", "recount"])
        case .superseded: AllowedSteps()
        }
    }
}
