import Domain
import HTTP
import Store

/// Receipts that one job records one after the other, of any hamlets.
///
/// What they rely on is read once, and their totals are stored once. A single request is a group of one.
struct ContributionGroup {
    private struct OfHamlet {
        var sums: ContributionSums
        var checks = CollectionChecks()
    }

    private var hamlets: [Hamlet.ID: OfHamlet] = [:]
    private var funds: [Fund.ID: (fund: Fund, hamlet: Hamlet)] = [:]

    init() {}

    /// Records the contribution in `input` with its receipt; `save(in:)` must follow in the same job.
    mutating func record(
        _ input: NewContributionInput, by caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> Contribution {
        let (fund, hamlet) = try open(input.fund, in: tx)
        // Taken out, so that nothing is copied when it changes.
        var part =
            hamlets.removeValue(forKey: hamlet.id) ?? OfHamlet(sums: ContributionSums(hamlet: hamlet.id))
        defer { hamlets[hamlet.id] = part }
        return try tx.receive(
            input, by: caller, to: fund, of: hamlet, keeping: &part.checks, adding: &part.sums)
    }

    /// Stores the totals.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    func save(in tx: borrowing WriteTransaction) throws {
        for hamlet in hamlets.keys.sorted() {
            if let part = hamlets[hamlet] { try tx.save(part.sums) }
        }
    }

    private mutating func open(
        _ id: Fund.ID, in tx: borrowing WriteTransaction
    ) throws -> (fund: Fund, hamlet: Hamlet) {
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
