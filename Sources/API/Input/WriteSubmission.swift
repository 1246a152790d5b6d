import Domain
import HTTP
import JSON
import Store

extension Service {
    /// Decodes `write` and submits it to the writer.
    ///
    /// - Parameters:
    ///   - write: the request.
    ///   - connection: that of the event loop or of the worker on which this runs.
    ///   - isOnWorker: whether it runs on a worker.
    ///   - prepare: decodes the input.
    ///   - completion: gets the response.
    /// - Throws: what the input lacks; `StoreError.busy`.
    func submit(
        _ write: WriteRequest, on connection: ReadConnection, isOnWorker: Bool,
        by prepare: (inout RequestDecoder) throws -> PreparedWrite,
        completion: @escaping @Sendable (Response) -> Void
    ) throws {
        let body = try write.decodedBody(limits: settings.jsonLimits)
        var decoder = RequestDecoder(
            path: write.path, query: write.query, body: body.members, table: body.table,
            settings: settings, today: write.today)
        decoder.allow("dry_run", in: .query)
        decoder.language = write.context.language
        decoder.tableMedia = write.request.tableMedia
        let prepared = try prepare(&decoder)
        try decoder.check()
        let preconditions = try WritePreconditions(
            of: write.request, at: write.endpoint, by: write.caller, query: write.query, body: body)
        var step = WriteOperation(
            prepared: prepared, endpoint: write.endpoint, caller: write.caller, preconditions: preconditions,
            retention: write.endpoint.key == .required ? .forever : .days(settings.idempotencyDays),
            publicTexts: decoder.publicTexts)
        guard let unit = unitAboveCommunes(of: step, on: connection) else {
            return try submit(step, write.context, completion: completion)
        }
        guard !isOnWorker else {
            step.names = try connection.reader.read { tx in try tx.householdTierNames(below: unit) }
            return try submit(step, write.context, completion: completion)
        }
        try readNames(below: unit, for: step, write.context, completion: completion)
    }

    /// The unit above communes whose many households the texts of `step` may be compared with; nil for nearly all writes.
    ///
    /// Only who has a role above communes may write there. The writer decides anew: what is not allowed is refused there.
    private func unitAboveCommunes(
        of step: WriteOperation, on connection: ReadConnection
    ) -> AdministrativeUnit.Code? {
        guard let caller = step.caller, let unit = caller.assignment.scope.unit,
            step.endpoint.takesTable || !step.publicTexts.isEmpty
        else { return nil }
        do {
            return try connection.reader.read { tx in
                if try tx.isCommune(unit) { return nil }
                // The rows of a table are known in the writer only.
                if step.endpoint.takesTable { return unit }
                let scope = try tx.authorise(caller, to: step.prepared.target)
                return try tx.unitAboveCommunes(comparing: step.publicTexts, in: scope?.place)
            }
        } catch {
            return nil
        }
    }

    /// Reads the names on a worker and submits `step` with them.
    private func readNames(
        below unit: AdministrativeUnit.Code, for step: WriteOperation, _ context: RequestContext,
        completion: @escaping @Sendable (Response) -> Void
    ) throws {
        try readWorkers.submit(
            ReadWorkers.Job { [self] connection in
                do {
                    var step = step
                    step.names = try connection.reader.read { tx in
                        try tx.householdTierNames(below: unit)
                    }
                    try submit(step, context, completion: completion)
                } catch {
                    completion(context.response(to: error))
                }
            } fail: { error in
                completion(context.response(to: error))
            }, by: context.client(with: step.caller))
    }

    private func submit(
        _ step: WriteOperation, _ context: RequestContext,
        completion: @escaping @Sendable (Response) -> Void
    ) throws {
        let (token, isDryRun) = (step.caller?.actor.token, step.preconditions.isDryRun)
        if let token { try journalQuota.check(token, at: store.now()) }
        try store.writer.submit(actor: step.caller?.actor, isDryRun: isDryRun) { tx in
            let done = try step.run(in: tx)
            return (result: done, journalBytes: isDryRun ? 0 : tx.journalBytesCount)
        } completion: { [self] result in
            switch result {
            case .success(let done):
                if let token { journalQuota.add(done.journalBytes, by: token, at: store.now()) }
                completion(context.response(from: done.result))
            case .failure(let error): completion(context.response(to: error))
            }
        }
    }
}
