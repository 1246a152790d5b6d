import Domain

extension Problem {
    /// Why one person may not do something alone, or not now, and who does what next.
    init(of refusal: DutyRefusal) {
        switch refusal {
        case .formClosed(let item, let open): self = Problem.formClosed(item, open)
        case .estimateItemMissing: self = Problem.estimateItemMissing
        case .meetingFirst(let item): self = Problem.meetingFirst(item)
        case .onlineNotChosen(let chosen, let needed): self = Problem.onlineNotChosen(chosen, needed)
        case .householdsChanged(let id, let state, let day, let recorded, let now):
            self = Problem.householdsChanged(id, state, day, recorded, now)
        case .ownCount: self.init(.ownCount, detail: .another(taking: "recount", of: .decision))
        case .ownVotes: self.init(.ownVotes, detail: .another(taking: "conclude", of: .decision))
        case .recountFails(let id, let count): self = Problem.recountFails(id, count)
        case .populationDecided(let id, let day): self = Problem.populationDecided(id, day)
        case .appraisersFixed:
            self.init(
                .appraisersFixed,
                detail: Sentence(
                    vi: "Không đạt thì quyết định không công nhận (decline); có thể đăng ký lại mô hình. "
                        + "Chỉ thay người không còn vai trò chấm điểm (name-appraisers).",
                    en: "If the score is too low, decline the model; it can be registered anew. "
                        + "Only who no longer has the role of appraiser is replaced (name-appraisers)."))
        case .appraisersMissing:
            self.init(.appraisersMissing, detail: .another(taking: "name-appraisers", of: .model))
        case .notAppraiser: self.init(.notAppraiser, detail: .another(taking: "name-appraisers", of: .model))
        case .appraisersPending(let count):
            self.init(
                .appraisersPending,
                detail: Sentence(
                    vi: "Còn \(count) người được chỉ định chưa chấm điểm (appraisals); cần họ chấm trước.",
                    en: "\(count) of the named appraisers must give their scores first."))
        case .ownHouseholds(let day): self = Problem.ownHouseholds(day)
        case .ownRecord(let entity, let step): self = Problem.ownRecord(entity, step)
        case .appraiserWithoutRole(let field):
            self.init(errors: [
                FieldError(field, .appraiserWithoutRole, ProblemCode.appraiserWithoutRole.title)
            ])
        case .appraisersUnavailable(let id, let names): self = Problem.appraisersUnavailable(id, names)
        case .appraiserRepeated(let field):
            self.init(errors: [
                FieldError(field, .appraiserRepeated, ProblemCode.appraiserRepeated.title)
            ])
        }
    }

    private static func ownHouseholds(_ day: LocalDate) -> Problem {
        let roles = Endpoint.roles(taking: "record-votes", of: .decision).alternatives
        return Problem(
            .ownHouseholds,
            detail: Sentence(
                vi: "Sau ngày \(day.printed), bạn đã ghi hộ rời đi hoặc sửa ngày bắt đầu của hộ. "
                    + "Cần người khác ghi kết quả biểu quyết (người thực hiện: \(roles.vi)).",
                en: "After \(day.text) you ended households or changed their first days. "
                    + "Another person records the votes (by: \(roles.en))."))
    }

    private static func appraisersUnavailable(_ id: Model.ID, _ names: [String]) -> Problem {
        let roles = Endpoint.roles(taking: "name-appraisers", of: .model).alternatives
        let path = "POST /v1/models/\(id.number)/name-appraisers"
        let list = names.joined(separator: ", ")
        return Problem(
            .appraiserUnavailable,
            detail: Sentence(
                vi: "Không còn vai trò chấm điểm: \(list). Chỉ định người khác thay "
                    + "(người thực hiện: \(roles.vi)): \(path).",
                en: "No longer appraisers: \(list). Name others in their place (by: \(roles.en)): \(path)."))
    }

    private static func formClosed(_ item: Int, _ open: [Decision.Form]) -> Problem {
        let forms = open.map(\.name)
        return Problem(errors: [
            FieldError(
                "/voting_mode", .formClosed,
                Sentence(
                    vi: "nội dung \(item) chỉ quyết định bằng: \(forms.map(\.vi).joined(separator: "; "))",
                    en: "item \(item) is decided by: \(forms.map(\.en).joined(separator: "; "))"))
        ])
    }

    private static func meetingFirst(_ item: Int) -> Problem {
        let roles = Endpoint.roles(taking: "record-votes", of: .decision).alternatives
        return Problem(
            .meetingFirst,
            detail: Sentence(
                vi: "Nội dung \(item): tổ chức họp về nội dung này, ghi và kết luận cuộc họp "
                    + "(người thực hiện: \(roles.vi)); nếu không đủ số hộ dự họp thì phát phiếu và ghi số của "
                    + "quyết định đó vào earlier_meeting.",
                en:
                    "Item \(item): hold and conclude a meeting on it (by: \(roles.en)); if too few households "
                    + "attend, bring ballots to them and name that decision in earlier_meeting."))
    }

    private static func onlineNotChosen(_ chosen: Int64, _ needed: Int64) -> Problem {
        Problem(
            .onlineNotChosen,
            detail: Sentence(
                vi: "\(chosen) hộ chọn biểu quyết trực tuyến, cần ít nhất \(needed).",
                en: "\(chosen) households chose to vote online; \(needed) are needed."))
    }

    private static func householdsChanged(
        _ id: Decision.ID, _ state: Decision.State, _ day: LocalDate, _ recorded: Int64, _ now: Int64
    ) -> Problem {
        let isOpen = state == .voted
        let step = isOpen ? "record-votes" : "recount"
        let roles = Endpoint.roles(taking: step, of: .decision).alternatives
        let path = "POST /v1/decisions/\(id.number)/\(step)"
        let help =
            isOpen
            ? Sentence(
                vi: "Ghi lại kết quả biểu quyết (người thực hiện: \(roles.vi)): \(path).",
                en: "Record the votes again (by: \(roles.en)): \(path).")
            : Sentence(
                vi: "Người khác với người ghi quyết định đếm lại (\(roles.vi)): \(path); "
                    + "nếu không còn đủ tỷ lệ thì biểu quyết lại bằng quyết định mới.",
                en: "Another person than who recorded it counts again (\(roles.en)): \(path); "
                    + "if an item would no longer pass, hold a new vote.")
        return Problem(
            .householdsChanged,
            detail: Sentence(
                vi:
                    "Quyết định \(id.number) ghi \(recorded) hộ; ngày \(day.printed) nay có \(now) hộ trong sổ. "
                    + help.vi,
                en:
                    "Decision \(id.number) counted \(recorded) households; on \(day.text) there are now \(now). "
                    + help.en))
    }

    private static func recountFails(_ id: Decision.ID, _ count: Int64) -> Problem {
        let roles = Endpoint.roles(taking: "record-votes", of: .decision).alternatives
        return Problem(
            .recountFails,
            detail: Sentence(
                vi:
                    "Đếm lại được \(count) hộ. Lập quyết định mới có amends là \(id.number) và biểu quyết lại "
                    + "(người thực hiện: \(roles.vi)).",
                en:
                    "\(count) households were counted. Draft a decision that amends \(id.number) and vote again "
                    + "(by: \(roles.en))."))
    }

    private static func populationDecided(_ id: Decision.ID, _ day: LocalDate) -> Problem {
        Problem(
            .populationDecided,
            detail: Sentence(
                vi:
                    "Bạn đã ghi quyết định \(id.number), biểu quyết ngày \(day.printed). Cần người khác sửa sổ hộ "
                    + "của ngày đó, hoặc ghi thay đổi từ ngày sau biểu quyết.",
                en:
                    "You recorded decision \(id.number), voted on \(day.text). Another person must correct the "
                    + "households of that day, or record the change from a later day."))
    }
}

extension Sentence {
    /// Who else takes a step that somebody must not take themselves.
    static func another(taking step: String, of entity: EntityKind) -> Sentence {
        let roles = Endpoint.roles(taking: step, of: entity).alternatives
        return Sentence(
            vi: "Người thực hiện: \(roles.vi) (bước \(step)).", en: "By: \(roles.en) (step \(step)).")
    }
}

extension Decision.Form {
    fileprivate var name: Sentence {
        switch self {
        case .meeting: Sentence(vi: "họp (meeting)", en: "a meeting")
        case .ballots: Sentence(vi: "phát phiếu (ballots)", en: "ballots")
        case .ballotsAfterMeeting:
            Sentence(
                vi: "phát phiếu sau cuộc họp không đủ hộ",
                en: "ballots after a meeting that lacked households")
        case .ballotsCommuneWide: Sentence(vi: "phát phiếu trong cả xã", en: "ballots in the whole commune")
        case .online: Sentence(vi: "biểu quyết trực tuyến (online)", en: "an online vote")
        }
    }
}
