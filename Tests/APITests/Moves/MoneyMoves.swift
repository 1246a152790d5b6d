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

    /// Corrects a move of a closed month.
    func reverseMove(
        _ list: String, _ id: Int64, _ members: String = "", as bearer: Bearer = .approver
    ) throws -> Response {
        try post(
            "/v1/\(list)/\(id)/reverse", #"{"reason":"Ghi sai"\#(members)}"#, as: bearer, key: newKey(),
            ifMatch: "*")
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
        "POST /v1/opening-balances/{id}/confirm": .init("/v1/opening-balances/2/confirm"),
        "POST /v1/opening-balances/{id}/void": .init(
            "/v1/opening-balances/2/void", #"{"reason":"Đếm sai"}"#),
        "POST /v1/opening-balances/{id}/reverse": .init(
            "/v1/opening-balances/1/reverse", #"{"reason":"Đếm sai","cash":1000,"bank":2001}"#),
        "GET /v1/hamlets/{id}/opening-balances": .init("/v1/hamlets/1/opening-balances"),
        "POST /v1/fund-transfers": .init(
            "/v1/fund-transfers", #"{"fund":1,"from":"cash","to":"bank","amount":1000}"#, pointer: "/fund"),
        "GET /v1/fund-transfers/{id}": .init("/v1/fund-transfers/1"),
        "POST /v1/fund-transfers/{id}/void": .init("/v1/fund-transfers/2/void", #"{"reason":"Sai"}"#),
        "POST /v1/fund-transfers/{id}/reverse": .init("/v1/fund-transfers/1/reverse", #"{"reason":"Sai"}"#),
        "GET /v1/hamlets/{id}/fund-transfers": .init("/v1/hamlets/1/fund-transfers"),
        "POST /v1/bank-entries": .init(
            "/v1/bank-entries", #"{"fund":1,"kind":"interest","amount":1000}"#, pointer: "/fund"),
        "GET /v1/bank-entries/{id}": .init("/v1/bank-entries/1"),
        "POST /v1/bank-entries/{id}/void": .init("/v1/bank-entries/2/void", #"{"reason":"Sai"}"#),
        "POST /v1/bank-entries/{id}/reverse": .init("/v1/bank-entries/1/reverse", #"{"reason":"Sai"}"#),
        "GET /v1/hamlets/{id}/bank-entries": .init("/v1/hamlets/1/bank-entries"),
    ]

    /// Two new funds, the moves of both recorded by the hamlet's head, so that every role that may void them does.
    ///
    /// Of August 2025, whose month is to be closed: opening balance 1, confirmed, interest 1 and transfer 1. Of this month:
    /// opening balance 2, not confirmed, interest 2 and 3, and transfer 2.
    static func addMoneyMoves(to office: Office, inMonthToBeClosed isToBeClosed: Bool = false) throws {
        try office.write { tx in
            let (head, owner): (User.ID, FundOwner) = (Identifier(1), .hamlet(Identifier(1)))
            let fund = Fund(
                id: try tx.newID(), owner: owner, name: isToBeClosed ? "Quỹ đèn" : "Quỹ khuyến học",
                version: 1)
            try tx.save(fund)
            let opened = try #require(LocalDate(isToBeClosed ? "2025-08-01" : "2026-11-01"))
            let day = isToBeClosed ? try #require(LocalDate("2025-08-15")) : tx.today
            let opening = OpeningBalance(
                id: try tx.newID(), owner: owner, fund: fund.id, on: opened, cash: Dong(1000),
                bank: Dong(2000), basis: "Biên bản kiểm kê", countedBy: ["An", "Bình"], recordedBy: head,
                recordedAt: tx.now)
            try tx.record(opening)
            if isToBeClosed {
                try tx.save(try opening.taking(.confirm, by: Identifier(2)), replacing: opening)
            }
            for reference in isToBeClosed ? ["LAI0"] : ["LAI1", "LAI2"] {
                try tx.record(
                    BankEntry(
                        id: try tx.newID(), owner: owner, fund: fund.id, kind: .interest, amount: Dong(1000),
                        on: day, reference: reference, recordedBy: head, recordedAt: tx.now))
            }
            try tx.record(
                FundTransfer(
                    id: try tx.newID(), owner: owner, fund: fund.id, from: isToBeClosed ? .cash : .bank,
                    to: isToBeClosed ? .bank : .cash, amount: Dong(1000), on: day, recordedBy: head,
                    recordedAt: tx.now))
        }
    }
}
