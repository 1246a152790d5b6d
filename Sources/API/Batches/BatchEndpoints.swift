import Domain
import HTTP
import JSON
import Store

let batchEndpoints: [Endpoint] = [
    Endpoint(
        method: .post, path: PathPattern("/v1/batches"), access: .roles(BatchPath.roles), key: .required,
        needsVersion: false, status: 200,
        summary: Sentence(
            vi:
                "Ghi một danh sách thu: nhiều khoản trong một lần gửi, có số dòng và tổng số tiền để đối chiếu",
            en: "Records a list of contributions and pledges in one request, with control totals."),
        fields: RequestDecoder.fields(of: BatchInput.self), output: BatchLine.batchSchema, media: [.json],
        etag: nil,
        action: .write { decoder in
            let batch = BatchInput(from: &decoder)
            return PreparedWrite(
                target: nil,
                run: { caller, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return try recordBatch(batch, by: caller, in: tx)
                },
                rebuilt: { stored, caller, tx in
                    batch.body(of: try batch.lines(storedAs: stored, for: caller, in: tx))
                },
                partKeys: Set(batch.operations.compactMap { $0.key?.text }))
        })
]

/// The requests that a batch may have as its operations.
///
/// Each is a row of the endpoint table: the operation has its roles, its input, its rules and its response.
enum BatchPath: String, CaseIterable {
    case contributions = "/v1/contributions"
    case receipts = "/v1/receipts"
    case pledges = "/v1/pledges"

    private static let endpoints = Dictionary(
        uniqueKeysWithValues: allCases.map { path in
            let endpoint = (contributionEndpoints + issuedReceiptEndpoints + pledgeEndpoints)
                .first { $0.method == .post && $0.path.text == path.rawValue }
            guard let endpoint else { preconditionFailure("no endpoint of a batch: \(path.rawValue)") }
            return (path, endpoint)
        })

    var endpoint: Endpoint {
        guard let endpoint = BatchPath.endpoints[self] else {
            preconditionFailure("every path has its endpoint")
        }
        return endpoint
    }

    /// Those who may make at least one of the requests.
    static var roles: Set<Role> { allCases.reduce(into: []) { $0.formUnion($1.endpoint.roles) } }

    /// The body of the operation.
    var bodySchema: JSONSchema {
        .object(name: "", endpoint.fields.filter { $0.section == .body }.map(\.bodyMember))
    }

    /// The body of an operation, whatever its path; made once, because each operation names it.
    static let anyBodySchema = JSONSchema.anyOf(allCases.map(\.bodySchema))
}

extension Endpoint {
    /// The roles that may call it; none for other access.
    fileprivate var roles: Set<Role> { if case .roles(let roles) = access { roles } else { [] } }
}

/// Records a batch: all of its operations, or those that are not refused.
///
/// - Throws: a `Problem` when nothing is stored: of an atomic batch with a refused operation, or when all are refused.
private func recordBatch(
    _ batch: BatchInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> Representation {
    let results = try batch.record(by: caller, in: tx)
    let refused = results.enumerated()
        .compactMap { index, result -> RefusedOperation? in
            if case .refused(let problem) = result {
                RefusedOperation(index: index, problem: problem)
            } else {
                nil
            }
        }
    let storesNone = batch.totals.mode == .atomic ? !refused.isEmpty : refused.count == results.count
    if storesNone { throw Problem(refused: refused, of: results.count) }
    var representation = Representation(
        document: batch.body(of: results.map { BatchLine($0, in: batch.language) }), as: .json)
    representation.storedParts = batch.storedParts(results)
    return representation
}
