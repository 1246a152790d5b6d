import Domain
import Store

struct ConsultationInput: Input {
    let id: Consultation.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.consultation(id)) }
}

struct NewConsultationInput: Input {
    /// Nil when the request names no scope, or two: noted as a fault.
    let scope: Decision.Scope?
    let matter: String
    let title: String
    let firstOn: LocalDate?
    let lastOn: LocalDate?
    let counts: Consultation.Counts

    init(from form: inout Form) {
        scope = Decision.Scope(from: &form)
        matter = form.text("matter", upTo: 60)
        title = form.text("title", upTo: 300)
        firstOn = form.date("from")
        lastOn = form.date("to")
        counts = Consultation.Counts(
            eligible: form.integer("eligible", in: peopleRange),
            invited: form.integer("invited", in: peopleRange),
            participated: form.integer("participated", in: peopleRange),
            agreed: form.integer("agreed", in: peopleRange),
            disagreed: form.integer("disagreed", in: peopleRange),
            invalid: form.integer("invalid", in: peopleRange, default: 0))
    }

    var target: Target? { scope?.target }
}

/// Members that are absent stay as they are.
///
/// - Source: RFC 7396.
struct ConsultationCorrection: Input {
    let id: Consultation.ID
    let title: String?
    let firstOn: LocalDate?
    let lastOn: LocalDate?
    let eligible: Int64?
    let invited: Int64?
    let participated: Int64?
    let agreed: Int64?
    let disagreed: Int64?
    let invalid: Int64?

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        title = form.optionalText("title", upTo: 300)
        firstOn = form.optionalDate("from")
        lastOn = form.optionalDate("to")
        eligible = form.optionalInteger("eligible", in: peopleRange)
        invited = form.optionalInteger("invited", in: peopleRange)
        participated = form.optionalInteger("participated", in: peopleRange)
        agreed = form.optionalInteger("agreed", in: peopleRange)
        disagreed = form.optionalInteger("disagreed", in: peopleRange)
        invalid = form.optionalInteger("invalid", in: peopleRange)
        form.keep(
            "title", "from", "to", "eligible", "invited", "participated", "agreed", "disagreed", "invalid")
    }

    var target: Target? { Target(.consultation(id)) }

    func applied(to old: Consultation) -> Consultation {
        let counts = Consultation.Counts(
            eligible: eligible ?? old.counts.eligible, invited: invited ?? old.counts.invited,
            participated: participated ?? old.counts.participated, agreed: agreed ?? old.counts.agreed,
            disagreed: disagreed ?? old.counts.disagreed, invalid: invalid ?? old.counts.invalid)
        return Consultation(
            id: old.id, scope: old.scope, matter: old.matter, title: title ?? old.title,
            firstOn: firstOn ?? old.firstOn, lastOn: lastOn ?? old.lastOn, counts: counts,
            recordedBy: old.recordedBy, recordedAt: old.recordedAt, version: old.version + 1)
    }
}

struct ConsultationListInput: Input {
    /// Nil when the request names no scope, or two: noted as a fault.
    let scope: Decision.Scope?
    let page: PageRequest

    init(from form: inout Form) {
        scope = Decision.Scope(from: &form, in: .query)
        page = PageRequest(from: &form)
    }

    var target: Target? { scope?.queryTarget }
}

struct ConsultationReportInput: Input {
    let unit: String
    let matter: String
    let map: UnitMap

    init(from form: inout Form) {
        unit = form.text("unit", upTo: 5, in: .query)
        matter = form.text("matter", upTo: 60, in: .query)
        map = form.unitMap()
    }

    var target: Target? { Target(.unit(unit)) }
}

private let peopleRange = 0...Consultation.Counts.max
