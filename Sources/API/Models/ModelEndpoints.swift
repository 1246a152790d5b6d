import Domain
import Store

let modelEndpoints: [Endpoint] = [
    .post(
        "/v1/models", roles: [.hamletHead, .clerk, .frontOfficer],
        Sentence(vi: "Lập bản dự thảo mô hình hoặc điển hình", en: "Drafts a model."), draftModel),
    .read(
        "/v1/models",
        Sentence(
            vi: "Các mô hình của một thôn xóm hoặc đơn vị, mới nhất trước",
            en: "Lists the models of a hamlet or unit, newest first."), listModels
    )
    .slow,
    .read("/v1/models/{id}", Sentence(vi: "Một mô hình", en: "Shows a model."), showModel),
    .patch(
        "/v1/models/{id}", roles: [.hamletHead, .clerk, .frontOfficer],
        Sentence(
            vi: "Sửa bản dự thảo khi chưa đăng ký hoặc bị trả lại",
            en: "Edits a draft or returned model."), editModel),
    .post(
        "/v1/models/{id}/register", roles: [.hamletHead, .clerk, .frontOfficer], needsVersion: true,
        status: 200, Sentence(vi: "Đăng ký mô hình", en: "Registers the model."), registerModel),
    .post(
        "/v1/models/{id}/accept", roles: [.frontOfficer], needsVersion: true, status: 200,
        Sentence(
            vi: "Tiếp nhận mô hình để chấm điểm, chỉ định người chấm",
            en: "Accepts the model and names its appraisers."), acceptModel),
    .post(
        "/v1/models/{id}/name-appraisers", roles: [.frontOfficer], needsVersion: true, status: 200,
        Sentence(
            vi: "Chỉ định lại người chấm điểm khi chưa ai chấm; sau đó chỉ thay người không còn vai trò chấm",
            en:
                "Names other appraisers before the first gives scores; then only in place of who lost the role."
        ),
        nameAppraisers),
    .post(
        "/v1/models/{id}/return", roles: [.frontOfficer], needsVersion: true, status: 200,
        Sentence(vi: "Trả lại kèm góp ý", en: "Returns the model with remarks."), returnModel),
    .post(
        "/v1/models/{id}/appraisals", roles: [.appraiser],
        Sentence(
            vi: "Chấm điểm theo từng tiêu chí; cần ít nhất hai người ngoài đơn vị của chủ mô hình",
            en: "Scores each criterion; requires two appraisers from outside the owner's unit."),
        appraiseModel),
    .post(
        "/v1/models/{id}/recognise", roles: [.approver, .frontOfficer], key: .required, needsVersion: true,
        status: 200, Sentence(vi: "Công nhận mô hình ở một cấp", en: "Recognises the model at a level."),
        recogniseModel),
    .post(
        "/v1/models/{id}/decline", roles: [.approver, .frontOfficer], key: .required, needsVersion: true,
        status: 200, Sentence(vi: "Không công nhận, nêu lý do", en: "Declines the model with a reason."),
        declineModel),
]

func draftModel(
    _ input: NewModelInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> WarnedModelView {
    let owner = input.owner
    try tx.check(input.form.replicatedFrom, isKnownTo: caller)
    let model = Model(
        id: try tx.newID(), owner: owner,
        unit: try tx.unit(
            of: owner, on: tx.today, named: owner.organisation == nil ? .hamlet : .organisation),
        recordedBy: caller.user,
        recordedAt: tx.now, form: input.form)
    try tx.save(model, replacing: nil)
    return try tx.warnedView(of: model)
}

func editModel(
    _ input: ModelCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    let form = input.applied(to: old.form)
    try old.check(.edit)
    if form.replicatedFrom != old.form.replicatedFrom {
        try tx.check(form.replicatedFrom, isKnownTo: caller)
    }
    let sources = try form.replicatedFrom.map { try tx.sources(from: $0) } ?? []
    let model = try old.edited(form, sources: sources)
    guard model.differs(from: old) else { return try tx.view(of: old) }
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func registerModel(
    _ input: RegistrationInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> WarnedModelView {
    let old = try tx.existing(input.id)
    try old.check(.register)
    let day = try tx.registrationDay(input.registeredOn, of: old.owner)
    let model = try old.registered(on: day, for: try tx.criteriaSet(inForceAt: old.unit, on: day))
    try tx.save(model, replacing: old)
    return try tx.warnedView(of: model)
}

func returnModel(
    _ input: ReturnInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    let model = try old.returned(with: input.remarks)
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func appraiseModel(
    _ input: AppraisalInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    try old.check(.appraise)
    guard let id = try old.criteriaSet ?? tx.criteriaSet(inForceAt: old.unit, on: tx.today),
        let set = try tx.find(id)
    else { throw Refusal.criteriaSetMissing }
    let others = try tx.appraisals(of: old.id)
    let model = try old.appraised(by: caller.user, from: caller.assignment.scope, after: others, for: set.id)
    let appraisal = Appraisal(
        id: try tx.newID(), model: model.id, appraiser: caller.user,
        points: try set.points(of: input.marks), remarks: input.remarks, recordedAt: tx.now)
    try tx.save(appraisal, by: set.id, of: model.owner)
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func recogniseModel(
    _ input: RecognitionInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    try tx.checkAppraisersRemain(of: old)
    try old.check(.recognise)
    guard let set = try old.criteriaSet.flatMap({ try tx.find($0) }) else {
        throw Refusal.criteriaSetMissing
    }
    let day = input.decidedOn ?? tx.today
    // Not limited by the registration date, because offices enter earlier decisions made on paper.
    guard day <= tx.today else {
        throw Refusal.dateOutOfRange(at: .decidedOn, from: nil, to: tx.today)
    }
    let recognition = Model.Recognition(
        level: input.level, number: input.number, decidedOn: day, signer: input.signer)
    let model = try old.recognised(
        recognition, by: caller.user, on: try tx.appraisals(of: old.id), set: set)
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func declineModel(
    _ input: DeclineInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    // Declining waits for two appraisals only.
    if old.state == .accepted { try tx.checkAppraisersRemain(of: old) }
    let model = try old.declined(
        for: input.reason, by: caller.user, on: try tx.appraisals(of: old.id))
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func showModel(
    _ input: PathInput<Model>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> ModelView {
    try tx.view(of: try tx.existing(input.id))
}

extension WriteTransaction {
    /// The unit in which `owner` is on `day`, which a request gives as `field`.
    ///
    /// - Throws: `Refusal.unknownReference`; `.dateOutOfRange` for a day in the future, or on which the owner did not
    ///   exist.
    borrowing func unit(
        of owner: Model.Owner, on day: LocalDate, named field: Field
    ) throws -> AdministrativeUnit.Code {
        switch owner {
        case .hamlet(let id):
            guard let hamlet = try find(id) else { throw Refusal.unknownReference(.hamlet, at: .hamlet) }
            return try version(of: hamlet, on: try effectiveDate(day, named: field, in: hamlet)).commune
        case .organisation(let id):
            guard let current = try find(id) else {
                throw Refusal.unknownReference(.organisation, at: .organisation)
            }
            return try version(of: current, on: try effectiveDate(day, named: field, by: BookKeeper(current)))
                .unit
        }
    }

    /// Checks that the caller may know the model to copy: a public one, or one in their own scope.
    fileprivate borrowing func check(_ source: Model.ID?, isKnownTo caller: Caller) throws {
        guard let source else { return }
        guard let model = try find(source), let scope = try resourceScope(of: ResourceRef(source)),
            model.isPublic || caller.canSee(scope.place)
        else { throw Refusal.unknownReference(.model, at: .replicatedFrom) }
    }

    /// The registration date: today by default, not in the future, and a day on which the owner existed.
    fileprivate borrowing func registrationDay(_ day: LocalDate?, of owner: Model.Owner) throws -> LocalDate {
        if let id = owner.hamlet, let hamlet = try find(id) {
            return try effectiveDate(day, named: .registeredOn, in: hamlet)
        }
        guard let id = owner.organisation, let organisation = try find(id) else {
            throw Refusal.unknownReference(.organisation, at: .organisation)
        }
        return try effectiveDate(day, named: .registeredOn, by: BookKeeper(organisation))
    }
}
