import Domain
import Testing

/// A row of the matrix: the state that `step` leads to from `state`, or the refusal.
private struct StepRow: Sendable, CustomTestStringConvertible {
    enum Outcome: Hashable, Sendable {
        case state(Model.State)
        case closed
        case early
        case fixed
        case frozen
    }

    let state: Model.State
    let step: Model.Step
    let outcome: Outcome

    init(_ state: Model.State, _ step: Model.Step, _ outcome: Outcome) {
        self.state = state
        self.step = step
        self.outcome = outcome
    }

    var testDescription: String { "\(state) \(step) → \(outcome)" }

    /// Every state × every step, written by hand.
    static let matrix =
        [
            StepRow(.draft, .edit, .state(.draft)),
            StepRow(.draft, .register, .state(.registered)),
            StepRow(.draft, .accept, .closed),
            StepRow(.draft, .returnToOwner, .closed),
            StepRow(.draft, .nameAppraisers, .closed),
            StepRow(.draft, .appraise, .closed),
            StepRow(.draft, .recognise, .early),
            StepRow(.draft, .decline, .early),
            StepRow(.registered, .edit, .closed),
            StepRow(.registered, .register, .closed),
            StepRow(.registered, .accept, .state(.accepted)),
            StepRow(.registered, .returnToOwner, .state(.returned)),
            StepRow(.registered, .nameAppraisers, .closed),
            StepRow(.registered, .appraise, .closed),
            StepRow(.registered, .recognise, .early),
            StepRow(.registered, .decline, .early),
            StepRow(.returned, .edit, .state(.returned)),
            StepRow(.returned, .register, .state(.registered)),
            StepRow(.returned, .accept, .closed),
            StepRow(.returned, .returnToOwner, .closed),
            StepRow(.returned, .nameAppraisers, .closed),
            StepRow(.returned, .appraise, .closed),
            StepRow(.returned, .recognise, .early),
            StepRow(.returned, .decline, .early),
            StepRow(.accepted, .edit, .closed),
            StepRow(.accepted, .register, .closed),
            StepRow(.accepted, .accept, .closed),
            StepRow(.accepted, .returnToOwner, .closed),
            StepRow(.accepted, .nameAppraisers, .state(.accepted)),
            StepRow(.accepted, .appraise, .state(.accepted)),
            StepRow(.accepted, .recognise, .early),
            StepRow(.accepted, .decline, .early),
            StepRow(.appraised, .edit, .closed),
            StepRow(.appraised, .register, .closed),
            StepRow(.appraised, .accept, .closed),
            StepRow(.appraised, .returnToOwner, .closed),
            StepRow(.appraised, .nameAppraisers, .fixed),
            StepRow(.appraised, .appraise, .state(.appraised)),
            StepRow(.appraised, .recognise, .state(.recognised)),
            StepRow(.appraised, .decline, .state(.declined)),
        ]
        + Model.Step.allCases.map { StepRow(.recognised, $0, .frozen) }
        + Model.Step.allCases.map { StepRow(.declined, $0, .frozen) }
}

extension Model {
    /// The model after `step`, with the arguments that the step needs.
    ///
    /// Lan and Minh have already appraised an appraised model; Yến appraises next, Hải decides.
    fileprivate func taking(_ step: Step) throws(Refusal) -> Model {
        let others: [Appraisal] = state == .accepted ? [] : [.sample(by: .lan), .sample(by: .minh)]
        return switch step {
        case .edit: try edited(.sample(name: "Tên khác"), sources: [])
        case .register: try registered(on: .sample("2026-04-01"), for: CriteriaSet.ID(3))
        case .accept: try accepted(appraisedBy: [.minh, .yen])
        case .nameAppraisers: try naming([.minh, .yen], after: state == .accepted ? [] : others)
        case .returnToOwner: try returned(with: "Thiếu kết quả")
        case .appraise:
            try Model.sample(state, appraisers: [.lan, .minh, .yen])
                .appraised(by: .yen, from: .unit("40"), after: others, for: CriteriaSet.ID(2))
        case .recognise: try recognised(.sample(), by: .hai, on: others, set: .sample())
        case .decline: try declined(for: "Chưa bền vững", by: .hai, on: others)
        }
    }
}

@Suite struct ModelLifecycleTests {
    @Test func `the matrix lists every pair once`() {
        let pairs = Set(StepRow.matrix.map { "\($0.state) \($0.step)" })
        #expect(pairs.count == Model.State.allCases.count * Model.Step.allCases.count)
        #expect(StepRow.matrix.count == pairs.count)
    }

    @Test(arguments: StepRow.matrix)
    private func `a step does what the matrix says`(_ row: StepRow) throws {
        let model = Model.sample(row.state)
        switch row.outcome {
        case .state(let state):
            let moved = try model.taking(row.step)
            #expect(moved.state == state)
            #expect(moved.version == model.version + 1)
        case .closed:
            let refusal = Refusal.invalidTransition(.model, step: row.step.rawValue, from: row.state.rawValue)
            #expect(throws: refusal) { try model.taking(row.step) }
        case .fixed: #expect(throws: Refusal.duty(.appraisersFixed)) { try model.taking(row.step) }
        case .early:
            let (step, state) = (row.step.rawValue, model.state.rawValue)
            #expect(throws: Refusal.appraisalMissing(step: step, from: state)) { try model.taking(row.step) }
        case .frozen:
            #expect(throws: Refusal.finalState(.model, state: row.state.rawValue)) {
                try model.taking(row.step)
            }
        }
    }

    @Test func `registering sets the date and the criteria and clears the remarks`() throws {
        let model = try Model.sample(.returned).registered(on: .sample("2026-05-02"), for: CriteriaSet.ID(9))
        #expect(model.registeredOn == .sample("2026-05-02"))
        #expect(model.criteriaSet == CriteriaSet.ID(9))
        #expect(model.remarks == nil)
    }

    @Test func `returning keeps the remarks`() throws {
        #expect(try Model.sample(.registered).returned(with: "Nêu rõ kết quả").remarks == "Nêu rõ kết quả")
    }

    @Test func `an edit changes only the form`() throws {
        let form = Model.RegistrationForm.sample(name: "Thùng rác văn minh", kind: .individual)
        let edited = try Model.sample(.returned).edited(form, sources: [])
        #expect(edited.form == form)
        #expect(edited.remarks == Model.sample(.returned).remarks)
    }

    @Test func `collective models in progress and recognised individuals are public`() {
        let collective = Model.State.allCases.filter { Model.sample($0).isPublic }
        #expect(collective == [.registered, .accepted, .appraised, .recognised])
        let individual = Model.State.allCases.filter {
            Model.sample($0, form: .sample(kind: .individual)).isPublic
        }
        #expect(individual == [.recognised])
    }
}

@Suite struct ReplicationTests {
    @Test func `a model cannot replicate itself`() {
        let form = Model.RegistrationForm.sample(replicatedFrom: Model.ID(7))
        #expect(throws: Refusal.replicationCycle(at: .replicatedFrom)) {
            try Model.sample().edited(form, sources: [])
        }
    }

    @Test func `a model cannot replicate a copy of its own copy`() {
        let form = Model.RegistrationForm.sample(replicatedFrom: Model.ID(9))
        #expect(throws: Refusal.replicationCycle(at: .replicatedFrom)) {
            try Model.sample().edited(form, sources: [Model.ID(9), Model.ID(8), Model.ID(7)])
        }
    }

    @Test func `a model may replicate a model with other sources`() throws {
        let form = Model.RegistrationForm.sample(replicatedFrom: Model.ID(9))
        let edited = try Model.sample().edited(form, sources: [Model.ID(9), Model.ID(1)])
        #expect(edited.form.replicatedFrom == Model.ID(9))
    }
}

@Suite struct AppraisalSeparationTests {
    private func appraised(
        _ owner: Model.Owner = .hamlet(.xom9), by person: User.ID = .yen,
        from scope: RoleAssignment.Scope = .unit("40"),
        after others: [Appraisal] = []
    ) throws -> Model {
        try Model.sample(.accepted, owner: owner)
            .appraised(by: person, from: scope, after: others, for: CriteriaSet.ID(2))
    }

    @Test func `the second appraisal changes the state, the first does not`() throws {
        #expect(try appraised().state == .accepted)
        #expect(try appraised(after: [.sample(by: .lan)]).state == .appraised)
    }

    @Test func `a person appraises a model only once`() {
        #expect(throws: Refusal.alreadyAppraised) { try appraised(after: [.sample(by: .yen)]) }
    }

    @Test func `nobody appraises a model that they recorded, whatever their token`() throws {
        let model = Model.sample(.accepted)
        for scope in [RoleAssignment.Scope.unit("40"), .unit("16702")] {
            #expect(throws: Refusal.ownModel) {
                try model.appraised(by: model.recordedBy, from: scope, after: [], for: CriteriaSet.ID(2))
            }
        }
    }

    @Test func `nobody appraises a model of their own hamlet`() throws {
        #expect(throws: Refusal.appraiserInOwnerUnit) { try appraised(from: .hamlet(.xom9)) }
        _ = try appraised(from: .unit("16702"))
    }

    @Test func `nobody appraises a model of an organisation of their own unit`() throws {
        let owner = Model.Owner.organisation(Organisation.ID(4))
        #expect(throws: Refusal.appraiserInOwnerUnit) { try appraised(owner, from: .unit("16702")) }
        _ = try appraised(owner, from: .unit("40"))
    }

    @Test func `the first appraisal fixes the criteria set`() throws {
        let model = try Model.sample(.accepted)
            .appraised(by: .yen, from: .unit("40"), after: [], for: CriteriaSet.ID(5))
        #expect(model.criteriaSet == CriteriaSet.ID(5))
    }
}

@Suite struct AppraiserTests {
    private let set = CriteriaSet.ID(2)

    @Test func `only those named appraise, as persons`() throws {
        let model = Model.sample(.accepted, appraisers: [.minh, .yen])
        #expect(throws: Refusal.duty(.notAppraiser)) {
            try model.appraised(by: .hai, from: .unit("40"), after: [], for: set)
        }
        _ = try model.appraised(by: .minh, from: .unit("40"), after: [], for: set)
    }

    @Test func `a third, kinder appraiser is not added after a failing mean`() throws {
        let marks = [Appraisal.sample(by: .minh), .sample(by: .yen)]
        let model = Model.sample(.appraised, appraisers: [.minh, .yen])
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try model.appraised(by: .hai, from: .unit("40"), after: marks, for: set)
        }
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try model.naming([.minh, .yen, .hai], after: marks)
        }
        // Not even one of the named may be exchanged once another has given scores.
        let begun = Model.sample(.accepted, appraisers: [.minh, .yen])
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try begun.naming([.minh, .hai], after: [.sample(by: .minh)])
        }
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try begun.appraised(by: .hai, from: .unit("40"), after: [.sample(by: .minh)], for: set)
        }
    }

    @Test(arguments: [Model.State.accepted, .appraised])
    func `exactly who can no longer give scores is replaced, in any order of the names`(
        _ state: Model.State
    ) throws {
        let gone = User.ID(9)
        let model = Model.sample(state, appraisers: [.minh, .yen, gone])
        let marks = [Appraisal.sample(by: .minh)] + (state == .appraised ? [.sample(by: .yen)] : [])
        let replaced = try model.naming([.hai, .yen, .minh], after: marks, unavailable: [gone])
        #expect(replaced.appraisers == [.minh, .yen, .hai] && replaced.state == state)
        // Neither others, nor more, nor fewer, nor nobody.
        let lists: [[User.ID]] = [
            [.minh, .hai, gone], [.hai, .yen, gone], [.minh, .yen], [.minh, .yen, gone, .hai],
            [.minh, .yen, gone],
        ]
        for names in lists {
            #expect(throws: Refusal.duty(.appraisersFixed)) {
                try model.naming(names, after: marks, unavailable: [gone])
            }
        }
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try model.naming([.minh, .yen, .hai], after: marks)
        }
        #expect(throws: Refusal.ownModel) {
            try model.naming([.minh, .yen, model.recordedBy], after: marks, unavailable: [gone])
        }
    }

    @Test func `appraisers are exchanged before the first of them has given scores`() throws {
        let named = try Model.sample(.accepted).naming([.hai, .yen], after: [])
        #expect(named.appraisers == [.hai, .yen] && named.state == .accepted)
    }

    @Test func `appraisers are other people than who recorded the model, each named once`() {
        let model = Model.sample(.registered)
        #expect(throws: Refusal.ownModel) { try model.accepted(appraisedBy: [.minh, model.recordedBy]) }
        #expect(throws: Refusal.duty(.appraiserRepeated(at: Field.appraisers[1]))) {
            try model.accepted(appraisedBy: [.minh, .minh])
        }
    }

    @Test func `a model accepted before appraisers were named gets them, those who began among them`() throws
    {
        let model = Model.sample(.accepted, appraisers: [])
        #expect(throws: Refusal.duty(.appraisersMissing)) {
            try model.appraised(by: .yen, from: .unit("40"), after: [], for: set)
        }
        #expect(throws: Refusal.duty(.appraisersFixed)) {
            try model.naming([.yen, .hai], after: [.sample(by: .minh)])
        }
        _ = try model.naming([.yen, .minh], after: [.sample(by: .minh)])
    }

    @Test func `a model is recognised only when all who were named have given scores`() {
        let model = Model.sample(.appraised, appraisers: [.lan, .minh, .yen])
        let marks = [Appraisal.sample(by: .lan), .sample(by: .minh)]
        #expect(throws: Refusal.duty(.appraisersPending(count: 1))) {
            try model.recognised(.sample(), by: .hai, on: marks, set: .sample())
        }
        #expect(throws: Never.self) { try model.declined(for: "Không đạt", by: .hai, on: marks) }
    }
}

@Suite struct ModelDecisionTests {
    private let model = Model.sample(.appraised)

    @Test func `an appraiser can neither recognise nor decline`() {
        let appraisals = [Appraisal.sample(by: .lan), .sample(by: .minh)]
        #expect(throws: Refusal.ownAppraisal(step: "recognise")) {
            try model.recognised(.sample(), by: .minh, on: appraisals, set: .sample())
        }
        #expect(throws: Refusal.ownAppraisal(step: "decline")) {
            try model.declined(for: "Không đạt", by: .lan, on: appraisals)
        }
    }

    @Test func `a mean at the pass mark is enough, one just below is not`() throws {
        let set = CriteriaSet.sample([99, 1], maxima: [99, 3], pass: 80)
        let exact = [Appraisal.sample(by: .lan, [79, 3]), .sample(by: .minh, [79, 3])]
        #expect(try model.recognised(.sample(), by: .hai, on: exact, set: set).state == .recognised)
        let below = [Appraisal.sample(by: .lan, [79, 3]), .sample(by: .minh, [79, 2])]
        let mean = Score(479, 6)
        #expect(throws: Refusal.scoreBelowPass(mean: mean, pass: 80)) {
            try model.recognised(.sample(), by: .hai, on: below, set: set)
        }
    }

    @Test func `districts could recognise until their last day`() throws {
        let appraisals = [Appraisal.sample(by: .lan), .sample(by: .minh)]
        let last = Model.Recognition.sample(.district, on: "2025-06-30")
        #expect(try model.recognised(last, by: .hai, on: appraisals, set: .sample()).recognition == last)
        #expect(throws: Refusal.districtEnded(at: .level)) {
            try model.recognised(
                .sample(.district, on: "2025-07-01"), by: .hai, on: appraisals, set: .sample())
        }
    }

    @Test(arguments: [Model.Level.hamlet, .commune, .province, .central])
    func `other levels recognise on any date`(_ level: Model.Level) throws {
        let appraisals = [Appraisal.sample(by: .lan), .sample(by: .minh)]
        let recognised = try model.recognised(.sample(level), by: .hai, on: appraisals, set: .sample())
        #expect(recognised.recognition?.level == level)
        #expect(recognised.declineReason == nil)
    }

    @Test func `a declined model keeps the reason and the person who declined it`() throws {
        let declined = try model.declined(for: "Chưa bền vững", by: .hai, on: [.sample(by: .lan)])
        #expect(declined.declineReason == "Chưa bền vững")
        #expect(declined.decision?.by == .hai)
        #expect(declined.recognition == nil)
    }
}
