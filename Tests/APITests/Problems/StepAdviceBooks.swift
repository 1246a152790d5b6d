import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

extension Office {
    /// The id of an entity of books or banks in `state`.
    func ofBooksAndBanks(_ entity: EntityKind, in state: String) throws -> Int64 {
        let id = try newOfBooksAndBanks(entity, in: state)
        let ending: [String: String] =
            switch entity {
            case .voucherBook, .bankAccount: ["closed": "close"]
            case .openingBalance, .handOverSlip: ["confirmed": "confirm", "voided": "void"]
            case .payableGift: ["confirmed": "confirm", "withdrawn": "withdraw"]
            case .bankCredit: ["used": "receipts", "ignored": "ignore"]
            default: ["voided": "void"]
            }
        if let step = ending[state] {
            let taken = try takeOfBooksAndBanks(step, of: entity, id)
            try #require((200...201).contains(taken.status), "\(taken.bodyText)")
        }
        #expect(try get("\(entity.path)/\(id)", as: .accountant).text("/state") == state)
        return id
    }

    private func newOfBooksAndBanks(_ entity: EntityKind, in state: String) throws -> Int64 {
        let made: Response
        switch entity {
        case .voucherBook:
            made = try post("/v1/hamlets/1/voucher-books", #"{"name":"Q2"}"#, as: .accountant)
        case .openingBalance:
            let fund = try post("/v1/funds", #"{"hamlet":1,"name":"Quỹ khuyến học"}"#)
            made = try open(try #require(fund.integer("/id")), cash: 1000)
        case .fundTransfer: made = try transfer(#""fund":1,"from":"cash","to":"bank","amount":1000"#)
        case .bankEntry: made = try enter(#""fund":1,"kind":"interest","amount":1000"#)
        case .bankAccount: made = try post("/v1/bank-accounts", Office.bankAccount(), as: .accountant)
        case .payable: return try owed(1000)
        case .payableGift: made = try give(owed(1000), 500)
        case .handOverSlip:
            let receipt = try #require(try collect(1000, from: 2).integer("/id"))
            made = try handOver(500, receipts: (receipt, receipt))
        default:
            try registerBankAccount()
            let memo = state == "matched" ? PaymentCode(.fund(Identifier(1))).text : "Ung ho"
            let sent = try credit(5000, "FT1", memo: memo)
            return try #require(sent.integer("/credit"), "\(sent.bodyText)")
        }
        return try #require(made.integer("/id"), "\(made.bodyText)")
    }

    func takeOfBooksAndBanks(_ step: String, of entity: EntityKind, _ id: Int64) throws -> Response {
        let body: String =
            switch (entity, step) {
            case (.bankCredit, "ignore"), (_, "void"): #"{"reason":"Ghi sai"}"#
            case (.bankCredit, "receipts"):
                #"{"lines":[{"fund":1,"sponsor_name":"Anh Xa","amount":5000}]}"#
            case (.bankAccount, "close"): #"{"on":"2026-11-23","balance":0}"#
            case (.bankAccount, "holders"):
                #"{"on":"2026-11-23","balance":0,"holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head","#
                    + #""basis":"Biên bản bàn giao"}"#
            default: ""
            }
        let person: Bearer =
            switch (entity, step) {
            case (.handOverSlip, "confirm"): .treasurer
            case (_, "void"), (_, "confirm"): .approver
            default: .accountant
            }
        return try post("\(entity.path)/\(id)/\(step)", body, as: person, key: newKey(), ifMatch: "*")
    }
}
