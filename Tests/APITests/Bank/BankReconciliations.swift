import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

extension Office {
    /// Records a reconciliation; without balances, each account that is held at the end of the month has 0.
    func recordReconciliation(
        _ month: String, of owner: String = #""hamlet":1"#,
        _ balances: [(account: Int64, dong: Int64)]? = nil,
        as bearer: Bearer = .accountant, key: String? = nil
    ) throws -> Response {
        let stated = try balances ?? heldAccounts(month, of: owner).map { ($0, 0) }
        let list = stated.map { #"{"account":\#($0.account),"balance":\#($0.dong)}"# }.joined(separator: ",")
        return try post(
            "/v1/bank-reconciliations",
            #"{\#(owner),"month":"\#(month)","balances":[\#(list)],"note":"Sao kê giấy, cặp số 3"}"#,
            as: bearer,
            key: key ?? newKey())
    }

    private func heldAccounts(_ month: String, of owner: String) throws -> [Int64] {
        let last = try #require(AccountingPeriod.Month(text: month)).lastDay.text
        let query = owner.replacing("\"", with: "").replacing(":", with: "=")
        return try get("/v1/bank-accounts?" + query, as: .accountant).items()
            .filter { account in
                (account.text("/valid_from") ?? "") <= last
                    && account.text("/valid_to").map { last < $0 } ?? true
            }
            .compactMap { $0.integer("/id") }
    }

    /// Confirms or withdraws a reconciliation, by default as the treasurer.
    func take(
        _ step: String, ofReconciliation id: Int64, as bearer: Bearer = .treasurer, ifMatch: String? = "*"
    ) throws -> Response {
        try post("/v1/bank-reconciliations/\(id)/\(step)", as: bearer, key: newKey(), ifMatch: ifMatch)
    }

    /// The id of a reconciliation that two persons agreed on.
    @discardableResult
    func reconciled(
        _ month: String, of owner: String = #""hamlet":1"#, _ balances: [(account: Int64, dong: Int64)]? = nil
    ) throws -> Int64 {
        let recorded = try recordReconciliation(month, of: owner, balances)
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        let confirmed = try take("confirm", ofReconciliation: id)
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
        return id
    }
}
