import Domain
import Store

let bookHandoverEndpoints: [Endpoint] = [
    .post(
        "/v1/book-handovers", roles: [.approver], key: .required,
        Sentence(
            vi:
                "Bàn giao sổ, quỹ của xã đã sắp xếp hoặc tổ chức đã sáp nhập cho nơi tiếp nhận; sổ cũ khóa lại",
            en:
                "Hands the funds of a commune or organisation that ended over to its successor; the old books close."
        ), handOverBooks),
    .read(
        "/v1/book-handovers/{id}",
        Sentence(vi: "Một lần bàn giao sổ, quỹ", en: "Shows a hand-over of books."), showBookHandover),
    .read(
        "/v1/book-handovers",
        Sentence(
            vi: "Các lần bàn giao sổ, quỹ từ hoặc đến một xã hay một tổ chức, mới nhất trước",
            en: "Lists the hand-overs of books from and to a commune or an organisation, newest first."),
        listBookHandovers),
]

struct BookHandoverInput: Input {
    fileprivate enum Parties: Hashable {
        case communes(AdministrativeUnit.ID, successor: AdministrativeUnit.Code)
        case organisations(Organisation.ID, successor: Organisation.ID)
    }

    fileprivate let parties: Parties
    fileprivate let order: OrderInput
    /// What funds are called afterwards; all others keep their names.
    fileprivate let names: [ReorganisationPlan.FundName]

    init(from decoder: inout RequestDecoder) {
        let commune: AdministrativeUnit.ID? = decoder.optionalID("commune_unit")
        let organisation: Organisation.ID? = decoder.optionalID("organisation")
        let successor = decoder.optionalText("successor", upTo: 5)
        let other: Organisation.ID? = decoder.optionalID("successor_organisation")
        let isOfCommune = decoder.contains("commune_unit")
        if isOfCommune == decoder.contains("organisation") {
            decoder.addError(
                "commune_unit", .ownerAmbiguous,
                Sentence(
                    vi: "ghi một trong hai mục commune_unit, organisation",
                    en: "name one of commune_unit, organisation"))
        }
        let (needed, unused) =
            isOfCommune
            ? ("successor", "successor_organisation") : ("successor_organisation", "successor")
        if !decoder.contains(needed) {
            decoder.addError(
                needed, .inputInvalid, Sentence(vi: "cần nơi tiếp nhận", en: "name who takes the books over"))
        }
        if decoder.contains(unused) {
            decoder.addError(
                unused, .inputInvalid,
                Sentence(
                    vi: "nơi tiếp nhận cùng loại với nơi bàn giao", en: "the successor is of the same kind"))
        }
        parties =
            isOfCommune
            ? .communes(commune ?? Identifier(0), successor: successor ?? "")
            : .organisations(organisation ?? Identifier(0), successor: other ?? Identifier(0))
        names = decoder.objects("funds", upTo: 500, isRequired: false) { decoder in
            ReorganisationPlan.FundName(fund: decoder.id("fund"), name: decoder.publicName("name", upTo: 200))
        }
        order = OrderInput(from: &decoder)
    }

    /// The successor's office takes over.
    var target: Target? {
        switch parties {
        case .communes(_, let successor): Target(unit: successor, named: .successor)
        case .organisations(_, let successor): Target(successor, named: .successorOrganisation)
        }
    }
}

/// A hand-over with the names of its parties and funds.
struct BookHandoverView: Resource {
    struct Line {
        let transfer: Reorganisation.FundTransfer
        let fromName: String
        let toName: String
    }

    let handover: BookHandover
    let ownerName: String
    let successorName: String
    let lines: [Line]

    var location: String { "/v1/book-handovers/\(handover.id.number)" }
    /// A hand-over never changes.
    var version: Int64 { 1 }

    func write(to fields: inout some FieldWriter) {
        let order = handover.order
        fields.member("id", handover.id)
        fields.member("commune_unit", handover.owner.commune)
        fields.member("organisation", handover.owner.organisation)
        fields.member("name", ownerName)
        fields.member("successor_unit", handover.successor.commune)
        fields.member("successor_organisation", handover.successor.organisation)
        fields.member("successor_name", successorName)
        fields.member("effective_on", order.effectiveOn)
        fields.member("decision_number", order.number)
        fields.member("decided_on", order.decidedOn)
        fields.list("funds", lines.map(HandedFundView.init))
        fields.publish("transferred", BalancesView(value: Balances(of: handover)))
        fields.count("expenditures", handover.expendituresCount)
        fields.member("recorded_by", handover.recordedBy)
        fields.member("recorded_at", handover.recordedAt)
    }

}

extension Balances {
    /// What all funds of `handover` held.
    init(of handover: BookHandover) {
        self.init(
            cash: Dong(handover.fundTransfers.sum(of: \.cash.amount)),
            bank: Dong(handover.fundTransfers.sum(of: \.bank.amount)))
    }
}

/// What one fund handed over to another, cash and bank apart.
struct HandedFundView: ValueView {
    let value: BookHandoverView.Line

    func write(to fields: inout some FieldWriter) {
        fields.member("from", value.transfer.from)
        fields.member("from_name", value.fromName)
        fields.member("to", value.transfer.to)
        fields.member("to_name", value.toName)
        fields.member("cash", value.transfer.cash)
        fields.member("bank", value.transfer.bank)
    }
}

func handOverBooks(
    _ input: BookHandoverInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BookHandoverView {
    let order = try input.order.order(in: tx)
    let (owner, successor) = try tx.parties(of: input, from: order.effectiveOn, for: caller)
    for party in [owner, successor] { try tx.checkBooksOpen(of: party) }
    try tx.checkBooksMayEnd(of: owner)
    let later = try tx.laterRecords(inBooksOf: owner, from: order.effectiveOn)
    guard later.isEmpty else { throw Refusal.recordsAfterEffectiveDate(later) }
    // One that collects for others is empty, and the successor collects for them by a fund of its own.
    let funds = try tx.funds(of: owner, after: nil, limit: Int.max).filter { $0.passThrough == nil }
    guard !funds.isEmpty else {
        throw Refusal.unknownReference(.fund, at: owner.commune == nil ? .organisation : .communeUnit)
    }
    let plan = try BookHandoverPlan(
        of: funds, names: input.names,
        to: try tx.funds(of: successor, after: nil, limit: Int.max).filter { $0.passThrough == nil })
    do {
        return try tx.view(
            of: try tx.handOver(funds, of: owner, to: successor, as: plan, order, by: caller.user))
    } catch Refusal.nameTaken(let kind, _, let id, let name) {
        throw Refusal.nameTaken(kind, at: .funds, by: id, name: name)
    }
}

func showBookHandover(
    _ input: PathInput<BookHandover>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> BookHandoverView { try tx.view(of: try tx.existing(input.id)) }

func listBookHandovers(
    _ input: Paged<OwnerInput<OwnerInQuery>>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<BookHandoverView> {
    let list = "book-handovers|\(input.list.owner.text)"
    let found = try tx.bookHandovers(
        of: tx.owner(input.list.owner), before: try input.page.number(in: list), limit: input.page.limit + 1)
    return Page(try found.map { try tx.view(of: $0) }, of: input.page, in: list) { $0.handover.id.number }
}

extension Reading where Self: ~Copyable {
    /// Whose books end, and who takes them over.
    ///
    /// The succession of communes is on record, by somebody with a role over both: it says who takes over.
    ///
    /// What settles and corrects the old books may come after the last day of who kept them, and the months of the
    /// successor may be closed by then. So any day since will do.
    ///
    /// - Throws: `Refusal.unknownReference`; `.dateOutOfRange` for a day before the end of the commune, or one of the
    ///   future; `.valueNotListed` for a commune that is no successor of it.
    fileprivate borrowing func parties(
        of input: BookHandoverInput, from day: LocalDate, for caller: Caller
    ) throws -> (owner: FundOwner, successor: FundOwner) {
        switch input.parties {
        case .communes(let id, let code):
            guard let old = try find(id), old.level == .commune, let last = old.validity.to else {
                throw Refusal.unknownReference(.unit, at: .communeUnit)
            }
            try check(day, after: last)
            let successors = try successions(.successors, old.id)
            guard let new = try unit(code, on: today), successors.contains(where: { $0.id == new.id }) else {
                throw Refusal.valueNotListed(at: .successor, values: successors.map(\.code))
            }
            guard new.validity.contains(day) else {
                throw Refusal.dateOutOfRange(at: .effectiveOn, from: new.validity.from, to: new.validity.to)
            }
            return (.commune(old.id), .commune(new.id))
        case .organisations(let id, let other):
            guard try isKnown(id, to: caller), id != other, let old = try find(id) else {
                throw Refusal.unknownReference(.organisation, at: .organisation)
            }
            guard let new = try find(other) else {
                throw Refusal.unknownReference(.organisation, at: .successorOrganisation)
            }
            // As for a commune, once the last day is known.
            if let last = old.validity.to { try check(day, after: last) }
            _ = try effectiveDate(day, named: .effectiveOn, by: BookKeeper(new))
            return (.organisation(id), .organisation(other))
        }
    }

    /// Checks that `day`, which is no later than today, is after the last one of who kept the books.
    private borrowing func check(_ day: LocalDate, after last: LocalDate) throws {
        guard let next = last.next, day >= next else {
            throw Refusal.dateOutOfRange(
                at: .effectiveOn, from: last.next, to: last.next.map { max($0, today) })
        }
    }

    borrowing func view(of handover: BookHandover) throws -> BookHandoverView {
        let day = handover.order.effectiveOn
        return BookHandoverView(
            handover: handover, ownerName: try name(of: handover.owner, on: day.previous ?? day),
            successorName: try name(of: handover.successor, on: day),
            lines: try handover.fundTransfers.map { transfer in
                BookHandoverView.Line(
                    transfer: transfer, fromName: try find(transfer.from)?.name ?? "",
                    toName: try find(transfer.to)?.name ?? "")
            })
    }

    private borrowing func name(of owner: FundOwner, on day: LocalDate) throws -> String {
        try keeper(of: owner).map { try version(of: $0, on: day).name } ?? ""
    }

    /// Checks that the books of `owner` were not handed over; those of a hamlet end with the hamlet.
    ///
    /// - Throws: `Refusal.closed`, which names who has the books now.
    borrowing func checkBooksOpen(of owner: FundOwner, exit: ClosedBookExit? = nil) throws {
        guard let handover = try bookHandover(closing: owner) else { return }
        let day = handover.order.effectiveOn
        throw Refusal.closed(
            owner.commune == nil ? .organisation : .unit, last: day.previous ?? day,
            successors: try successor(in: handover).map { [$0] } ?? [], exit: exit)
    }

    private borrowing func successor(in handover: BookHandover) throws -> Refusal.Successor? {
        guard let keeper = try keeper(of: handover.successor) else { return nil }
        return switch handover.successor {
        case .hamlet: nil
        case .commune(let id): Refusal.Successor(number: id.number, name: keeper.name, code: keeper.unit)
        case .organisation(let id): Refusal.Successor(number: id.number, name: keeper.name)
        }
    }
}

extension BookHandoverView {
    static var sample: BookHandoverView {
        let transfer = Reorganisation.FundTransfer(
            from: Identifier(1), to: Identifier(2), cash: Dong(1_500_000), bank: .zero)
        return BookHandoverView(
            handover: BookHandover(
                id: Identifier(1), owner: .commune(Identifier(1)), successor: .commune(Identifier(2)),
                order: Reorganisation.Order(
                    number: "1678/NQ-UBTVQH15", decidedOn: .sample, effectiveOn: .sample),
                fundTransfers: [transfer], expendituresCount: 0, recordedBy: Identifier(1),
                recordedAt: .sample), ownerName: "Xã Nghi Kim", successorName: "Phường Vinh Phú",
            lines: [Line(transfer: transfer, fromName: "Quỹ đường", toName: "Quỹ đường")])
    }
}

extension BookHandoverView.Line: Sampled {
    static var sample: BookHandoverView.Line { BookHandoverView.sample.lines[0] }
}
