import Domain
import Store

let communityEventEndpoints: [Endpoint] = [
    .post(
        "/v1/community-events", roles: organisers,
        Sentence(
            vi: "Ghi một hoạt động cộng đồng, như Ngày Chủ nhật xanh",
            en: "Records a community event, such as Green Sunday."), recordCommunityEvent),
    .read(
        "/v1/community-events",
        Sentence(
            vi: "Các hoạt động cộng đồng trong một đơn vị, mới nhất trước",
            en: "Lists a unit's community events, newest first."), listCommunityEvents),
    .show(
        "/v1/community-events/{id}", as: CommunityEventView.self,
        Sentence(vi: "Một hoạt động cộng đồng", en: "Shows a community event.")),
    .patch(
        "/v1/community-events/{id}", roles: organisers,
        Sentence(vi: "Sửa một hoạt động cộng đồng", en: "Corrects a community event."), correctCommunityEvent),
    .read(
        "/v1/reports/community-events",
        Sentence(vi: "Cộng các hoạt động theo loại", en: "Sums a unit's community events by kind."),
        reportCommunityEvents),
    .publicRead(
        "/v1/public/reports/community-events", etag: .all,
        Sentence(vi: "Cộng các hoạt động, công khai", en: "Sums a unit's community events publicly."),
        reportPublicCommunityEvents),
]

private let organisers: Set<Role> = [.hamletHead, .clerk, .frontOfficer]

/// More than any hamlet has, to catch typing errors.
private let peopleRange: ClosedRange<Int64> = 0...1_000_000

struct NewCommunityEventInput: Input {
    let owner: Model.Owner
    let facts: CommunityEvent.Facts

    init(from decoder: inout RequestDecoder) {
        owner = Model.Owner(from: &decoder)
        facts = CommunityEvent.Facts(from: &decoder)
    }

    var target: Target? { owner.target }
}

extension CommunityEvent.Facts: Editable {
    static let blank = CommunityEvent.Facts(
        kind: .other, title: "", heldOn: .firstDay, householdsCount: 0, personsCount: 0, outputs: [])

    static func edits(from decoder: inout RequestDecoder, isNew: Bool) -> Edits<Self> {
        var edits = Edits<Self>()
        edits.set(\.kind, to: decoder.optionalChoice("kind", of: CommunityEvent.Kind.self, isRequired: isNew))
        edits.set(\.title, to: decoder.optionalText("title", upTo: 200, isRequired: isNew))
        edits.set(\.heldOn, to: decoder.optionalDate("held_on", isRequired: isNew))
        edits.set(
            \.householdsCount, to: decoder.optionalInteger("households", in: peopleRange, isRequired: isNew))
        edits.set(\.personsCount, to: decoder.optionalInteger("persons", in: peopleRange, isRequired: isNew))
        edits.set(
            \.outputs, to: decoder.optionalQuantities("outputs", upTo: CommunityEvent.outputsMax))
        if !isNew { decoder.requireNonNull("kind", "title", "held_on", "households", "persons", "outputs") }
        return edits
    }
}

struct CommunityEventView: EntityView {
    let value: CommunityEvent
}

/// The totals of community events by kind.
struct CommunityEventReportView: Tabular {
    let unit: AdministrativeUnit.Code
    let events: [CommunityEvent]

    static var sample: Self { Self(unit: "40", events: []) }

    var rows: [CommunityEventTotalsView] {
        Dictionary(grouping: events, by: \.facts.kind).sorted { $0.key.rawValue < $1.key.rawValue }
            .map(CommunityEventTotalsView.init)
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("unit", unit)
        fields.count("suppressed", 0)
        fields.object("total", CommunityEventTotalsView(kind: nil, events: events))
        fields.list("kinds", rows)
    }
}

struct CommunityEventTotalsView: Output {
    /// Nil for all kinds.
    let kind: CommunityEvent.Kind?
    let events: [CommunityEvent]

    static var sample: Self { Self(kind: .greenSunday, events: []) }

    func write(to fields: inout some FieldWriter) {
        fields.choice("kind", kind)
        fields.count("events", Int64(events.count))
        fields.count("households", events.sum(of: \.facts.householdsCount))
        fields.count("persons", events.sum(of: \.facts.personsCount))
        fields.list("outputs", ItemQuantity.sums(of: events.flatMap(\.facts.outputs)))
    }
}

func recordCommunityEvent(
    _ input: NewCommunityEventInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> CommunityEventView {
    try input.facts.check()
    let event = CommunityEvent(
        id: try tx.newID(), owner: input.owner,
        unit: try tx.unit(of: input.owner, on: input.facts.heldOn, named: .heldOn), facts: input.facts,
        recording: tx.recording(by: caller.user))
    try tx.save(event, replacing: nil)
    return CommunityEventView(value: event)
}

func correctCommunityEvent(
    _ input: Correction<CommunityEvent, CommunityEvent.Facts>, by caller: Caller,
    in tx: borrowing WriteTransaction
) throws -> CommunityEventView {
    let old = try tx.existing(input.id)
    let facts = input.edits.applied(to: old.facts)
    try facts.check()
    let event = CommunityEvent(
        id: old.id, owner: old.owner, unit: try tx.unit(of: old.owner, on: facts.heldOn, named: .heldOn),
        facts: facts, recording: old.recording.corrected)
    guard event.differs(from: old) else { return CommunityEventView(value: old) }
    try tx.save(event, replacing: old)
    return CommunityEventView(value: event)
}

func listCommunityEvents(
    _ input: Paged<UnitPeriodInput>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<CommunityEventView> {
    let (period, page) = (input.list, input.page)
    let list = "community-events|\(period.text)"
    let found = try tx.communityEvents(
        below: period.unit, from: period.from, to: period.to, before: try page.number(in: list),
        limit: page.limit + 1)
    return Page(found, of: page, in: list)
}

func reportCommunityEvents(
    _ input: UnitPeriodInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> CommunityEventReportView {
    CommunityEventReportView(
        unit: input.unit, events: try tx.communityEvents(below: input.unit, from: input.from, to: input.to))
}

func reportPublicCommunityEvents(
    _ input: UnitPeriodInput, in tx: borrowing ReadTransaction
) throws -> PublicCommunityEventReportView {
    let events = try tx.communityEvents(below: input.unit, from: input.from, to: input.to)
    let (shown, suppressedCount) = Disclosure.cells(events) { [$0.facts.householdsCount] }
    return PublicCommunityEventReportView(unit: input.unit, events: shown, suppressedCount: suppressedCount)
}
