import Domain
import Store

let consultationEndpoints: [Endpoint] = [
    .post(
        "/v1/consultations", roles: [.hamletHead, .clerk, .frontOfficer],
        Sentence(
            vi: "Ghi kết quả lấy ý kiến của một thôn xóm hoặc xã, phường về một việc",
            en: "Records the result of a consultation in a hamlet or commune."), recordConsultation),
    .read(
        "/v1/consultations",
        Sentence(
            vi: "Các đợt lấy ý kiến của một thôn xóm hoặc xã, phường, mới nhất trước",
            en: "Lists the consultations of a hamlet or commune, newest first."), listConsultations),
    .show(
        "/v1/consultations/{id}", as: ConsultationView.self,
        Sentence(vi: "Một đợt lấy ý kiến", en: "Shows a consultation.")),
    .patch(
        "/v1/consultations/{id}", roles: [.hamletHead, .clerk, .frontOfficer],
        Sentence(vi: "Sửa kết quả lấy ý kiến", en: "Corrects a consultation."), correctConsultation),
    .read(
        "/v1/reports/consultations",
        Sentence(
            vi: "Cộng kết quả lấy ý kiến về một việc theo từng xã, phường, tỷ lệ chính xác",
            en: "Sums the results of consultations on a matter by commune, with exact shares."),
        reportConsultations
    )
    .slow,
    .publicRead(
        "/v1/public/reports/consultations", etag: .all,
        Sentence(
            vi: "Kết quả lấy ý kiến về một việc, công khai",
            en: "Shows the results of consultations on a matter publicly."
        ),
        reportPublicConsultations
    )
    .slow,
]

struct ConsultationView: EntityView {
    let value: Consultation

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("hamlet", value.scope.hamlet)
        fields.member("commune", value.scope.commune)
        fields.member("matter", value.matter)
        fields.member("title", value.title)
        fields.member("from", value.firstOn)
        fields.member("to", value.lastOn)
        write(value.counts, to: &fields)
        fields.member(value.recording)
    }
}

/// The summed results of consultations on a matter in a unit.
struct ConsultationReportView: Tabular {
    let unit: String
    let matter: String
    let communes: [CommuneResult]

    var rows: [ConsultedCommuneView] { communes.map(ConsultedCommuneView.init) }

    func write(to fields: inout some FieldWriter) {
        fields.member("unit", unit)
        fields.member("matter", matter)
        fields.count("suppressed", 0)
        write(communes.reduce(.zero) { $0.adding($1.counts) }, to: &fields)
        fields.list("communes", rows)
    }
}

struct ConsultedCommuneView: ValueView {
    let value: CommuneResult

    func write(to fields: inout some FieldWriter) {
        fields.member("commune", value.commune)
        fields.count("places", value.placesCount)
        write(value.counts, to: &fields)
    }
}

/// An exact fraction, and the same in per cent, rounded half up to two decimals.
struct ShareView: ValueView {
    let value: Share

    func write(to fields: inout some FieldWriter) {
        fields.count("numerator", value.numerator)
        fields.count("denominator", value.denominator)
        fields.member("percent", decimal(hundredths: value.hundredthsOfPercent))
    }
}

extension Output {
    /// Writes the counts and the shares derived from them.
    fileprivate func write(_ counts: Consultation.Counts, to fields: inout some FieldWriter) {
        fields.count("eligible", counts.eligible)
        fields.count("invited", counts.invited)
        fields.count("participated", counts.participated)
        fields.count("agreed", counts.agreed)
        fields.count("disagreed", counts.disagreed)
        fields.count("invalid", counts.invalid)
        fields.optionalObject("participation", counts.participation.map(ShareView.init))
        fields.optionalObject("agreement", counts.agreement.map(ShareView.init))
        fields.optionalObject("agreement_of_all", counts.agreementAmongEligible.map(ShareView.init))
    }
}

func recordConsultation(
    _ input: NewConsultationInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ConsultationView {
    let consultation = Consultation(
        id: try tx.newID(), scope: input.scope, matter: input.matter, title: input.title,
        firstOn: input.firstOn, lastOn: input.lastOn, counts: input.counts,
        recording: tx.recording(by: caller.user))
    try tx.check(consultation)
    try tx.save(consultation, replacing: nil)
    return ConsultationView(value: consultation)
}

func correctConsultation(
    _ input: ConsultationCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ConsultationView {
    let old = try tx.existing(input.id)
    let consultation = input.applied(to: old)
    try tx.check(consultation)
    guard consultation.differs(from: old) else { return ConsultationView(value: old) }
    try tx.save(consultation, replacing: old)
    return ConsultationView(value: consultation)
}

func listConsultations(
    _ input: ConsultationListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ConsultationView> {
    let scope = input.scope
    let list = "consultations|\(scope.text)"
    let before: Consultation.ID? = try input.page.number(in: list)
    let found = try tx.consultations(of: scope, before: before, limit: input.page.limit + 1)
    return Page(found, of: input.page, in: list)
}

func reportConsultations(
    _ input: ConsultationReportInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> ConsultationReportView {
    try tx.report(input)
}

func reportPublicConsultations(
    _ input: ConsultationReportInput, in tx: borrowing ReadTransaction
) throws -> PublicConsultationReportView {
    PublicConsultationReportView(
        unit: input.unit, matter: input.matter,
        communes: try tx.consultedCommunes(below: input.unit, on: input.matter, by: input.boundaries))
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func report(_ input: ConsultationReportInput) throws -> ConsultationReportView {
        ConsultationReportView(
            unit: input.unit, matter: input.matter,
            communes: try consultedCommunes(below: input.unit, on: input.matter, by: input.boundaries))
    }

    /// Checks that the dates are ordered and not in the future, that the counts are consistent, and that the commune
    /// existed.
    fileprivate borrowing func check(_ consultation: Consultation) throws {
        guard consultation.firstOn <= consultation.lastOn else {
            throw Refusal.dateOutOfRange(at: .lastDay, from: consultation.firstOn, to: nil)
        }
        guard consultation.lastOn <= today else {
            throw Refusal.dateOutOfRange(at: .lastDay, from: nil, to: today)
        }
        try consultation.counts.check()
        try check(consultation.scope, on: consultation.lastOn, named: .lastDay)
    }
}

extension Consultation: Sampled {
    static var sample: Consultation {
        Consultation(
            id: Identifier(1), scope: .commune("17950"), matter: "sap-nhap-2024", title: "Sắp xếp đơn vị",
            firstOn: .sample, lastOn: .sample, counts: .zero, recording: .sample)
    }
}

extension ConsultationReportView {
    static var sample: ConsultationReportView {
        ConsultationReportView(unit: "40", matter: "sap-nhap-2024", communes: [])
    }
}

extension ConsultationReportView: Sampled {}

extension CommuneResult: Sampled {
    static var sample: CommuneResult {
        CommuneResult(commune: "17950", parts: [.sample])
    }
}

extension Share: Sampled {
    static var sample: Share { .none }
}
