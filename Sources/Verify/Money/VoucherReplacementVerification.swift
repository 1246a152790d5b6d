import Domain

/// Which vouchers replace which, by either row.
struct ReplacementLinks: Sendable {
    /// Both vouchers are of one fund and one day of the money.
    struct Link: Hashable, Sendable {
        let old: Int64
        let new: Int64
        let fund: Fund.ID
        let day: LocalDate
    }

    private var named: Set<Link> = []
    private var namedByOld: Set<Link> = []

    mutating func add(_ links: ReplacementLinks) {
        named.formUnion(links.named)
        namedByOld.formUnion(links.namedByOld)
    }

    /// Notes what a voucher says of the one that it replaces, and of the one that replaced it.
    mutating func note(
        _ id: Int64, replaces old: Int64?, replacedBy new: Int64?, of fund: Fund.ID, on day: LocalDate
    ) {
        if let old { named.insert(Link(old: old, new: id, fund: fund, day: day)) }
        if let new { namedByOld.insert(Link(old: id, new: new, fund: fund, day: day)) }
    }

    /// The rows that name a voucher which does not name them, with the column; by id.
    var unmatched: [(id: Int64, column: String)] {
        let new = named.subtracting(namedByOld).map { (id: $0.new, column: "replaces") }
        let old = namedByOld.subtracting(named).map { (id: $0.old, column: "replaced_by") }
        return (new + old).sorted { ($0.id, $0.column) < ($1.id, $1.column) }
    }
}

extension Verifier {
    func noteReplacement(of contribution: Contribution) {
        let replacement = contribution.voiding?.replacedBy
        guard contribution.replaces != nil || replacement != nil else { return }
        findings.replacedReceipts.note(
            contribution.id.number, replaces: contribution.replaces?.number, replacedBy: replacement?.number,
            of: contribution.fund, on: contribution.receivedOn)
    }

    func noteReplacement(of expenditure: Expenditure) {
        guard expenditure.replaces != nil || expenditure.replacedBy != nil, let day = expenditure.paidOn
        else {
            return
        }
        findings.replacedPayments.note(
            expenditure.id.number, replaces: expenditure.replaces?.number,
            replacedBy: expenditure.replacedBy?.number, of: expenditure.fund, on: day)
    }

    /// Checks that a replaced voucher and the one in its place name each other, and are of one fund and day.
    func verifyReplacements() {
        for (entity, links) in [
            (EntityKind.contribution, findings.replacedReceipts), (.expenditure, findings.replacedPayments),
        ] {
            for row in links.unmatched { report(.columnDiffers(entity, id: row.id, column: row.column)) }
        }
    }
}
