import Domain
import JSON
import Store

/// What a response says about one operation of a batch.
enum BatchLine {
    case recorded(WriteResponse, isReplay: Bool)
    /// The problem as JSON.
    case refused(status: Int64, problem: [UInt8])

    init(_ result: BatchResult, in language: Language) {
        switch result {
        case .recorded(let result): self = .recorded(result.response, isReplay: result.isReplay)
        case .refused(let problem): self.init(problem, in: language)
        }
    }

    init(_ problem: Problem, in language: Language) {
        var json = JSONWriter()
        problem.write(to: &json, requestID: nil, language: language)
        self = .refused(status: Int64(problem.code.status), problem: json.finish())
    }

    private var isRecorded: Bool { if case .recorded = self { true } else { false } }

    /// The size of the response to an operation, about.
    fileprivate static let bytesCount = 1_200

    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        switch self {
        case .recorded(let response, let isReplay):
            json.member("status", response.status)
            json.member("location", response.location)
            json.member("etag", response.etag)
            json.member("replayed", isReplay)
            json.name("body")
            json.raw(response.body)
            json.name("problem")
            json.null()
        case .refused(let status, let problem):
            json.member("status", status)
            for name: StaticString in ["location", "etag"] {
                json.name(name)
                json.null()
            }
            json.member("replayed", false)
            json.name("body")
            json.null()
            json.name("problem")
            json.raw(problem)
        }
        json.endObject()
    }

    fileprivate static func recordedCount(of lines: [BatchLine]) -> Int { lines.count { $0.isRecorded } }
}

extension BatchLine {
    /// The response to a batch.
    static var batchSchema: JSONSchema {
        let most = Int64(Batch.operationsMax)
        return .object(
            name: "BatchView",
            [
                .init(name: "mode", schema: .choice(Batch.Mode.allCases.map(\.rawValue)), isRequired: true),
                .init(name: "count", schema: .integer(from: 1, to: most), isRequired: true),
                .init(name: "amount", schema: .dong, isRequired: true),
                .init(name: "recorded_count", schema: .integer(from: 0, to: most), isRequired: true),
                .init(name: "refused_count", schema: .integer(from: 0, to: most), isRequired: true),
                .init(name: "results", schema: .list(schema), isRequired: true),
            ])
    }

    private static var schema: JSONSchema {
        .object(
            name: "BatchResult",
            [
                .init(name: "status", schema: .integer(from: 201, to: 599), isRequired: true),
                .init(name: "location", schema: .nullable(.text(lengthMax: 200)), isRequired: true),
                .init(name: "etag", schema: .nullable(.text(lengthMax: 200)), isRequired: true),
                .init(name: "replayed", schema: .boolean, isRequired: true),
                .init(
                    name: "body",
                    schema: .nullable(.anyOf(BatchPath.allCases.map(\.endpoint.output))), isRequired: true),
                .init(name: "problem", schema: .nullable(problemSchema), isRequired: true),
            ])
    }

    /// A problem within a response, which has the request's id in its header.
    private static var problemSchema: JSONSchema {
        let codes = JSONSchema.choice(ProblemCode.allCases.map(\.rawValue))
        return .object(
            name: "BatchProblem",
            [
                .init(name: "type", schema: .text(lengthMax: 1000), isRequired: true),
                .init(name: "title", schema: .text(lengthMax: 1000), isRequired: true),
                .init(name: "status", schema: .integer(from: 400, to: 599), isRequired: true),
                .init(name: "detail", schema: .text(lengthMax: 2000), isRequired: false),
                .init(name: "code", schema: codes, isRequired: true),
                .init(name: "retryable", schema: .boolean, isRequired: true),
                .init(
                    name: "errors",
                    schema: .list(
                        .object(
                            name: "BatchFieldError",
                            [
                                .init(name: "pointer", schema: .text(lengthMax: 1000), isRequired: true),
                                .init(name: "code", schema: codes, isRequired: true),
                                .init(name: "detail", schema: .text(lengthMax: 2000), isRequired: true),
                            ])), isRequired: false),
            ])
    }
}

extension BatchInput {
    /// The body of the response.
    func body(of lines: [BatchLine]) -> [UInt8] {
        let recordedCount = BatchLine.recordedCount(of: lines)
        var json = JSONWriter(capacity: lines.count * BatchLine.bytesCount)
        json.beginObject()
        json.member("mode", totals.mode.rawValue)
        json.member("count", totals.count)
        json.member("amount", totals.amount)
        json.member("recorded_count", recordedCount)
        json.member("refused_count", lines.count - recordedCount)
        json.name("results")
        json.beginArray()
        for line in lines { line.write(to: &json) }
        json.endArray()
        json.endObject()
        return json.finish()
    }

    /// What is stored of the response: of each operation its entity, from which it is shown again, or its problem.
    func storedParts(_ results: [BatchResult]) -> [UInt8] {
        var json = JSONWriter(capacity: results.count * 80)
        json.beginArray()
        for result in results {
            json.beginObject()
            switch result {
            case .recorded(let result):
                guard let entity = result.entity else { preconditionFailure("an operation makes one entity") }
                json.member("status", result.response.status)
                json.member("kind", entity.kind.rawValue)
                json.member("id", entity.id)
                json.member("version", entity.version)
                if result.isReplay { json.member("replayed", true) }
            case .refused(let problem):
                json.member("status", problem.code.status)
                json.name("problem")
                problem.write(to: &json, requestID: nil, language: language)
            }
            json.endObject()
        }
        json.endArray()
        return json.finish()
    }

    /// The lines that were stored as `bytes`, as they stand now.
    ///
    /// - Throws: the refusal of an operation whose place the caller may no longer see, or whose entity is elsewhere.
    func lines(
        storedAs bytes: [UInt8], for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> [BatchLine] {
        let limits = JSONLimits(bytesMax: .max)
        guard case .array(let stored) = try JSONDocument(parsing: bytes, limits: limits).root,
            stored.count == operations.count
        else { throw DamagedBatch() }
        var lines: [BatchLine] = []
        lines.reserveCapacity(stored.count)
        for (operation, value) in zip(operations, stored) {
            lines.append(try line(of: operation, storedAs: value, for: caller, in: tx))
        }
        return lines
    }

    /// A stored batch that is no list of its operations.
    private struct DamagedBatch: Error {}

    private func line(
        of operation: BatchOperation, storedAs value: JSONValue, for caller: Caller,
        in tx: borrowing WriteTransaction
    ) throws -> BatchLine {
        guard case .integer(let status)? = value["status"] else { throw DamagedBatch() }
        let refusal = try refusal(of: operation, for: caller, in: tx)
        if let problem = value["problem"] {
            if let refusal { return BatchLine(refusal, in: language) }
            var json = JSONWriter()
            json.value(problem)
            return .refused(status: status, problem: json.finish())
        }
        guard case .string(let word)? = value["kind"], let kind = EntityKind(rawValue: word),
            case .integer(let id)? = value["id"], case .integer(let version)? = value["version"]
        else { throw DamagedBatch() }
        if let refusal { throw refusal }
        let response = StoredResponse(
            status: Int(clamping: status), content: .resource(EntityVersion(kind, id: id, version: version)))
        return .recorded(
            try write(operation, by: caller).replay(of: response, in: tx), isReplay: value["replayed"] != nil)
    }

    /// Why the caller may not make the request of `operation` at all, before its input is looked at.
    private func refusal(
        of operation: BatchOperation, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> Problem? {
        do {
            try operation.checkRole(of: caller)
            if operation.errors.isEmpty { _ = try tx.authorise(caller, to: operation.prepared.target) }
            return nil
        } catch {
            return try Problem(importing: error).of(operation)
        }
    }
}
