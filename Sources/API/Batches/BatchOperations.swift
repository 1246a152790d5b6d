import Domain
import Store

/// What became of one operation.
enum BatchResult: Sendable {
    case recorded(WriteResult)
    /// With pointers into the whole request.
    case refused(Problem)
}

extension BatchInput {
    /// Records the operations in order, each by the code of its own request; what a refused one stored is undone.
    ///
    /// Their totals are stored together. When an operation is refused after it has stored something, or a total is,
    /// all is undone and done again, each operation by itself.
    ///
    /// - Returns: a result for each operation. The job must fail when nothing may be stored.
    /// - Throws: what is no refusal, such as a full disk.
    func record(by caller: Caller, in tx: borrowing WriteTransaction) throws -> [BatchResult] {
        do {
            return try tx.inSavepoint { tx in try recordTogether(by: caller, in: tx) }
        } catch is RefusedLate {
            return try recordApart(by: caller, in: tx)
        }
    }

    /// An operation was refused after something was stored for it.
    private struct RefusedLate: Error {}

    private func recordTogether(
        by caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> [BatchResult] {
        var group = ContributionGroup()
        var results: [BatchResult] = []
        results.reserveCapacity(operations.count)
        for operation in operations {
            // Another kind of write may read the totals.
            if operation.prepared.runInGroup == nil {
                try save(group, in: tx)
                group = ContributionGroup()
            }
            let changesCount = tx.changesCount
            do {
                results.append(.recorded(try record(operation, by: caller, in: &group, tx)))
            } catch {
                let problem = try Problem(importing: error)
                guard tx.changesCount == changesCount else { throw RefusedLate() }
                results.append(.refused(problem.of(operation)))
            }
        }
        try save(group, in: tx)
        return results
    }

    private func save(_ group: ContributionGroup, in tx: borrowing WriteTransaction) throws {
        do {
            try group.save(in: tx)
        } catch {
            _ = try Problem(importing: error)
            throw RefusedLate()
        }
    }

    private func recordApart(by caller: Caller, in tx: borrowing WriteTransaction) throws -> [BatchResult] {
        var results: [BatchResult] = []
        results.reserveCapacity(operations.count)
        for operation in operations {
            do {
                let result = try tx.inSavepoint { tx in
                    var group = ContributionGroup()
                    let result = try record(operation, by: caller, in: &group, tx)
                    try group.save(in: tx)
                    return result
                }
                results.append(.recorded(result))
            } catch {
                results.append(.refused(try Problem(importing: error).of(operation)))
            }
        }
        return results
    }

    /// Records one operation as its own request would be: role, input, place, key, public texts, handler.
    private func record(
        _ operation: BatchOperation, by caller: Caller, in group: inout ContributionGroup,
        _ tx: borrowing WriteTransaction
    ) throws -> WriteResult {
        try operation.checkRole(of: caller)
        guard operation.errors.isEmpty else { throw Problem(errors: operation.errors) }
        let prepared = operation.prepared
        return try write(operation, by: caller)
            .run(in: tx) { _, tx in
                if let runInGroup = prepared.runInGroup { return try runInGroup(caller, &group, tx) }
                return try prepared.run(caller, tx)
            }
    }

    /// The write of `operation`, with its own key if it has one.
    func write(_ operation: BatchOperation, by caller: Caller) -> WriteOperation {
        let key = operation.key.map { key in
            IdempotencyKey(caller: caller.user.number, key: key.text, fingerprint: key.fingerprint)
        }
        return WriteOperation(
            prepared: operation.prepared, endpoint: operation.endpoint, caller: caller,
            preconditions: WritePreconditions(key: key),
            retention: operation.endpoint.key == .required ? .forever : .days(idempotencyDays),
            publicTexts: operation.publicTexts)
    }
}

extension BatchOperation {
    func checkRole(of caller: Caller) throws {
        if case .roles(let roles) = endpoint.access { try caller.check(roles) }
    }
}
