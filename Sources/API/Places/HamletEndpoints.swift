import Domain
import Store

let hamletEndpoints: [Endpoint] = [
    .post(
        "/v1/hamlets", roles: [.clerk, .admin],
        Sentence(vi: "Ghi một thôn xóm mới", en: "Records a hamlet."), recordHamlet),
    .read(
        "/v1/hamlets",
        Sentence(
            vi: "Thôn xóm của một đơn vị, hoặc của nơi mình phụ trách",
            en: "Lists the hamlets of a unit, or of the caller's own place."), listHamlets
    )
    .slow,
    .read(
        "/v1/hamlets/{id}", Sentence(vi: "Một thôn xóm", en: "Shows a hamlet."), showHamlet),
    .read(
        "/v1/hamlets/{id}/history",
        Sentence(
            vi: "Thôn xóm qua thời gian: tên, loại, xã, thôn trước và thôn sau",
            en: "Shows a hamlet's names, types and communes over time, its predecessors and successors."),
        showHamletHistory),
    .publicRead(
        "/v1/public/hamlets", etag: .all,
        Sentence(vi: "Thôn xóm của một đơn vị, công khai", en: "Lists the hamlets of a unit publicly."),
        listPublicHamlets
    )
    .slow,
    .publicRead(
        "/v1/public/hamlets/{id}", etag: .owner,
        Sentence(vi: "Một thôn xóm, công khai", en: "Shows a hamlet publicly."), showPublicHamlet),
    .read(
        "/v1/hamlets/{id}/summary",
        Sentence(
            vi: "Tổng hợp của thôn xóm: đăng ký, thu, chi, số dư, số hộ tham gia, theo năm",
            en: "Shows pledges, contributions, payments, balances and participating households by year."),
        showSummary),
    .publicRead(
        "/v1/public/hamlets/{id}/summary", etag: .owner,
        Sentence(vi: "Tổng hợp của thôn xóm, công khai", en: "Shows a hamlet's summary publicly."),
        showPublicSummary),
    // The households that gave are counted by their receipts, except in hamlets.
    .read(
        "/v1/summary",
        Sentence(
            vi: "Tổng hợp của một thôn xóm, một xã hoặc một tổ chức",
            en: "Shows the summary of a hamlet, a commune or an organisation."),
        showOwnerSummary
    )
    .slow,
    .publicRead(
        "/v1/public/summary", etag: .all,
        Sentence(
            vi: "Tổng hợp của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Shows the summary of a hamlet, a commune or an organisation publicly."),
        showPublicOwnerSummary
    )
    .slow,
]

struct NewHamletInput: Input {
    let commune: String
    let name: String
    let kind: Hamlet.Kind
    let validFrom: LocalDate

    init(from decoder: inout RequestDecoder) {
        commune = decoder.text("commune", upTo: 5)
        name = decoder.publicName("name", upTo: 100)
        kind = decoder.choice("type", of: Hamlet.Kind.self)
        validFrom = decoder.date("valid_from")
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct HamletView: Resource {
    let hamlet: Hamlet
    /// The current or last name of the commune's code.
    let communeName: String
    /// The last day of the commune, when the hamlet remained in one that has ended.
    let communeEnd: LocalDate?
    let householdsCount: Int64
    let personsCount: Int64
    /// The successor hamlets; empty while it is open.
    let successors: [Hamlet.ID]

    var location: String { "/v1/hamlets/\(hamlet.id.number)" }
    var version: Int64 { hamlet.version }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", hamlet.id)
        fields.member("commune", hamlet.commune)
        fields.member("commune_name", communeName)
        fields.member("commune_ended_on", communeEnd)
        fields.member("name", hamlet.name)
        fields.choice("type", hamlet.kind)
        fields.choice("class", hamlet.kind.class)
        fields.member("valid_from", hamlet.validity.from)
        fields.member("valid_to", hamlet.validity.to)
        fields.count("households", householdsCount)
        fields.count("persons", personsCount)
        fields.list("successors", successors)
        fields.count("version", hamlet.version)
    }
}

/// A hamlet's names, types and communes over time.
struct HamletHistoryView: Output {
    let hamlet: HamletView
    /// Latest first; the first is the current version.
    let versions: [HamletVersionView]
    /// False when the type is one that a new hamlet of the commune could not have.
    let isTypeOfCommune: Bool
    let predecessors: [Hamlet]
    let successors: [Hamlet]

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.list("history", versions)
        fields.boolean("type_fits_commune", isTypeOfCommune)
        fields.list("predecessors", predecessors.map(HamletNameView.init))
        fields.list("successors", successors.map(HamletNameView.init))
    }
}

struct HamletVersionView: Output {
    let hamlet: Hamlet
    let from: LocalDate?
    let validTo: LocalDate?

    func write(to fields: inout some FieldWriter) {
        fields.member("valid_from", from ?? hamlet.validity.from)
        fields.member("valid_to", validTo)
        fields.member("name", hamlet.name)
        fields.choice("type", hamlet.kind)
        fields.member("commune", hamlet.commune)
    }
}

struct HamletNameView: ValueView {
    let value: Hamlet

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("name", value.name)
        fields.member("valid_from", value.validity.from)
        fields.member("valid_to", value.validity.to)
    }
}

func recordHamlet(
    _ input: NewHamletInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> NewlyNamed<HamletView> {
    let hamlet = try tx.record(input)
    return NewlyNamed(view: try tx.view(of: hamlet), similar: try tx.similarNames(to: hamlet))
}

extension WriteTransaction {
    borrowing func record(_ input: NewHamletInput) throws -> Hamlet {
        let from = input.validFrom
        // The commune on the hamlet's first day. It may have ended, because books of earlier years are recorded too.
        guard try unit(input.commune, on: from)?.level == .commune else {
            throw Refusal.unknownReference(.unit, at: .commune)
        }
        guard from <= today else {
            throw Refusal.dateOutOfRange(at: .validFrom, from: nil, to: today)
        }
        try check(input.kind, in: input.commune, from: from)
        let hamlet = Hamlet(
            id: try newID(), commune: input.commune, name: input.name, kind: input.kind,
            validity: Validity(from: from), version: 1)
        try save(hamlet)
        return hamlet
    }
}

func showHamlet(
    _ input: PathInput<Hamlet>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HamletView {
    try tx.hamletView(input.id)
}

func showHamletHistory(
    _ input: PathInput<Hamlet>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HamletHistoryView {
    let hamlet = try tx.existing(input.id)
    var versions = [HamletVersionView(hamlet: hamlet, from: hamlet.currentFrom, validTo: hamlet.validity.to)]
    for (version, validTo) in try tx.previousVersions(of: hamlet).reversed() {
        versions.append(HamletVersionView(hamlet: version, from: version.currentFrom, validTo: validTo))
    }
    return HamletHistoryView(
        hamlet: try tx.view(of: hamlet), versions: versions, isTypeOfCommune: try tx.fitsCommune(hamlet),
        predecessors: try tx.predecessors(of: hamlet.id), successors: try tx.successors(of: hamlet.id))
}

func showPublicHamlet(
    _ input: PathInput<Hamlet>, in tx: borrowing ReadTransaction
) throws -> PublicHamletView {
    try tx.publicView(of: try tx.existing(input.id))
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func hamletView(_ id: Hamlet.ID) throws -> HamletView {
        let hamlet = try existing(id)
        return try view(of: hamlet)
    }

    /// The hamlet with its population, today or on `day`.
    borrowing func view(of hamlet: Hamlet, on day: LocalDate? = nil) throws -> HamletView {
        let population =
            if let day { try population(of: hamlet.id, on: day) } else { try population(of: hamlet.id) }
        let successors = hamlet.validity.to == nil ? [] : try successors(of: hamlet.id).map(\.id)
        return HamletView(
            hamlet: hamlet, communeName: try communeName(hamlet.commune, on: day ?? today),
            communeEnd: try communeEnd(hamlet.commune, on: day ?? today),
            householdsCount: population.householdsCount, personsCount: population.personsCount,
            successors: successors)
    }
}

extension Hamlet: Sampled {
    static var sample: Hamlet {
        Hamlet(
            id: Identifier(1), commune: "16702", name: "Xóm 9", kind: .xom, validity: Validity(from: .sample),
            version: 1)
    }
}

extension HamletView: Sampled {
    static var sample: HamletView {
        HamletView(
            hamlet: .sample, communeName: "Phường Vinh Phú", communeEnd: nil, householdsCount: 315,
            personsCount: 897,
            successors: [])
    }
}

extension HamletHistoryView {
    static var sample: HamletHistoryView {
        HamletHistoryView(
            hamlet: .sample, versions: [.sample], isTypeOfCommune: true, predecessors: [], successors: [])
    }
}

extension HamletVersionView {
    static var sample: HamletVersionView {
        HamletVersionView(hamlet: .sample, from: nil, validTo: nil)
    }
}
