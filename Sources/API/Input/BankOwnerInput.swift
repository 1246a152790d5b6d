import Domain
import Store

/// The owner of books that a request names: a hamlet, a commune by its code, or an organisation.
enum BankOwnerInput: Hashable, Sendable {
    case hamlet(Hamlet.ID)
    case commune(AdministrativeUnit.Code)
    case organisation(Organisation.ID)

    /// The owner that the request must name.
    init(from decoder: inout RequestDecoder, in section: Section = .body) {
        self =
            BankOwnerInput.optional(from: &decoder, in: section, isRequired: true) ?? .hamlet(Identifier(1))
    }

    /// The owner in the request; adds an error when it names several, or none although it must.
    static func optional(
        from decoder: inout RequestDecoder, in section: Section = .body, isRequired: Bool = false
    ) -> BankOwnerInput? {
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet", in: section)
        let commune = decoder.optionalText("commune", upTo: 5, in: section)
        let organisation: Organisation.ID? = decoder.optionalID("organisation", in: section)
        let owners: [BankOwnerInput?] = [
            hamlet.map { .hamlet($0) }, commune.map { .commune($0) }, organisation.map { .organisation($0) },
        ]
        let named = owners.compactMap { $0 }
        if named.count > 1 || isRequired && named.isEmpty {
            let detail = Sentence(
                vi: "ghi đúng một trong hamlet, commune, organisation",
                en: "name exactly one of hamlet, commune, organisation")
            decoder.addError("hamlet", .ownerAmbiguous, detail, in: section)
        }
        return named.first
    }

    /// The place of the owner, which the body names, or the query.
    func target(in section: Section) -> Target {
        let isNamed = section == .body
        return switch self {
        case .hamlet(let id): Target(id, named: isNamed ? .hamlet : nil)
        case .commune(let code): Target(unit: code, named: isNamed ? .commune : nil)
        case .organisation(let id): Target(id, named: isNamed ? .organisation : nil)
        }
    }

    var text: String {
        switch self {
        case .hamlet(let id): "h\(id.number)"
        case .commune(let code): "c\(code)"
        case .organisation(let id): "o\(id.number)"
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The owner of books that a request names.
    ///
    /// - Throws: `Refusal.unknownReference` for a code that is no commune today.
    borrowing func fundOwner(of input: BankOwnerInput) throws -> FundOwner {
        switch input {
        case .hamlet(let id): return .hamlet(id)
        case .organisation(let id): return .organisation(id)
        case .commune(let code):
            guard let unit = try unit(code, on: today), unit.level == .commune else {
                throw Refusal.unknownReference(.unit, at: .commune)
            }
            return .commune(unit.id)
        }
    }
}

/// A list of what belongs to one owner of books.
struct BankOwnerListInput: Input {
    let owner: BankOwnerInput

    init(from decoder: inout RequestDecoder) { owner = BankOwnerInput(from: &decoder, in: .query) }

    var target: Target? { owner.target(in: .query) }
}
