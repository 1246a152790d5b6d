import Domain
import Store

let decisionEndpoints: [Endpoint] = [
    .post(
        "/v1/decisions", roles: [.hamletHead, .clerk],
        Sentence(
            vi: "Soạn bản dự thảo để cộng đồng dân cư bàn và quyết định",
            en: "Drafts a decision for the residents."),
        draftDecision),
    .read(
        "/v1/decisions",
        Sentence(
            vi: "Các quyết định của một thôn xóm hoặc xã, phường, mới nhất trước",
            en: "Lists the decisions of a hamlet or commune, newest first."), listDecisions),
    .show(
        "/v1/decisions/{id}", as: DecisionView.self,
        Sentence(
            vi: "Một quyết định",
            en: "Shows a decision.")),
    .patch(
        "/v1/decisions/{id}", roles: [.hamletHead, .clerk],
        Sentence(vi: "Sửa bản dự thảo trước khi biểu quyết", en: "Edits a draft."), editDecision),
    .post(
        "/v1/decisions/{id}/record-votes", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(
            vi: "Ghi kết quả biểu quyết; tổng số hộ được chốt lúc ghi; ghi lại thì lần trước vẫn được giữ",
            en: "Records the votes and fixes the number of households; what stood before is kept."),
        recordVotes),
    .post(
        "/v1/decisions/{id}/conclude", roles: [.hamletHead, .clerk, .approver], key: .required,
        needsVersion: true, status: 200,
        Sentence(
            vi: "Kết luận từng nội dung theo tỷ lệ có hiệu lực vào ngày biểu quyết; khác người ghi kết quả",
            en: "Concludes each item by the threshold in force on that day; not by who recorded the votes."),
        concludeDecision),
    .post(
        "/v1/decisions/{id}/recount", roles: [.hamletHead, .clerk, .approver], needsVersion: true,
        status: 200,
        Sentence(
            vi: "Người thứ hai đếm lại số hộ của ngày biểu quyết khi sổ hộ đã được sửa",
            en: "A second person counts the households of the day again after they were corrected."),
        recountDecision),
    .post(
        "/v1/decisions/{id}/send", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(
            vi: "Ghi ngày gửi biên bản cho Ủy ban nhân dân cấp xã và Mặt trận",
            en: "Records when the minutes were sent to the commune committee and the Front."), sendDecision),
    .page(
        "/v1/decisions/{id}/minutes",
        Sentence(vi: "Biên bản để in", en: "Shows the minutes, to be printed."), showMinutes),
    .publicRead(
        "/v1/public/decisions", etag: .all,
        Sentence(
            vi: "Các quyết định đã kết luận của một thôn xóm hoặc xã, phường, công khai",
            en: "Lists the concluded decisions of a hamlet or commune publicly."), listPublicDecisions),
    .publicRead(
        "/v1/public/decisions/{id}", etag: .all,
        Sentence(vi: "Một quyết định đã kết luận, công khai", en: "Shows a concluded decision publicly."),
        showPublicDecision),
]

func draftDecision(
    _ input: NewDecisionInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let scope = input.scope
    try tx.check(scope, on: tx.today, named: .hamlet)
    let draft = Decision.Draft(
        title: input.title, items: input.items, initiative: input.initiative, amends: input.amends,
        estimate: input.estimate)
    try tx.check(draft, of: scope)
    let decision = Decision(
        id: try tx.newID(), scope: scope, recordedBy: caller.user, recordedAt: tx.now, draft: draft)
    try tx.save(decision, replacing: nil)
    return DecisionView(value: decision)
}

func editDecision(
    _ input: DecisionCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existing(input.id)
    let draft = input.applied(to: old.draft)
    try old.check(.edit)
    try tx.check(draft, of: old.scope)
    let decision = try old.edited(draft)
    guard decision.differs(from: old) else { return DecisionView(value: old) }
    try tx.save(decision, replacing: old)
    return DecisionView(value: decision)
}

func listDecisions(
    _ input: DecisionListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<DecisionView> {
    let scope = input.scope
    let list = "decisions|\(scope.text)|\(input.state?.rawValue ?? "")"
    let before: Decision.ID? = try input.page.number(in: list)
    let found = try tx.decisions(
        of: scope, state: input.state, isPublic: false, before: before, limit: input.page.limit + 1)
    return Page(found, of: input.page, in: list)
}

func listPublicDecisions(
    _ input: PublicDecisionListInput, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicDecisionView> {
    let scope = input.scope
    let list = "public-decisions|\(scope.text)"
    let before: Decision.ID? = try input.page.number(in: list)
    let found = try tx.decisions(
        of: scope, state: nil, isPublic: true, before: before, limit: input.page.limit + 1)
    return Page(found, of: input.page, in: list)
}

func showPublicDecision(
    _ input: PathInput<Decision>, in tx: borrowing ReadTransaction
) throws -> PublicDecisionView {
    let decision = try tx.existing(input.id)
    switch decision.state {
    case .draft, .voted: throw Refusal.notFound(.decision)
    case .passed, .failed, .sent, .superseded: return PublicDecisionView(value: decision)
    }
}

extension Decision.Scope {
    /// The text used in cursors.
    var text: String {
        switch self {
        case .hamlet(let hamlet): "\(hamlet.number)"
        case .commune(let commune): "commune \(commune)"
        }
    }
}

extension Reading where Self: ~Copyable {
    /// Checks that the hamlet or commune exists on `day`, which the request contains at `field`.
    borrowing func check(_ scope: Decision.Scope, on day: LocalDate, named field: Field) throws {
        switch scope {
        case .hamlet(let id):
            guard let hamlet = try find(id), hamlet.validity.contains(day) else {
                throw Refusal.dateOutOfRange(at: field, from: try find(id)?.validity.from, to: today)
            }
        case .commune(let commune):
            guard try unit(commune, on: day)?.level == .commune else {
                throw Refusal.unknownReference(.unit, at: .commune)
            }
        }
    }

    /// `id` and all decisions that replaced it or its items, in the order in which they passed.
    borrowing func decisionLine(from id: Decision.ID) throws -> [Decision] {
        var line = [try existing(id)]
        var next = 0
        while next < line.count {
            for successor in line[next].successors.sorted(by: { $0.number < $1.number })
            where !line.contains(where: { $0.id == successor }) {
                line.append(try existing(successor))
            }
            next += 1
        }
        return line
    }

    /// The commune of the households in `scope`.
    borrowing func commune(of scope: Decision.Scope) throws -> AdministrativeUnit.Code {
        switch scope {
        case .hamlet(let id):
            let hamlet = try existing(id)
            return hamlet.commune
        case .commune(let commune): return commune
        }
    }

    /// Checks the estimate, and that the amended decision has the same scope and has passed.
    fileprivate borrowing func check(_ draft: Decision.Draft, of scope: Decision.Scope) throws {
        if let initiative = draft.initiative, initiative.firstOn > today {
            throw Refusal.dateOutOfRange(at: .initiativeFirstOn, from: nil, to: today)
        }
        try draft.checkEstimate()
        try checkSupport(in: draft.estimate, of: scope)
        guard let id = draft.amends else { return }
        guard let amended = try find(id), amended.scope == scope else {
            throw Refusal.unknownReference(.decision, at: .amends)
        }
        try amended.check(.supersede)
    }
}
