import Domain
import Store

/// The decision behind a reorganisation, in every body.
struct OrderInput {
    let number: String
    let decidedOn: LocalDate
    let effectiveOn: LocalDate

    init(from decoder: inout RequestDecoder) {
        number = decoder.text("decision_number", upTo: 50)
        decidedOn = decoder.date("decided_on")
        effectiveOn = decoder.date("effective_on")
    }

    /// The validated decision.
    ///
    /// - Parameter tx: provides the current date.
    /// - Returns: the decision.
    /// - Throws: `.dateOutOfRange` for a future effective date, or one before the decision.
    func order(in tx: borrowing WriteTransaction) throws -> Reorganisation.Order {
        guard effectiveOn <= tx.today else {
            throw Refusal.dateOutOfRange(at: .effectiveOn, from: nil, to: tx.today)
        }
        guard decidedOn <= effectiveOn else {
            throw Refusal.dateOutOfRange(at: .decidedOn, from: nil, to: effectiveOn)
        }
        return Reorganisation.Order(number: number, decidedOn: decidedOn, effectiveOn: effectiveOn)
    }
}

struct MergerInput: Input {
    struct Part {
        let hamlet: Hamlet.ID
        let codePrefix: String
    }

    let order: OrderInput
    /// The commune is the target, because reorganising hamlets requires a role in the commune.
    let commune: String
    let parts: [Part]
    let name: String
    let kind: Hamlet.Kind
    /// The new names of funds; all others keep theirs.
    let fundNames: [ReorganisationPlan.FundName]
    /// The role assignments that go to the new hamlet; all others end.
    let tokens: [AccessToken.ID]

    init(from decoder: inout RequestDecoder) {
        commune = decoder.text("commune", upTo: 5)
        parts = decoder.objects("hamlets", from: 2, upTo: hamletsMax) { decoder in
            Part(hamlet: decoder.id("hamlet"), codePrefix: decoder.optionalText("code_prefix", upTo: 5) ?? "")
        }
        name = decoder.publicName("name", upTo: 100)
        kind = decoder.choice("type", of: Hamlet.Kind.self)
        fundNames = decoder.objects("funds", upTo: 500, isRequired: false) { decoder in
            ReorganisationPlan.FundName(fund: decoder.id("fund"), name: decoder.publicName("name", upTo: 200))
        }
        tokens = decoder.ids("role_assignments", upTo: 1000)
        order = OrderInput(from: &decoder)
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct SplitInput: Input {
    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let parts: [ReorganisationPlan.SplitPart]

    init(from decoder: inout RequestDecoder) {
        commune = decoder.text("commune", upTo: 5)
        hamlet = decoder.id("hamlet")
        parts = decoder.objects("into", from: 2, upTo: hamletsMax) { decoder in
            var part = ReorganisationPlan.SplitPart(
                name: decoder.publicName("name", upTo: 100),
                kind: decoder.choice("type", of: Hamlet.Kind.self))
            part.households = decoder.ids("households", upTo: 10_000)
            part.shares = decoder.objects("funds", upTo: 500, isRequired: false) { decoder in
                ReorganisationPlan.Share(
                    fund: decoder.id("fund"), cash: decoder.share("cash"), bank: decoder.share("bank"))
            }
            part.expenditures = decoder.ids("expenditures", upTo: 1000)
            part.models = decoder.ids("models", upTo: 1000)
            part.tokens = decoder.ids("role_assignments", upTo: 1000)
            return part
        }
        order = OrderInput(from: &decoder)
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct RenameInput: Input {
    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let name: String

    init(from decoder: inout RequestDecoder) {
        commune = decoder.text("commune", upTo: 5)
        hamlet = decoder.id("hamlet")
        name = decoder.publicName("name", upTo: 100)
        order = OrderInput(from: &decoder)
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct ReclassifyInput: Input {
    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let kind: Hamlet.Kind
    /// A reclassified hamlet is often renamed after its type: Xóm 9 becomes Khối 9.
    let name: String?

    init(from decoder: inout RequestDecoder) {
        commune = decoder.text("commune", upTo: 5)
        hamlet = decoder.id("hamlet")
        kind = decoder.choice("type", of: Hamlet.Kind.self)
        name = decoder.optionalPublicName("name", upTo: 100)
        order = OrderInput(from: &decoder)
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct TransferInput: Input {
    let order: OrderInput
    let hamlets: [Hamlet.ID]
    /// The commune to which they are transferred.
    let commune: String

    init(from decoder: inout RequestDecoder) {
        hamlets = decoder.ids("hamlets", upTo: 500, isRequired: true)
        commune = decoder.text("commune", upTo: 5)
        order = OrderInput(from: &decoder)
    }

    var target: Target? { Target(unit: commune, named: .commune) }
}

struct ReorganisationListInput: Input {
    let hamlet: Hamlet.ID
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var filter: String { "reorganisations|\(hamlet.number)" }
}

/// More hamlets in one merger or split than any decision lists.
private let hamletsMax = 20

extension RequestDecoder {
    /// The amount of a share; zero by default.
    fileprivate mutating func share(_ name: String) -> Dong {
        Dong(optionalInteger(name, in: 0...Dong.documentMax.amount) ?? 0)
    }
}
