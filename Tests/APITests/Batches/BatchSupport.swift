import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// An operation of a batch as a client writes it.
struct SentOperation: Sendable {
    var path = "/v1/contributions"
    var key: String?
    let body: String
    var amount: Int64

    var text: String {
        let key = key.map { #""idempotency_key":"\#($0)","# } ?? ""
        return #"{"method":"POST","path":"\#(path)",\#(key)"body":\#(body)}"#
    }

    /// Cash of `household` for fund 1.
    static func gift(
        _ amount: Int64, of household: Int64 = 2, _ more: String = "", key: String? = nil
    ) -> Self {
        SentOperation(
            key: key,
            body: #"{"fund":1,"household":\#(household),"method":"cash","amount":\#(amount)\#(more)}"#,
            amount: amount)
    }

    /// A transfer to fund 1.
    static func transfer(_ amount: Int64, _ reference: String, _ more: String = "") -> Self {
        SentOperation(
            body: """
                {"fund":1,"household":2,"method":"bank","bank_reference":"\(reference)","amount":\(amount)\(more)}
                """, amount: amount)
    }

    static func pledge(_ amount: Int64, of household: Int64, to fund: Int64 = 1) -> Self {
        SentOperation(
            path: "/v1/pledges", body: #"{"fund":\#(fund),"household":\#(household),"amount":\#(amount)}"#,
            amount: amount)
    }
}

/// The body of a batch, with the totals of its operations unless others are given.
func batch(
    _ mode: String, _ operations: [SentOperation], count: Int? = nil, amount: Int64? = nil
) -> String {
    let sum = operations.reduce(0) { $0 + $1.amount }
    return """
        {"mode":"\(mode)","expected_count":\(count ?? operations.count),"expected_amount":\(amount ?? sum),
        "operations":[\(operations.map(\.text).joined(separator: ",\n"))]}
        """
}

extension Office {
    func postBatch(
        _ mode: String, _ operations: [SentOperation], count: Int? = nil, amount: Int64? = nil,
        as bearer: Bearer = .clerk, key: String? = nil, isDryRun: Bool = false
    ) throws -> Response {
        try post(
            "/v1/batches" + (isDryRun ? "?dry_run=true" : ""),
            batch(mode, operations, count: count, amount: amount), as: bearer, key: key ?? newKey())
    }

    /// The last journal position, once the clerk has a token.
    func positionOfClerk() throws -> Int64 {
        _ = try secret(of: .clerk)
        return lastPosition
    }
}

extension Response {
    /// The voucher numbers of a batch, in order; "–" for an operation without one.
    var batchNumbers: [String] {
        items("/results").map { $0.text("/body/voucher/number") ?? "–" }
    }

    /// The status of each operation of a batch.
    var batchStatuses: [Int64] { items("/results").compactMap { $0.integer("/status") } }
}

extension EndpointSample {
    static let batches: [String: EndpointSample] = [
        "POST /v1/batches": .init(
            "/v1/batches", batch("atomic", [.gift(1000)]), pointer: "/operations/0/body/fund")
    ]
}
