import Domain
import Store

/// A kind of money move at the wire: its members, the filters of its list, and how it is voided.
///
/// What is not here is one for all of them: `moveEndpoints(for:…)`.
protocol MoveOnWire: MoneyMove, StoredEntity, Sampled {
    associatedtype Filter: MoveFilter where Filter.Move == Self

    /// Writes the members but for id and owner.
    func writeFacts(to fields: inout some FieldWriter)

    /// Writes what corrected the move after its month was closed; null while nothing did.
    func writeCorrection(to fields: inout some FieldWriter)

    /// Voids the move `old`, and reverses or corrects what it posted.
    static func void(
        _ old: Self, _ voiding: Contribution.Voiding, in tx: borrowing WriteTransaction
    ) throws -> Self
}

extension MoveOnWire {
    func writeCorrection(to fields: inout some FieldWriter) {
        fields.member("reversed_on", voiding?.reversedOn)
    }

    /// The name of the list in paths.
    fileprivate static var listName: Substring { kind.path.dropFirst("/v1/".count) }
}

/// The filters of a list of moves; nil matches anything.
protocol MoveFilter: Sendable {
    associatedtype Move: MoveOnWire

    init(from decoder: inout RequestDecoder)

    /// The identity of the filtered list.
    var text: String { get }

    /// The moves of `owner`, newest first, before `cursor`.
    func moves(
        of owner: FundOwner, before cursor: Identifier<Move>?, limit: Int, in tx: borrowing ReadTransaction
    ) throws -> [Move]
}

/// What the endpoints of one kind of moves say.
struct MoveSummaries: Sendable {
    let show: Sentence
    let void: Sentence
    /// Nil for a kind with a correction of its own, among its steps.
    var reverse: Sentence?
    let listOfHamlet: Sentence
    let list: Sentence
}

/// Who voids or corrects what moved money without a voucher, if they did not record it.
let moveVoiders: Set<Role> = [.accountant, .treasurer, .approver]

/// The endpoints of one kind of moves.
///
/// - Parameters:
///   - type: the kind.
///   - recording: the endpoint that records one.
///   - steps: those that are its own.
///   - summaries: what the others say.
/// - Returns: the rows of the table.
func moveEndpoints<Move: MoveOnWire>(
    for type: Move.Type, recording: Endpoint, steps: [Endpoint] = [], _ summaries: MoveSummaries
) -> [Endpoint] {
    let path = Move.kind.path
    let reversal = summaries.reverse.map { summary in
        Endpoint.post(
            "\(path)/{id}/reverse", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
            summary
        ) { (input: MoveVoidInput<Move>, caller: Caller, tx: borrowing WriteTransaction) in
            let old = try tx.existing(input.id)
            try tx.checkClosed(old.on, of: old.owner)
            let voiding = input.voiding(by: caller, reversedOn: tx.today, in: tx)
            return MoveView(value: try Move.void(old, voiding, in: tx))
        }
    }
    return [recording, .show("\(path)/{id}", as: MoveView<Move>.self, summaries.show)] + steps + [
        .post(
            "\(path)/{id}/void", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
            summaries.void
        ) { (input: MoveVoidInput<Move>, caller: Caller, tx: borrowing WriteTransaction) in
            MoveView(value: try Move.void(tx.existing(input.id), input.voiding(by: caller, in: tx), in: tx))
        }
    ] + [reversal].compactMap(\.self) + [
        .read("/v1/hamlets/{id}/\(Move.listName)", summaries.listOfHamlet) {
            (input: MoveListInput<Move, HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
            try listMoves(input, by: caller, in: tx)
        },
        .read("\(path)", summaries.list) {
            (input: MoveListInput<Move, OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
            try listMoves(input, by: caller, in: tx)
        },
    ]
}

/// The input that voids or corrects a move: it requires a reason.
struct MoveVoidInput<Move: MoneyMove>: Input {
    let id: Identifier<Move>
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
    }

    var target: Target? { Target(id) }

    func voiding(
        by caller: Caller, reversedOn day: LocalDate? = nil, in tx: borrowing WriteTransaction
    ) -> Contribution.Voiding {
        Contribution.Voiding(reason: reason, by: caller.user, at: tx.now, reversedOn: day)
    }
}

struct MoveListInput<Move: MoveOnWire, Source: OwnerSource>: Input {
    let owner: BookOwner
    fileprivate let filter: Move.Filter
    fileprivate let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        filter = Move.Filter(from: &decoder)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String { "\(Move.listName)|\(owner.text)\(filter.text)" }
}

/// A move, for bookkeepers.
struct MoveView<Move: MoveOnWire>: EntityView {
    let value: Move

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        value.writeFacts(to: &fields)
        value.writeCorrection(to: &fields)
    }
}

private func listMoves<Move, Source>(
    _ input: MoveListInput<Move, Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<MoveView<Move>> {
    let found = try input.filter.moves(
        of: tx.owner(input.owner), before: try input.page.number(in: input.list), limit: input.page.limit + 1,
        in: tx)
    return Page(found, of: input.page, in: input.list)
}
