import Domain
import Store

/// The paper behind an arrangement, as every body names it.
struct OrderInput {
    let number: String
    let decidedOn: LocalDate?
    let effectiveOn: LocalDate?

    init(from form: inout Form) {
        number = form.text("decision_number", upTo: 50)
        decidedOn = form.date("decided_on")
        effectiveOn = form.date("effective_on")
    }

    /// - Throws: `.dateOutside` for a day to come, or a decision made after it was in force.
    func order(in tx: borrowing WriteTransaction) throws -> Arrangement.Order {
        guard let decidedOn, let effectiveOn else {
            preconditionFailure("the form lets no order through without days")
        }
        guard effectiveOn <= tx.today else {
            throw Refusal.dateOutside(pointer: "/effective_on", from: nil, to: tx.today)
        }
        guard decidedOn <= effectiveOn else {
            throw Refusal.dateOutside(pointer: "/decided_on", from: nil, to: effectiveOn)
        }
        return Arrangement.Order(number: number, decidedOn: decidedOn, effectiveOn: effectiveOn)
    }
}

struct MergerInput: Input {
    struct Part {
        let hamlet: Hamlet.ID
        let codePrefix: String
    }

    let order: OrderInput
    /// To arrange hamlets is the commune's business, so the caller has a duty over it.
    let commune: String
    let parts: [Part]
    let name: String
    let kind: Hamlet.Kind
    /// What funds are called afterwards, when not as before.
    let fundNames: [(fund: Fund.ID, name: String)]

    init(from form: inout Form) {
        commune = form.text("commune", upTo: 5)
        parts = form.objects("hamlets", upTo: arrangedMax) { form in
            Part(hamlet: form.id("hamlet"), codePrefix: form.optionalText("code_prefix", upTo: 5) ?? "")
        }
        name = form.text("name", upTo: 100)
        kind = form.word("type", of: Hamlet.Kind.self)
        fundNames = form.objects("funds", upTo: 500, isRequired: false) { form in
            (fund: form.id("fund"), name: form.text("name", upTo: 200))
        }
        order = OrderInput(from: &form)
        if parts.count == 1 { form.fault("hamlets", .numberOutside, .range(from: "2", to: "\(arrangedMax)")) }
    }

    var target: Target? { Target(.unit(commune), named: "/commune") }
}

struct SplitInput: Input {
    struct Part {
        let name: String
        let kind: Hamlet.Kind
        /// Empty: everything that is not named elsewhere.
        let households: [Household.ID]
        let shares: [Takeover.Share]
        let expenditures: [Expenditure.ID]
        let models: [Model.ID]
        /// Tokens: the duties of people over the hamlet.
        let duties: [AccessToken.ID]
    }

    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let parts: [Part]

    init(from form: inout Form) {
        commune = form.text("commune", upTo: 5)
        hamlet = form.id("hamlet")
        parts = form.objects("into", upTo: arrangedMax) { form in
            Part(
                name: form.text("name", upTo: 100), kind: form.word("type", of: Hamlet.Kind.self),
                households: form.ids("households", upTo: 10_000),
                shares: form.objects("funds", upTo: 500, isRequired: false) { form in
                    Takeover.Share(
                        fund: form.id("fund"), cash: form.share("cash"), bank: form.share("bank"))
                },
                expenditures: form.ids("expenditures", upTo: 1000), models: form.ids("models", upTo: 1000),
                duties: form.ids("duties", upTo: 1000))
        }
        order = OrderInput(from: &form)
        if parts.count == 1 { form.fault("into", .numberOutside, .range(from: "2", to: "\(arrangedMax)")) }
    }

    var target: Target? { Target(.unit(commune), named: "/commune") }
}

struct RenameInput: Input {
    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let name: String

    init(from form: inout Form) {
        commune = form.text("commune", upTo: 5)
        hamlet = form.id("hamlet")
        name = form.text("name", upTo: 100)
        order = OrderInput(from: &form)
    }

    var target: Target? { Target(.unit(commune), named: "/commune") }
}

struct RetypeInput: Input {
    let order: OrderInput
    let commune: String
    let hamlet: Hamlet.ID
    let kind: Hamlet.Kind
    /// A hamlet of another kind is often called by it: Xóm 9 becomes Khối 9.
    let name: String?

    init(from form: inout Form) {
        commune = form.text("commune", upTo: 5)
        hamlet = form.id("hamlet")
        kind = form.word("type", of: Hamlet.Kind.self)
        name = form.optionalText("name", upTo: 100)
        order = OrderInput(from: &form)
    }

    var target: Target? { Target(.unit(commune), named: "/commune") }
}

struct TransferInput: Input {
    let order: OrderInput
    let hamlets: [Hamlet.ID]
    /// Where they go.
    let commune: String

    init(from form: inout Form) {
        hamlets = form.ids("hamlets", upTo: 500, isRequired: true)
        commune = form.text("commune", upTo: 5)
        order = OrderInput(from: &form)
    }

    var target: Target? { Target(.unit(commune), named: "/commune") }
}

struct ArrangementInput: Input {
    let id: Arrangement.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.arrangement(id)) }
}

struct ArrangementListInput: Input {
    let hamlet: Hamlet.ID
    let page: PageRequest

    init(from form: inout Form) {
        hamlet = form.id("id", in: .path)
        page = PageRequest(from: &form)
    }

    var target: Target? { Target(.hamlet(hamlet)) }

    var filter: String { "arrangements|\(hamlet.number)" }
}

/// More hamlets in one merger or split than any decision names.
private let arrangedMax = 20

extension Form {
    /// An amount of a share: nothing when it is not said.
    fileprivate mutating func share(_ name: String) -> Dong {
        Dong(optionalInteger(name, in: 0...Dong.documentMax.amount) ?? 0)
    }
}
