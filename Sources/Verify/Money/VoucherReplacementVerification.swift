import Domain

/// Which vouchers replace which, by either row.
struct ReplacementLinks: Sendable {
    /// Both vouchers are of one day of the money.
    struct Link: Hashable, Sendable {
        let old: Int64
        let new: Int64
        let day: LocalDate
    }

    /// The fund that each row says a link has, because payments of one line are of one fund.
    ///
    /// Nil for receipts and payments of several lines, whose lines may be for other funds.
    private typealias Links = [Link: Set<Fund.ID?>]

    private var named: Links = [:]
    private var namedByOld: Links = [:]

    mutating func add(_ links: ReplacementLinks) {
        named.merge(links.named) { $0.union($1) }
        namedByOld.merge(links.namedByOld) { $0.union($1) }
    }

    /// Notes what a voucher says of the one that it replaces, and of the one that replaced it.
    mutating func note(
        _ id: Int64, replaces old: Int64?, replacedBy new: Int64?, of fund: Fund.ID?, on day: LocalDate
    ) {
        if let old { named[Link(old: old, new: id, day: day), default: []].insert(fund) }
        if let new { namedByOld[Link(old: id, new: new, day: day), default: []].insert(fund) }
    }

    /// The rows that name a voucher which does not name them, with the column; by id.
    var unmatched: [(id: Int64, column: String)] {
        let new = ReplacementLinks.links(named, notIn: namedByOld).map { (id: $0.new, column: "replaces") }
        let old = ReplacementLinks.links(namedByOld, notIn: named).map { (id: $0.old, column: "replaced_by") }
        return (new + old).sorted { ($0.id, $0.column) < ($1.id, $1.column) }
    }

    private static func links(_ links: Links, notIn others: Links) -> [Link] {
        links
            .filter { link, funds in
                guard let known = others[link] else { return true }
                return !funds.contains(nil) && !known.contains(nil) && funds != known
            }
            .map(\.key)
    }
}

extension Verifier {
    func noteReplacement(of contribution: Contribution) {
        let replacement = contribution.voiding?.replacedBy
        guard contribution.replaces != nil || replacement != nil else { return }
        // Line 1 stands for the receipt.
        findings.replacedReceipts.note(
            contribution.receipt.number, replaces: contribution.replaces?.number,
            replacedBy: replacement?.number, of: nil, on: contribution.receivedOn)
    }

    func noteReplacement(of expenditure: Expenditure) {
        guard expenditure.replaces != nil || expenditure.replacedBy != nil, let day = expenditure.paidOn
        else {
            return
        }
        // Line 1 stands for the payment.
        findings.replacedPayments.note(
            expenditure.payment.number, replaces: expenditure.replaces?.number,
            replacedBy: expenditure.replacedBy?.number,
            of: expenditure.line == .only ? expenditure.fund : nil, on: day)
    }

    /// Checks that a replaced voucher and the one in its place name each other, and are of one day.
    func verifyReplacements() {
        for (entity, links) in [
            (EntityKind.contribution, findings.replacedReceipts), (.expenditure, findings.replacedPayments),
        ] {
            for row in links.unmatched { report(.columnDiffers(entity, id: row.id, column: row.column)) }
        }
    }
}
