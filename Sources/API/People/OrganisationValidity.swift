import Domain
import Store

/// When an organisation was founded and dissolved; a day that is not given is not known, or has not come.
struct OrganisationValidityInput: Input {
    let id: Organisation.ID
    let from: LocalDate?
    let to: LocalDate?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        from = decoder.optionalDate("valid_from")
        to = decoder.optionalDate("valid_to")
    }

    var target: Target? { Target(id) }
}

/// Both ends together, so that neither is lost by leaving it out of sight: what is on record lies between them.
func setOrganisationValidity(
    _ input: OrganisationValidityInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OrganisationView {
    let old = try tx.existing(input.id)
    for (day, field) in [(input.from, Field.validFrom), (input.to, .validTo)] {
        if let day, day > tx.today { throw Refusal.dateOutOfRange(at: field, from: nil, to: tx.today) }
    }
    let days = try tx.recordedDays(of: old.id)
    if let from = input.from, let first = days?.lowerBound, first < from {
        throw Refusal.dateOutOfRange(at: .validFrom, from: nil, to: first)
    }
    if let to = input.to, let last = days?.upperBound, to < last {
        throw Refusal.dateOutOfRange(at: .validTo, from: last, to: tx.today)
    }
    guard let validity = Validity(from: input.from, to: input.to) else {
        throw Refusal.dateOutOfRange(at: .validTo, from: input.from, to: tx.today)
    }
    let organisation = try old.lasting(validity)
    try tx.correct(organisation)
    return OrganisationView(value: organisation)
}

extension Organisation {
    /// Checks that the organisation exists on `day`: nothing begins in its name after its last day.
    ///
    /// - Throws: `Refusal.closed`.
    func checkOpen(on day: LocalDate) throws(Refusal) {
        guard let last = validity.to, last < day else { return }
        throw .closed(.organisation, last: last, successors: [])
    }
}
