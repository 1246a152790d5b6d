import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    func user(of bearer: Bearer) throws -> User.ID {
        User.ID(try #require(try get("/v1/me", as: bearer).integer("/user/id")))
    }

    /// A receipt and a booked payment by bank in August 2025, whose month is closed; their ids.
    func addClosedMonth() throws -> (contribution: Int64, expenditure: Int64) {
        let gift = try contribute(
            """
            {"fund":1,"sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company","method":"bank","amount":700000,
            "received_on":"2025-08-10"}
            """)
        let contribution = try #require(gift.integer("/id"), "\(gift.bodyText)")
        let payment = try pay(on: try #require(LocalDate("2025-08-20")))
        try close("2025-08")
        return (contribution, payment)
    }

    /// A payment of 1,000 đ by bank that was approved, paid and booked on `day`, which no request could say today.
    private func pay(on day: LocalDate) throws -> Int64 {
        let (head, accountant) = (try user(of: .head), try user(of: .accountant))
        let (approver, treasurer) = (try user(of: .approver), try user(of: .treasurer))
        return try write { tx in
            var expenditure = Expenditure(
                id: try tx.newID(), owner: .hamlet(Hamlet.ID(1)), fund: Fund.ID(1),
                payee: "Cửa hàng vật liệu",
                purpose: "Mua xi măng", item: "Vật liệu", amount: Dong(1000), method: .bank, refundOf: nil,
                requestedAt: tx.now, actors: Expenditure.StepActors(requestedBy: head))
            try tx.request(expenditure, in: "16702")
            let steps: [(Expenditure.Step, User.ID)] = [
                (.check, accountant), (.approve, approver), (.pay, treasurer), (.book, accountant),
            ]
            for (step, person) in steps {
                var next = try expenditure.taking(step, by: person, on: day)
                if step == .pay {
                    let series = Voucher.Series(
                        owner: .hamlet(Hamlet.ID(1)), kind: .payment, year: day.year, book: "1")
                    next = next.with(
                        Voucher(
                            series: series, number: try tx.nextNumber(in: series, on: day), issuedOn: day,
                            amount: next.amount, partyName: next.payee, partyAddress: "",
                            reason: next.purpose))
                }
                try tx.save(next, replacing: expenditure)
                expenditure = next
            }
            return expenditure.id.number
        }
    }
}
