import Domain
import Store

struct NewConsultationInput: Input {
    let scope: Decision.Scope
    let matter: String
    let title: String
    let firstOn: LocalDate
    let lastOn: LocalDate
    let counts: Consultation.Counts

    init(from decoder: inout RequestDecoder) {
        scope = Decision.Scope(from: &decoder)
        matter = decoder.publicText("matter", upTo: 60)
        title = decoder.text("title", upTo: 300)
        firstOn = decoder.date("from")
        lastOn = decoder.date("to")
        counts = Consultation.Counts(
            eligible: decoder.integer("eligible", in: peopleRange),
            invited: decoder.integer("invited", in: peopleRange),
            participated: decoder.integer("participated", in: peopleRange),
            agreed: decoder.integer("agreed", in: peopleRange),
            disagreed: decoder.integer("disagreed", in: peopleRange),
            invalid: decoder.integer("invalid", in: peopleRange, default: 0))
    }

    var target: Target? { scope.target }
}

/// A merge patch.
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

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        title = decoder.optionalText("title", upTo: 300)
        firstOn = decoder.optionalDate("from")
        lastOn = decoder.optionalDate("to")
        eligible = decoder.optionalInteger("eligible", in: peopleRange)
        invited = decoder.optionalInteger("invited", in: peopleRange)
        participated = decoder.optionalInteger("participated", in: peopleRange)
        agreed = decoder.optionalInteger("agreed", in: peopleRange)
        disagreed = decoder.optionalInteger("disagreed", in: peopleRange)
        invalid = decoder.optionalInteger("invalid", in: peopleRange)
        decoder.requireNonNull(
            "title", "from", "to", "eligible", "invited", "participated", "agreed", "disagreed", "invalid")
    }

    var target: Target? { Target(id) }

    func applied(to old: Consultation) -> Consultation {
        let counts = Consultation.Counts(
            eligible: eligible ?? old.counts.eligible, invited: invited ?? old.counts.invited,
            participated: participated ?? old.counts.participated, agreed: agreed ?? old.counts.agreed,
            disagreed: disagreed ?? old.counts.disagreed, invalid: invalid ?? old.counts.invalid)
        return Consultation(
            id: old.id, scope: old.scope, matter: old.matter, title: title ?? old.title,
            firstOn: firstOn ?? old.firstOn, lastOn: lastOn ?? old.lastOn, counts: counts,
            recording: old.recording.corrected)
    }
}

struct ConsultationListInput: Input {
    let scope: Decision.Scope
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        scope = Decision.Scope(from: &decoder, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { scope.queryTarget }
}

struct ConsultationReportInput: Input {
    let unit: String
    let matter: String
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        unit = decoder.text("unit", upTo: 5, in: .query)
        matter = decoder.text("matter", upTo: 60, in: .query)
        boundaries = decoder.boundaries()
    }

    var target: Target? { Target(unit: unit) }
}

private let peopleRange = 0...Consultation.Counts.max
