import Domain
import JSON
import Store
import Text

/// The operations of a batch, each decoded like a request of its own, and what the client counted.
struct BatchInput: Input {
    let totals: Batch
    let operations: [BatchOperation]
    /// That of the problems of refused operations.
    let language: Language
    let idempotencyDays: Int

    init(from decoder: inout RequestDecoder) {
        let mode = decoder.choice("mode", of: Batch.Mode.self)
        let count = decoder.optionalInteger(
            "expected_count", in: 0...Dong.documentMax.amount, isRequired: true)
        let amount = decoder.optionalDong("expected_amount", from: 0, isRequired: true)
        operations = BatchInput.operations(from: &decoder)
        language = decoder.language
        idempotencyDays = decoder.settings.idempotencyDays
        totals = Batch(mode, amounts: operations.map(\.amount))
        BatchInput.checkKeys(of: operations, in: &decoder)
        // The totals of a list that cannot be read mean nothing.
        guard decoder.errors.isEmpty else { return }
        if mode == .atomic {
            for operation in operations { decoder.add(operation.errors, upTo: unknownMax) }
            guard decoder.errors.isEmpty else { return }
        }
        if let count { checkCount(count, in: &decoder) }
        if let amount { checkAmount(amount, in: &decoder) }
    }

    var target: Target? { nil }

    private func checkCount(_ expected: Int64, in decoder: inout RequestDecoder) {
        guard expected != Int64(totals.count) else { return }
        decoder.addError(
            "expected_count", .controlTotalMismatch,
            Sentence(vi: "danh sách có \(totals.count) dòng", en: "the list has \(totals.count) operations"))
    }

    private func checkAmount(_ expected: Dong, in decoder: inout RequestDecoder) {
        guard expected.amount != totals.amount else { return }
        let sum = formattedDong(totals.amount)
        decoder.addError(
            "expected_amount", .controlTotalMismatch,
            Sentence(vi: "tổng của danh sách là \(sum)", en: "the list adds up to \(sum)"))
    }

    private static func operations(from decoder: inout RequestDecoder) -> [BatchOperation] {
        let most = Batch.operationsMax
        let elements =
            decoder.read("operations", .body, true, .list(BatchOperation.schema, countMin: 1, countMax: most))
        {
            value -> RequestDecoder.Outcome<[JSONValue]> in
            guard case .array(let elements) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một danh sách", en: "must be an array"))
            }
            guard (1...most).contains(elements.count) else {
                return .error(.numberOutOfRange, .range(from: "1", to: "\(most)"))
            }
            return .value(elements)
        } ?? []
        var operations: [BatchOperation] = []
        operations.reserveCapacity(elements.count)
        var errorsLeft = unknownMax
        for (index, element) in elements.enumerated() {
            guard var operation = BatchOperation(element, at: index, of: &decoder) else { continue }
            // Limited like unknown names; each invalid operation names at least one of its errors.
            operation.errors.removeLast(max(0, operation.errors.count - max(1, errorsLeft)))
            errorsLeft -= operation.errors.count
            operations.append(operation)
        }
        return operations
    }

    /// A key stands for one operation: the second one would be taken for a repetition of the first.
    private static func checkKeys(of operations: [BatchOperation], in decoder: inout RequestDecoder) {
        var seen: Set<String> = []
        for operation in operations {
            guard let key = operation.key?.text, !seen.insert(key).inserted else { continue }
            let error = FieldError(
                operation.place + "/idempotency_key", .idempotencyKeyReused,
                Sentence(vi: "lặp lại trong danh sách", en: "is repeated in the list"))
            decoder.add([error], upTo: unknownMax)
        }
    }
}

/// One write of a batch.
struct BatchOperation: Sendable {
    /// An `Idempotency-Key` of its own, under which the same request alone is known too.
    struct Key: Hashable, Sendable {
        let text: String
        let fingerprint: [UInt8]
    }

    let index: Int
    let endpoint: Endpoint
    let prepared: PreparedWrite
    let publicTexts: [GivenPublicText]
    let key: Key?
    /// In đồng; 0 for an operation without an amount that can be read.
    let amount: Int64
    /// What is wrong in its body, with pointers into the whole.
    fileprivate(set) var errors: [FieldError]

    /// Where the request has it.
    var place: String { BatchOperation.place(of: index) }

    static func place(of index: Int) -> String { "/operations/\(index)" }

    /// The amount that `body` names, or the sum of those of its lines.
    private static func amount(in body: [JSONMember]) -> Int64 {
        body.sum(of: { (member: JSONMember) -> Int64 in
            switch (member.name, member.value) {
            case ("amount", .integer(let amount)): amount
            case ("lines", .array(let lines)): lines.sum(of: amount(of:))
            default: 0
            }
        })
    }

    /// The amount that a line names.
    private static func amount(of line: JSONValue) -> Int64 {
        if case .integer(let amount)? = line["amount"] { amount } else { 0 }
    }

    /// The only method of a request that a batch may have.
    private enum Verb: String, CaseIterable {
        case post = "POST"
    }

    static var schema: JSONSchema {
        .anyOf(
            BatchPath.allCases.map { path in
                .object(
                    name: "",
                    [
                        .init(
                            name: "method", schema: .choice(Verb.allCases.map(\.rawValue)), isRequired: true),
                        .init(name: "path", schema: .choice([path.rawValue]), isRequired: true),
                        .init(name: "idempotency_key", schema: .nullable(.idempotencyKey), isRequired: false),
                        .init(name: "body", schema: path.bodySchema, isRequired: true),
                    ])
            })
    }

    /// The operation in `element`; nil with an error in `decoder` when it is no request that a batch may have.
    fileprivate init?(_ element: JSONValue, at index: Int, of decoder: inout RequestDecoder) {
        let place = BatchOperation.place(of: index)
        guard case .object(let members) = element else {
            let detail = Sentence(vi: "cần một đối tượng JSON", en: "must be a JSON object")
            decoder.add([FieldError(place, .typeMismatch, detail)], upTo: unknownMax)
            return nil
        }
        var item = RequestDecoder(item: members, at: place, of: decoder)
        _ = item.choice("method", of: Verb.self)
        let path = item.optionalChoice("path", of: BatchPath.self, isRequired: true)
        let key = item.key()
        let body = item.members("body", BatchPath.anyBodySchema)
        decoder.add(item.allErrors(), upTo: unknownMax)
        guard let path, let body, case .write(let prepare) = path.endpoint.action else { return nil }
        var input = RequestDecoder(item: body, at: place + "/body", of: decoder)
        input.language = decoder.language
        do {
            prepared = try prepare(&input)
        } catch {
            let problem = Problem(error)
            let shown = FieldError(place + "/body", problem.code, problem.detail ?? problem.code.title)
            decoder.add([shown], upTo: unknownMax)
            return nil
        }
        self.index = index
        endpoint = path.endpoint
        publicTexts = input.publicTexts
        errors = input.allErrors()
        amount = BatchOperation.amount(in: body)
        self.key = key.map { text in
            Key(
                text: text,
                fingerprint: WritePreconditions.fingerprint(
                    path.endpoint.method, path.rawValue, query: [], body: DecodedBody(members: body)))
        }
    }
}

extension RequestDecoder {
    /// Adds `more`, as far as there are then no more than `countMax`.
    fileprivate mutating func add(_ more: [FieldError], upTo countMax: Int) {
        errors += more.prefix(max(0, countMax - errors.count))
    }

    /// The key of an operation.
    fileprivate mutating func key() -> String? {
        read("idempotency_key", .body, false, .nullable(.idempotencyKey)) { value in
            guard case .string(let text) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            do throws(Problem) {
                return .value(try WritePreconditions.key(text))
            } catch {
                return .error(error.code, error.code.title)
            }
        }
    }

    /// The members of an object that another input decodes.
    fileprivate mutating func members(_ name: String, _ schema: JSONSchema) -> [JSONMember]? {
        read(name, .body, true, schema) { value in
            guard case .object(let members) = value else {
                return .error(
                    .typeMismatch, Sentence(vi: "cần một đối tượng JSON", en: "must be a JSON object"))
            }
            return .value(members)
        }
    }
}
