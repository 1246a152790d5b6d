import Domain
import Store

let decisionEndpoints: [Endpoint] = [
    .post(
        "/v1/decisions", roles: [.hamletHead, .clerk],
        Sentence(
            vi: "Soạn nội dung để cộng đồng dân cư bàn và quyết định",
            en: "Drafts what residents are to decide."),
        draftDecision),
    .read(
        "/v1/decisions", etag: .everything,
        Sentence(
            vi: "Các quyết định của một thôn xóm hoặc xã, mới nhất trước",
            en: "The decisions of a hamlet or a commune, newest first."), listDecisions),
    .read(
        "/v1/decisions/{id}", etag: .version, Sentence(vi: "Một quyết định", en: "One decision."),
        showDecision),
    .patch(
        "/v1/decisions/{id}", roles: [.hamletHead, .clerk],
        Sentence(vi: "Sửa nội dung trước khi biểu quyết", en: "Corrects a draft."), editDecision),
    .post(
        "/v1/decisions/{id}/record-votes", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(
            vi: "Ghi kết quả biểu quyết; tổng số hộ được chốt lúc ghi",
            en: "Records the votes; the number of all households is frozen then."), recordVotes),
    .post(
        "/v1/decisions/{id}/conclude", roles: [.hamletHead, .clerk], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Kết luận từng nội dung theo tỷ lệ có hiệu lực vào ngày biểu quyết",
            en: "Concludes each item by the threshold in force on the day."), concludeDecision),
    .post(
        "/v1/decisions/{id}/send", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(
            vi: "Ghi ngày gửi biên bản cho Ủy ban nhân dân xã và Mặt trận",
            en: "Notes when the minutes went to the commune committee and the Front."), sendDecision),
    .page(
        "/v1/decisions/{id}/minutes",
        Sentence(vi: "Biên bản để in", en: "The minutes, to be printed."), showMinutes),
    .everybody(
        "/v1/public/decisions", etag: .everything,
        Sentence(
            vi: "Các quyết định đã kết luận của một thôn xóm hoặc xã, công khai",
            en: "The concluded decisions of a hamlet or a commune, for everybody."), listPublicDecisions),
    .everybody(
        "/v1/public/decisions/{id}", etag: .version,
        Sentence(vi: "Một quyết định đã kết luận, công khai", en: "One concluded decision, for everybody."),
        showPublicDecision),
]

func draftDecision(
    _ input: NewDecisionInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    guard let scope = input.scope else {
        preconditionFailure("the form lets no decision through without its scope")
    }
    try tx.check(scope, on: tx.today, named: "/hamlet")
    let draft = Decision.Draft(
        title: input.title, items: input.items, initiative: input.initiative, amends: input.amends)
    try tx.check(draft, of: scope)
    let decision = Decision(
        id: try tx.newDecisionID(), scope: scope, recordedBy: caller.user, recordedAt: tx.now, draft: draft)
    try tx.save(decision, replacing: nil)
    return DecisionView(decision: decision)
}

func editDecision(
    _ input: DecisionCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existingDecision(input.id)
    let draft = input.applied(to: old.draft)
    try old.check(.edit)
    try tx.check(draft, of: old.scope)
    let decision = try old.edited(draft)
    try tx.save(decision, replacing: old)
    return DecisionView(decision: decision)
}

func recordVotes(
    _ input: VoteRecordInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existingDecision(input.id)
    try old.check(.recordVotes)
    guard let heldOn = input.heldOn else {
        preconditionFailure("the form lets no result through without its day")
    }
    guard heldOn <= tx.today else {
        throw Refusal.dateOutOfRange(pointer: "/held_on", from: nil, to: tx.today)
    }
    try tx.check(old.scope, on: heldOn, named: "/held_on")
    let proceedings = Decision.Proceedings(
        votingMode: input.votingMode, method: input.method, heldOn: heldOn, place: input.place,
        chair: input.chair,
        secretary: input.secretary, householdsCount: try tx.householdsCount(in: old.scope, on: heldOn),
        representedCount: input.representedCount, votes: input.votes, board: input.board,
        witnesses: input.witnesses)
    let decision = try old.voted(
        proceedings, consentMonths: try tx.consentMonths(for: old, on: heldOn))
    try tx.save(decision, replacing: old)
    return DecisionView(decision: decision)
}

func concludeDecision(
    _ input: DecisionInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existingDecision(input.id)
    try old.check(.conclude)
    guard let heldOn = old.proceedings?.heldOn else { preconditionFailure("held without its day") }
    let commune = try tx.commune(of: old.scope)
    var thresholds: [Threshold] = []
    for item in old.draft.items {
        let text = try tx.value(of: item.matter.threshold, in: commune, on: heldOn)
        guard let threshold = Threshold(text) else { preconditionFailure("'\(text)' is no threshold") }
        thresholds.append(threshold)
    }
    let decision = try old.concluded(by: thresholds)
    try tx.save(decision, replacing: old)
    if decision.isPassed, let amended = decision.draft.amends {
        let before = try tx.decisionInForce(since: amended)
        try tx.save(try before.superseded(by: decision.id), replacing: before)
    }
    return DecisionView(decision: decision)
}

func sendDecision(
    _ input: SendingInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existingDecision(input.id)
    try old.check(.send)
    guard let toCommuneOn = input.toCommuneOn, let toFrontOn = input.toFrontOn else {
        preconditionFailure("the form lets no sending through without its days")
    }
    for (day, pointer) in [(toCommuneOn, "/sent_to_commune_on"), (toFrontOn, "/sent_to_front_on")]
    where day > tx.today {
        throw Refusal.dateOutOfRange(pointer: pointer, from: nil, to: tx.today)
    }
    let decision = try old.sent(Decision.Sending(toCommuneOn: toCommuneOn, toFrontOn: toFrontOn))
    try tx.save(decision, replacing: old)
    return DecisionView(decision: decision)
}

func showDecision(
    _ input: DecisionInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> DecisionView {
    DecisionView(decision: try tx.existingDecision(input.id))
}

func listDecisions(
    _ input: DecisionListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<DecisionView> {
    guard let scope = input.scope else { preconditionFailure("the form lets no list through without scope") }
    let list = "decisions|\(scope.text)|\(input.state?.rawValue ?? "")"
    let before: Decision.ID? = try input.page.number(in: list)
    let found = try tx.decisions(
        of: scope, state: input.state, isPublic: false, before: before, limit: input.page.limit + 1)
    return Page(found.map(DecisionView.init), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.decision.id.number), filter: list)
    }
}

func listPublicDecisions(
    _ input: PublicDecisionListInput, in tx: borrowing ReadTransaction
) throws -> Page<PublicDecisionView> {
    guard let scope = input.scope else { preconditionFailure("the form lets no list through without scope") }
    let list = "public-decisions|\(scope.text)"
    let before: Decision.ID? = try input.page.number(in: list)
    let found = try tx.decisions(
        of: scope, state: nil, isPublic: true, before: before, limit: input.page.limit + 1)
    return Page(found.map(PublicDecisionView.init), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.decision.id.number), filter: list)
    }
}

func showPublicDecision(
    _ input: DecisionInput, in tx: borrowing ReadTransaction
) throws -> PublicDecisionView {
    let decision = try tx.existingDecision(input.id)
    switch decision.state {
    case .draft, .voted: throw Refusal.notFound(.decision)
    case .passed, .failed, .sent, .superseded: return PublicDecisionView(decision: decision)
    }
}

extension Decision.Scope {
    /// As a list's cursor knows it.
    var text: String {
        switch self {
        case .hamlet(let hamlet): "\(hamlet.number)"
        case .commune(let commune): "commune \(commune)"
        }
    }
}

extension Reading where Self: ~Copyable {
    borrowing func existingDecision(_ id: Decision.ID) throws -> Decision {
        guard let decision = try decision(id) else { throw Refusal.notFound(.decision) }
        return decision
    }

    /// The hamlet, or the commune, is there on `day`, which stands at `pointer`.
    borrowing func check(_ scope: Decision.Scope, on day: LocalDate, named pointer: String) throws {
        switch scope {
        case .hamlet(let id):
            guard let hamlet = try hamlet(id), hamlet.validity.contains(day) else {
                throw Refusal.dateOutOfRange(pointer: pointer, from: try hamlet(id)?.validity.from, to: today)
            }
        case .commune(let commune):
            guard try unit(commune, on: day)?.level == .commune else {
                throw Refusal.unknownReference(.unit, pointer: "/commune")
            }
        }
    }

    /// `id`, or whatever has taken its place since: two may have been voted on to amend the same one.
    fileprivate borrowing func decisionInForce(since id: Decision.ID) throws -> Decision {
        var decision = try existingDecision(id)
        // Each took the place of one that was there before it, so this ends.
        while let next = decision.supersededBy { decision = try existingDecision(next) }
        return decision
    }

    /// The commune in which the households of `scope` live.
    borrowing func commune(of scope: Decision.Scope) throws -> AdministrativeUnit.Code {
        switch scope {
        case .hamlet(let id):
            guard let hamlet = try hamlet(id) else { throw Refusal.notFound(.hamlet) }
            return hamlet.commune
        case .commune(let commune): return commune
        }
    }

    /// How long consents to the initiative behind `decision` hold; asked only when there is one.
    fileprivate borrowing func consentMonths(for decision: Decision, on day: LocalDate) throws -> Int64 {
        guard decision.draft.initiative != nil else { return Parameter.counts.lowerBound }
        let text = try value(of: .initiativeMonths, in: try commune(of: decision.scope), on: day)
        guard let months = Int64(text) else { preconditionFailure("'\(text)' is no count") }
        return months
    }

    /// Only a decision of the same households, which passed, is amended.
    fileprivate borrowing func check(_ draft: Decision.Draft, of scope: Decision.Scope) throws {
        if let initiative = draft.initiative, initiative.firstOn > today {
            throw Refusal.dateOutOfRange(pointer: "/initiative_first_on", from: nil, to: today)
        }
        guard let id = draft.amends else { return }
        guard let amended = try decision(id), amended.scope == scope else {
            throw Refusal.unknownReference(.decision, pointer: "/amends")
        }
        try amended.check(.supersede)
    }
}
