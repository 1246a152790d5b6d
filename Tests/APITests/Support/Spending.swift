import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    /// Requests an expenditure of `dong`.
    func request(
        _ dong: Int64 = 120_000, method: String = "cash", item: String = "Vật liệu", fund: Int64 = 1,
        as bearer: Bearer = .head
    ) throws -> Response {
        let body = """
            {"fund":\(fund),"payee":"Cửa hàng vật liệu","purpose":"Mua xi măng","item":"\(item)",\
            "amount":\(dong),"method":"\(method)"}
            """
        return try post("/v1/expenditures", body, as: bearer, key: newKey())
    }

    func refund(_ contribution: Int64, _ dong: Int64, as bearer: Bearer = .head) throws -> Response {
        try post(
            "/v1/contributions/\(contribution)/refunds", #"{"amount":\#(dong),"reason":"Nộp thừa"}"#,
            as: bearer, key: newKey())
    }

    /// Performs `step` of expenditure `id`, or of the payment with that line, by default as the person of the step's
    /// role.
    func take(
        _ step: String, _ id: Int64, of path: String = "expenditures", _ body: String? = nil,
        as bearer: Bearer? = nil, ifMatch: String? = "*", secret: String? = nil
    ) throws -> Response {
        let usual: (bearer: Bearer, body: String) =
            switch step {
            case "approve": (.approver, "")
            case "pay": (.treasurer, "")
            case "reject", "cancel": (.approver, #"{"reason":"Sai mục"}"#)
            case "owe":
                (.accountant, #"{"kind":"bill","creditor_name":"Cửa hàng","document":"Hóa đơn số 7"}"#)
            case "withdraw": (.head, #"{"reason":"Đã có nguồn khác"}"#)
            case "void", "reverse": (.accountant, #"{"reason":"Sai số tiền"}"#)
            case "replace": (.approver, #"{"reason":"Sai số tiền","payee":"Cửa hàng Bình Minh"}"#)
            default: (.accountant, "")
            }
        return try post(
            "/v1/\(path)/\(id)/\(step)", body ?? usual.body,
            as: secret == nil ? bearer ?? usual.bearer : nil, key: newKey(), ifMatch: ifMatch,
            fields: secret.map { [("Authorization", "Bearer " + $0)] } ?? [])
    }

    /// The secret of a second token, which gives `role` to the person of the role `person`.
    func secondRole(_ role: Role, of person: Role) throws -> String {
        let secret = TokenSecret()
        let (name, hash) = (person.rawValue, secret.hash)
        try store.writer.write(actor: nil) { tx in
            let user = try #require(try tx.user(named: name))
            _ = try tx.issueToken(
                for: user, assignment: RoleAssignment(role: role, scope: .commune), hash: hash, daysCount: 365
            )
        }
        return secret.text
    }

    /// The id of an approved expenditure.
    func approved(
        _ dong: Int64 = 120_000, method: String = "cash", item: String = "Vật liệu", fund: Int64 = 1
    ) throws -> Int64 {
        let id = try #require(
            try request(dong, method: method, item: item, fund: fund).integer("/id"))
        try #require(try take("check", id).status == 200)
        try #require(try take("approve", id).status == 200)
        return id
    }

    /// The id of an expenditure paid on `day`, by default today.
    func spent(
        _ dong: Int64 = 120_000, method: String = "cash", item: String = "Vật liệu", fund: Int64 = 1,
        on day: String? = nil
    ) throws -> Int64 {
        let id = try approved(dong, method: method, item: item, fund: fund)
        let paid = try take("pay", id, day.map { #"{"paid_on":"\#($0)"}"# } ?? "")
        try #require(paid.status == 200, "\(paid.bodyText)")
        return id
    }

    /// Expenditures 1 requested, 2 checked, 3 approved and 4 paid, from a sponsor's money in the bank.
    func spendForSamples() throws {
        let gift = try contribute(
            #"{"fund":1,"sponsor_name":"Công ty Hồng Lam","method":"bank","amount":1000000}"#)
        try #require(gift.status == 201)
        try #require(try request(1000, method: "bank", as: .clerk).integer("/id") == 1)
        try #require(try request(1000, method: "bank").integer("/id") == 2)
        try #require(try take("check", 2).status == 200)
        try #require(try approved(1000, method: "bank") == 3)
        try #require(try spent(1000, method: "bank") == 4)
    }
}
