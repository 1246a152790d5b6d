import Domain
import HTTP
import Store

/// Receipts that one job records one after the other, of any owners.
///
/// What they rely on is read once, and their totals are stored once. A single request is a group of one.
struct ContributionGroup {
    private struct OfOwner {
        var sums: ContributionSums
        var checks = CollectionChecks()
    }

    private var owners: [FundOwner: OfOwner] = [:]
    private var funds: [Fund.ID: (fund: Fund, keeper: BookKeeper)] = [:]
    /// The receipt that the only one of the group replaces.
    private let replaced: Replaced?
    private let unposted: Int64?

    init() { self.init(replacing: nil, unposted: nil) }

    /// A group of the one receipt that replaces another; `unposted` as in `ContributionSums`.
    init(replacing replaced: Replaced?, unposted: Int64?) {
        self.replaced = replaced
        self.unposted = unposted
    }

    /// Records the contribution in `input` with its receipt; `save(in:)` must follow in the same job.
    mutating func record(
        _ input: NewContributionInput, as line: Voucher.Line = .only, by caller: Caller,
        in tx: borrowing WriteTransaction
    ) throws -> Contribution {
        let (fund, keeper) = try open(input.fund, in: tx)
        // Taken out, so that nothing is copied when it changes.
        var part =
            owners.removeValue(forKey: fund.owner) ?? OfOwner(sums: ContributionSums(owner: fund.owner))
        part.sums.unposted = unposted
        defer { owners[fund.owner] = part }
        return try tx.receive(
            input, as: line, by: caller, to: fund, of: keeper, replacing: replaced, keeping: &part.checks,
            adding: &part.sums)
    }

    /// Stores the totals.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    func save(in tx: borrowing WriteTransaction) throws {
        for owner in owners.keys.sorted(by: { $0.sortsBefore($1) }) {
            if let part = owners[owner] { try tx.save(part.sums) }
        }
    }

    private mutating func open(
        _ id: Fund.ID, in tx: borrowing WriteTransaction
    ) throws -> (fund: Fund, keeper: BookKeeper) {
        if let known = funds[id] { return known }
        let opened = try tx.openFund(id)
        funds[id] = opened
        return opened
    }
}

extension Endpoint {
    /// A write that issues receipts, by itself or in a group.
    static func receipt<In: Input, Out: Resource>(
        _ path: StaticString, roles: Set<Role>, _ summary: Sentence,
        _ handler:
            @escaping @Sendable (
                In, Caller, inout ContributionGroup, borrowing WriteTransaction
            ) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .post, path: PathPattern(path), access: .roles(roles), key: .required,
            needsVersion: false, status: 201, summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self), media: [.json], etag: nil,
            action: .write { decoder in
                let input = In(from: &decoder)
                return PreparedWrite(
                    target: input.target,
                    run: { caller, tx in
                        guard let caller else { throw Problem(.tokenMissing) }
                        var group = ContributionGroup()
                        let output = try handler(input, caller, &group, tx)
                        try group.save(in: tx)
                        return Representation(output)
                    },
                    runInGroup: { caller, group, tx in
                        Representation(try handler(input, caller, &group, tx))
                    },
                    current: { id, caller, tx in
                        try Representation(current: id, as: Out.self, for: caller, in: tx)
                    }
                )
            })
    }
}
