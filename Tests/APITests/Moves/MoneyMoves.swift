import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    /// The members of an opening balance that say who counted what.
    static let openingFacts =
        #","basis":"Biên bản kiểm kê quỹ số 01","counted_by":["Nguyễn Văn An","Trần Thị Bình"]"#

    func open(_ body: String, as bearer: Bearer = .accountant) throws -> Response {
        try post("/v1/opening-balances", body, as: bearer, key: newKey())
    }

    func open(
        _ fund: Int64, cash: Int64 = 0, bank: Int64 = 0, on day: String = "2026-10-31"
    ) throws -> Response {
        try open(
            #"{"fund":\#(fund),"on":"\#(day)","cash":\#(cash),"bank":\#(bank)\#(Office.openingFacts)}"#)
    }

    func confirmOpening(_ id: Int64, as bearer: Bearer = .approver) throws -> Response {
        try post("/v1/opening-balances/\(id)/confirm", as: bearer, key: newKey(), ifMatch: "*")
    }

    func transfer(_ members: String, as bearer: Bearer = .treasurer) throws -> Response {
        try post("/v1/fund-transfers", "{\(members)}", as: bearer, key: newKey())
    }

    func enter(_ members: String, as bearer: Bearer = .accountant) throws -> Response {
        try post("/v1/bank-entries", "{\(members)}", as: bearer, key: newKey())
    }

    /// Voids a move of `list`, such as `bank-entries`.
    func voidMove(_ list: String, _ id: Int64, as bearer: Bearer = .approver) throws -> Response {
        try post("/v1/\(list)/\(id)/void", #"{"reason":"Ghi sai"}"#, as: bearer, key: newKey(), ifMatch: "*")
    }
}

extension EndpointSample {
    static let moneyMoves: [String: EndpointSample] = [
        "POST /v1/opening-balances": .init(
            "/v1/opening-balances",
            #"{"fund":2,"on":"2026-11-01","cash":1000,"bank":2000\#(Office.openingFacts)}"#, pointer: "/fund"),
        "GET /v1/opening-balances/{id}": .init("/v1/opening-balances/1"),
        "POST /v1/opening-balances/{id}/confirm": .init("/v1/opening-balances/1/confirm"),
        "POST /v1/opening-balances/{id}/void": .init(
            "/v1/opening-balances/1/void", #"{"reason":"Đếm sai"}"#),
        "GET /v1/hamlets/{id}/opening-balances": .init("/v1/hamlets/1/opening-balances"),
        "POST /v1/fund-transfers": .init(
            "/v1/fund-transfers", #"{"fund":1,"from":"cash","to":"bank","amount":1000}"#, pointer: "/fund"),
        "GET /v1/fund-transfers/{id}": .init("/v1/fund-transfers/1"),
        "POST /v1/fund-transfers/{id}/void": .init("/v1/fund-transfers/1/void", #"{"reason":"Sai"}"#),
        "GET /v1/hamlets/{id}/fund-transfers": .init("/v1/hamlets/1/fund-transfers"),
        "POST /v1/bank-entries": .init(
            "/v1/bank-entries", #"{"fund":1,"kind":"interest","amount":1000}"#, pointer: "/fund"),
        "GET /v1/bank-entries/{id}": .init("/v1/bank-entries/1"),
        "POST /v1/bank-entries/{id}/void": .init("/v1/bank-entries/1/void", #"{"reason":"Sai"}"#),
        "GET /v1/hamlets/{id}/bank-entries": .init("/v1/hamlets/1/bank-entries"),
    ]

    /// A new fund with opening balance 1, not confirmed, interest 1 and 2, and transfer 1, all recorded by the hamlet's
    /// head, so that every role that may void them does.
    static func addMoneyMoves(to office: Office) throws {
        try office.write { tx in
            let (head, owner): (User.ID, FundOwner) = (Identifier(1), .hamlet(Identifier(1)))
            let fund = Fund(
                id: try tx.newID(), owner: .hamlet(Identifier(1)), name: "Quỹ khuyến học", version: 1)
            try tx.save(fund)
            try tx.record(
                OpeningBalance(
                    id: try tx.newID(), owner: owner, fund: fund.id,
                    on: try #require(LocalDate("2026-11-01")), cash: Dong(1000), bank: Dong(2000),
                    basis: "Biên bản kiểm kê", countedBy: ["An", "Bình"], recordedBy: head,
                    recordedAt: tx.now))
            for reference in ["LAI1", "LAI2"] {
                try tx.record(
                    BankEntry(
                        id: try tx.newID(), owner: owner, fund: fund.id, kind: .interest, amount: Dong(1000),
                        on: tx.today, reference: reference, recordedBy: head, recordedAt: tx.now))
            }
            try tx.record(
                FundTransfer(
                    id: try tx.newID(), owner: owner, fund: fund.id, from: .bank, to: .cash,
                    amount: Dong(1000), on: tx.today, recordedBy: head, recordedAt: tx.now))
        }
    }
}
