import Domain
import Store

let reorganisationEndpoints: [Endpoint] = [
    .post(
        "/v1/hamlet-mergers", roles: reorganisers, key: .required,
        Sentence(
            vi:
                "Sáp nhập thôn xóm: hộ, đăng ký, quỹ, khoản chi đang xử lý, mô hình đi theo; phân công không nêu thì hết",
            en:
                "Merges hamlets with their households, pledges, funds and work in progress; roles not named end."
        ),
        mergeHamlets),
    .post(
        "/v1/hamlet-splits", roles: reorganisers, key: .required,
        Sentence(
            vi: "Chia một thôn xóm, quỹ chia rõ tiền mặt và ngân hàng; phân công không nêu thì hết",
            en: "Splits a hamlet and divides its funds, cash and bank separately; roles not named end."),
        splitHamlet),
    .post(
        "/v1/hamlet-renames", roles: reorganisers, key: .required,
        Sentence(vi: "Đổi tên thôn xóm", en: "Renames a hamlet."), renameHamlet),
    .post(
        "/v1/hamlet-reclassifications", roles: reorganisers, key: .required,
        Sentence(vi: "Đổi loại: thôn thành tổ dân phố…", en: "Reclassifies a hamlet."),
        reclassifyHamlet),
    .post(
        "/v1/hamlet-transfers", roles: reorganisers, key: .required,
        Sentence(vi: "Chuyển các thôn xóm sang xã, phường khác", en: "Transfers hamlets to another commune."),
        transferHamlets),
    .read(
        "/v1/reorganisations/{id}",
        Sentence(
            vi: "Một đợt sắp xếp, với biên bản bàn giao quỹ",
            en: "Shows a reorganisation with its fund transfers."),
        showReorganisation),
    .page(
        "/v1/reorganisations/{id}/minutes",
        Sentence(
            vi: "Biên bản bàn giao quỹ để in và ký",
            en: "Shows the minutes of the fund transfers, to be printed and signed."),
        showTransferMinutes),
    .read(
        "/v1/hamlets/{id}/reorganisations",
        Sentence(
            vi: "Các đợt sắp xếp có thôn xóm này, mới nhất trước",
            en: "Lists the reorganisations of a hamlet, newest first."),
        listReorganisations),
]

/// The roles that maintain the register of hamlets.
private let reorganisers: Set<Role> = [.clerk, .admin]

struct ReorganisationView: Resource {
    struct Line {
        let transfer: Reorganisation.FundTransfer
        let fromName: String
        let toName: String
        let hamlet: Hamlet.ID
    }

    let reorganisation: Reorganisation
    let hamlets: [(predecessor: Hamlet, successor: Hamlet)]
    let lines: [Line]

    var location: String { "/v1/reorganisations/\(reorganisation.id.number)" }
    /// A reorganisation never changes.
    var version: Int64 { 1 }

    func write(to fields: inout some FieldWriter) {
        let (order, moved) = (reorganisation.order, reorganisation.moved)
        fields.member("id", reorganisation.id)
        fields.choice("kind", reorganisation.kind)
        fields.member("effective_on", order.effectiveOn)
        fields.member("decision_number", order.number)
        fields.member("decided_on", order.decidedOn)
        fields.list("hamlets", hamlets.map(ReorganisedHamletView.init))
        fields.list("funds", lines.map(HandOverView.init))
        fields.publish("transferred", BalancesView(value: total))
        fields.count("households", moved.households)
        fields.count("persons", moved.persons)
        fields.count("pledges", moved.pledges)
        fields.count("expenditures", moved.expenditures)
        fields.count("models", moved.models)
        fields.count("role_assignments", moved.roleAssignments)
        fields.member("recorded_by", reorganisation.recordedBy)
        fields.member("recorded_at", reorganisation.recordedAt)
    }

    /// The sum of all fund transfers.
    var total: Balances {
        Balances(
            cash: Dong(reorganisation.fundTransfers.sum(of: \.cash.amount)),
            bank: Dong(reorganisation.fundTransfers.sum(of: \.bank.amount)))
    }
}

/// A predecessor and its successor; the same hamlet when it continues with changes.
struct ReorganisedHamletView: Output {
    let predecessor: Hamlet
    let successor: Hamlet

    func write(to fields: inout some FieldWriter) {
        fields.member("predecessor", predecessor.id)
        fields.member("predecessor_name", predecessor.name)
        fields.member("successor", successor.id)
        fields.member("successor_name", successor.name)
        fields.choice("successor_type", successor.kind)
        fields.member("successor_commune", successor.commune)
    }
}

/// A line of the minutes: the balances transferred from one fund to another, cash and bank separately.
struct HandOverView: ValueView {
    let value: ReorganisationView.Line

    func write(to fields: inout some FieldWriter) {
        fields.member("from", value.transfer.from)
        fields.member("from_name", value.fromName)
        fields.member("to", value.transfer.to)
        fields.member("to_name", value.toName)
        fields.member("to_hamlet", value.hamlet)
        fields.member("cash", value.transfer.cash)
        fields.member("bank", value.transfer.bank)
    }
}

func renameHamlet(
    _ input: RenameInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    let old = try tx.affectedHamlet(input.hamlet, in: input.commune, named: .hamlet)
    try tx.change(try old.changed(name: input.name, on: order.effectiveOn), from: old)
    return try tx.record(
        .rename, order, [Reorganisation.Step(predecessor: old.id, successor: old.id)], by: caller)
}

func reclassifyHamlet(
    _ input: ReclassifyInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    let old = try tx.affectedHamlet(input.hamlet, in: input.commune, named: .hamlet)
    try tx.check(input.kind, in: input.commune, from: order.effectiveOn)
    try tx.change(try old.changed(name: input.name, kind: input.kind, on: order.effectiveOn), from: old)
    return try tx.record(
        .reclassify, order, [Reorganisation.Step(predecessor: old.id, successor: old.id)], by: caller)
}

/// Receipts, decisions, pledges and models contain the commune of their day, or follow its rules, so that nothing may
/// be dated on or after the transfer.
func transferHamlets(
    _ input: TransferInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    guard try tx.unit(input.commune, on: order.effectiveOn)?.level == .commune else {
        throw Refusal.unknownReference(.unit, at: .commune)
    }
    var steps: [Reorganisation.Step] = []
    for (index, id) in input.hamlets.enumerated() {
        guard let scope = try tx.resourceScope(of: ResourceRef(id)), caller.canSee(scope.place) else {
            throw Refusal.unknownReference(.hamlet, at: Field.hamlets[index])
        }
        guard !steps.contains(where: { $0.predecessor == id }) else {
            throw Refusal.alreadyExists(.hamlet, at: Field.hamlets[index])
        }
        let old = try tx.openHamlet(id, named: Field.hamlets[index])
        let later = try tx.laterRecords(of: id, from: order.effectiveOn)
        guard later.isEmpty else { throw Refusal.recordsAfterEffectiveDate(later) }
        try tx.change(try old.changed(commune: input.commune, on: order.effectiveOn), from: old)
        steps.append(Reorganisation.Step(predecessor: id, successor: id))
    }
    return try tx.record(.transfer, order, steps, by: caller)
}

func showReorganisation(
    _ input: PathInput<Reorganisation>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> ReorganisationView {
    let reorganisation = try tx.existing(input.id)
    return try tx.view(of: reorganisation)
}

func listReorganisations(
    _ input: ReorganisationListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ReorganisationView> {
    let before: Reorganisation.ID? = try input.page.number(in: input.filter)
    var views: [ReorganisationView] = []
    for reorganisation in try tx.reorganisations(
        of: input.hamlet, before: before, limit: input.page.limit + 1)
    {
        views.append(try tx.view(of: reorganisation))
    }
    return Page(views, of: input.page, in: input.filter) { $0.reorganisation.id.number }
}

extension WriteTransaction {
    /// Records a reorganisation after it was carried out.
    borrowing func record(
        _ kind: Reorganisation.Kind, _ order: Reorganisation.Order, _ steps: [Reorganisation.Step],
        fundTransfers: [Reorganisation.FundTransfer] = [],
        moved: Reorganisation.Moved = Reorganisation.Moved(),
        by caller: Caller
    ) throws -> ReorganisationView {
        let reorganisation = Reorganisation(
            id: try newID(), kind: kind, order: order, steps: steps, fundTransfers: fundTransfers,
            moved: moved,
            recordedBy: caller.user, recordedAt: now)
        try save(reorganisation)
        return try view(of: reorganisation)
    }
}

extension Reading where Self: ~Copyable {
    /// The open hamlet of `commune` named in the body at `field`.
    borrowing func affectedHamlet(
        _ id: Hamlet.ID, in commune: AdministrativeUnit.Code, named field: Field
    ) throws -> Hamlet {
        guard try find(id)?.commune == commune else {
            throw Refusal.unknownReference(.hamlet, at: field)
        }
        return try openHamlet(id, named: field)
    }

    /// Shows predecessors as of the day before the reorganisation, and successors as of its effective date.
    borrowing func view(of reorganisation: Reorganisation) throws -> ReorganisationView {
        var hamlets: [(predecessor: Hamlet, successor: Hamlet)] = []
        let first = reorganisation.order.effectiveOn
        for step in reorganisation.steps {
            guard let old = try find(step.predecessor), let new = try find(step.successor) else {
                continue
            }
            hamlets.append(
                (
                    predecessor: try version(of: old, on: first.previous ?? first),
                    successor: try version(of: new, on: first)
                ))
        }
        var lines: [ReorganisationView.Line] = []
        for transfer in reorganisation.fundTransfers {
            guard let from = try find(transfer.from), let to = try find(transfer.to),
                let hamlet = to.owner.hamlet
            else { continue }
            lines.append(
                ReorganisationView.Line(
                    transfer: transfer, fromName: from.name, toName: to.name, hamlet: hamlet))
        }
        return ReorganisationView(reorganisation: reorganisation, hamlets: hamlets, lines: lines)
    }
}

extension ReorganisationView {
    static var sample: ReorganisationView {
        let (old, new) = (Hamlet.sample, Hamlet.sample)
        let transfer = Reorganisation.FundTransfer(
            from: Identifier(1), to: Identifier(2), cash: Dong(1_500_000), bank: .zero)
        return ReorganisationView(
            reorganisation: Reorganisation(
                id: Identifier(1), kind: .merge,
                order: Reorganisation.Order(number: "12/NQ-HĐND", decidedOn: .sample, effectiveOn: .sample),
                steps: [Reorganisation.Step(predecessor: old.id, successor: new.id)],
                fundTransfers: [transfer],
                moved: Reorganisation.Moved(), recordedBy: Identifier(1), recordedAt: .sample),
            hamlets: [(old, new)],
            lines: [Line(transfer: transfer, fromName: "Quỹ đường", toName: "Quỹ đường", hamlet: new.id)])
    }
}

extension ReorganisedHamletView {
    static var sample: ReorganisedHamletView {
        ReorganisedHamletView(predecessor: .sample, successor: .sample)
    }
}

extension ReorganisationView.Line: Sampled {
    static var sample: ReorganisationView.Line { ReorganisationView.sample.lines[0] }
}
