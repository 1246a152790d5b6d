import API
import Domain
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing

/// A row of `posting`, read without the service.
struct PostedRow: Hashable, Sendable {
    let position: Int64
    let line: Int64
    let owner: String
    let fund: Int64
    let debit: String
    let credit: String
    let amount: Int64
    let on: LocalDate

    /// What it adds to `account`.
    func change(of account: String) -> Int64 {
        debit == account ? amount : credit == account ? 0 - amount : 0
    }
}

/// Hamlets 1, 2 and 3 after random receipts, payments, refunds and voided vouchers over some months, then 1 and 2 merged
/// into 4; with what was accepted.
struct RandomBooks {
    /// What an accepted request moves.
    struct Move: Hashable {
        let hamlet: Int64
        let fund: Int64
        let on: LocalDate
        let debit: String
        let credit: String
        var amount: Int64
        let number: String
    }

    /// A voucher, as the register should show it.
    struct Given {
        let id: Int64
        /// That of the first line.
        let move: Move
        /// Those of the other lines of a receipt or a payment.
        var others: [Move] = []
        var refunded: Int64 = 0
        var isVoided = false

        var lines: [Move] { [move] + others }
        var amount: Int64 { lines.sum { $0.amount } }
    }

    let office: Office
    private(set) var moves: [Move] = []
    private(set) var receipts: [Given] = []
    private(set) var payments: [Given] = []
    private var random: SeededGenerator

    private static let donors: [(body: String, account: String)] = [
        (#""household":2"#, "households"), (#""household":3,"anonymous":true"#, "households"),
        (#""organisation":1"#, "organisations"),
        (#""sponsor_name":"Anh \"Sơn\"","sponsor_kind":"person_away""#, "people_away"),
        (#""sponsor_name":"Công ty A","sponsor_kind":"company""#, "companies"),
        (#""sponsor_name":"UBND","sponsor_kind":"state","sponsor_level":"commune""#, "state_commune"),
    ]

    init(seed: UInt64, stepsCount: Int = 90) throws {
        office = try Office.village()
        random = SeededGenerator(seed: seed)
        try receive(
            #""household":6"#, "households", fund: 4, hamlet: 3, as: Bearer(.clerk, at: .otherCommune))
        try receive(#""household":5"#, "households", fund: 3, hamlet: 2)
        for _ in 0..<stepsCount { try step() }
        office.clock.advance(days: 1)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: LocalDate(office.clock.now).text)
        try #require(merged.status == 201, "\(merged.bodyText)")
    }

    var today: LocalDate { LocalDate(office.clock.now) }

    /// Every row of `posting`, by day and in the order of the journal.
    func posted() throws -> [PostedRow] {
        try office.read { tx in
            try tx.connection.all(
                """
                SELECT position, line, owner, fund, debit, credit, amount, posted_on
                FROM posting
                ORDER BY posted_on, position, line
                """
            ) { row in
                PostedRow(
                    position: row.integer(0), line: row.integer(1), owner: row.text(2), fund: row.integer(3),
                    debit: row.text(4), credit: row.text(5), amount: row.integer(6), on: row.date(7))
            }
        }
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: try receiveTwo()
        case 1..<5:
            let donor = RandomBooks.donors[Int.random(in: 0..<RandomBooks.donors.count, using: &random)]
            try receive(donor.body, donor.account, fund: Int64.random(in: 1...2, using: &random), hamlet: 1)
        case 5: try pay()
        case 6: try payTwo()
        case 7: try refund()
        case 8: try voidReceipt()
        default: try voidPayment()
        }
        if Int.random(in: 0..<8, using: &random) == 0 { office.clock.advance(days: 9) }
    }

    private mutating func receive(
        _ donor: String, _ account: String, fund: Int64, hamlet: Int64, as bearer: Bearer = .clerk
    ) throws {
        let amount = Int64.random(in: 1...40, using: &random) * 10_000
        let method = Bool.random(using: &random) ? "cash" : "bank"
        let body = #"{"fund":\#(fund),\#(donor),"method":"\#(method)","amount":\#(amount)}"#
        let response = try office.contribute(body, as: bearer)
        try #require(response.status == 201, "\(response.bodyText)")
        let move = Move(
            hamlet: hamlet, fund: fund, on: today, debit: method, credit: account, amount: amount,
            number: try #require(response.text("/voucher/number")))
        moves.append(move)
        receipts.append(Given(id: try #require(response.integer("/id")), move: move))
    }

    /// A receipt of two lines, for both funds of hamlet 1.
    private mutating func receiveTwo() throws {
        let donor = RandomBooks.donors[Int.random(in: 0..<RandomBooks.donors.count, using: &random)]
        let amounts = (1...2).map { _ in Int64.random(in: 1...40, using: &random) * 10_000 }
        let method = Bool.random(using: &random) ? "cash" : "bank"
        let response = try office.issue(
            """
            {\(donor.body),"method":"\(method)","lines":[{"fund":2,"amount":\(amounts[0])},
            {"fund":1,"amount":\(amounts[1])}]}
            """)
        try #require(response.status == 201, "\(response.bodyText)")
        let number = try #require(response.text("/number"))
        let lines = zip([2, 1], amounts)
            .map { fund, amount in
                Move(
                    hamlet: 1, fund: fund, on: today, debit: method, credit: donor.account, amount: amount,
                    number: number)
            }
        moves += lines
        receipts.append(
            Given(id: try #require(response.integer("/id")), move: lines[0], others: [lines[1]]))
    }

    private mutating func pay() throws {
        let (fund, amount) = (
            Int64.random(in: 1...2, using: &random), Int64.random(in: 1...30, using: &random) * 1000
        )
        let method = Bool.random(using: &random) ? "cash" : "bank"
        let id = try office.approved(amount, method: method, fund: fund)
        try settle(id, fund: fund, method: method, account: "expenses", amount: amount)
    }

    /// A payment of two lines, of both funds of hamlet 1, unless one of them has too little.
    private mutating func payTwo() throws {
        let amounts = (1...2).map { _ in Int64.random(in: 1...15, using: &random) * 1000 }
        let method = Bool.random(using: &random) ? "cash" : "bank"
        let body = """
            {"payee":"Cửa hàng","method":"\(method)","lines":[
            {"fund":2,"purpose":"Mua cát","item":"Vật liệu","amount":\(amounts[0])},
            {"fund":1,"purpose":"Mua xi măng","item":"Vật liệu","amount":\(amounts[1])}]}
            """
        let id = try #require(
            try office.post("/v1/payments", body, as: .head, key: office.newKey()).integer("/id"))
        for step in ["check", "approve"] {
            try #require(try office.take(step, id, of: "payments").status == 200)
        }
        let paid = try office.take("pay", id, of: "payments")
        guard paid.status == 200 else { return #expect(paid.status == 409, "\(paid.bodyText)") }
        let number = try #require(paid.text("/number"))
        let lines = zip([2, 1], amounts)
            .map { fund, amount in
                Move(
                    hamlet: 1, fund: fund, on: today, debit: "expenses", credit: method, amount: amount,
                    number: number)
            }
        moves += lines
        payments.append(Given(id: id, move: lines[0], others: [lines[1]]))
    }

    private mutating func refund() throws {
        guard let index = receipts.indices.randomElement(using: &random) else { return }
        let receipt = receipts[index]
        let amount = min(20_000, receipt.move.amount - receipt.refunded)
        guard receipt.move.hamlet == 1, !receipt.isVoided, amount > 0 else { return }
        let request = try office.refund(receipt.id, amount)
        try #require(request.status == 201, "\(request.bodyText)")
        let id = try #require(request.integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        let isPaid = try settle(
            id, fund: receipt.move.fund, method: receipt.move.debit, account: "refunds", amount: amount)
        if isPaid {
            receipts[index].refunded += amount
        } else {
            // Else it counts against the receipt.
            try #require(try office.take("cancel", id).status == 200)
        }
    }

    @discardableResult
    private mutating func settle(
        _ id: Int64, fund: Int64, method: String, account: String, amount: Int64
    ) throws -> Bool {
        let paid = try office.take("pay", id)
        guard paid.status == 200 else {
            #expect(paid.status == 409, "\(paid.bodyText)")
            return false
        }
        let move = Move(
            hamlet: 1, fund: fund, on: today, debit: account, credit: method, amount: amount,
            number: try #require(paid.text("/voucher/number")))
        moves.append(move)
        payments.append(Given(id: id, move: move))
        return true
    }

    private mutating func voidReceipt() throws {
        guard let index = receipts.indices.randomElement(using: &random) else { return }
        let receipt = receipts[index]
        guard receipt.move.hamlet < 3, try office.take("void", onReceipt: receipt.id).status == 200 else {
            return
        }
        receipts[index].isVoided = true
        for line in receipt.lines { reverse(line) }
    }

    private mutating func voidPayment() throws {
        guard let index = payments.indices.randomElement(using: &random) else { return }
        let payment = payments[index]
        guard payment.move.debit == "expenses",
            try office.take("void", payment.id, of: "payments").status == 200
        else { return }
        payments[index].isVoided = true
        for line in payment.lines { reverse(line) }
    }

    private mutating func reverse(_ move: Move) {
        var reversal = move
        reversal.amount = 0 - move.amount
        moves.append(reversal)
    }
}
