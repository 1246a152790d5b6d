import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Random receipts, collections, slips, payments, debts, repayments and gifts against a model of a few numbers.
@Suite struct PayablePropertyTests {
    @Test(arguments: [3, 11, 2026] as [UInt64])
    func `cash, hands and debts are those of the model, whatever comes`(_ seed: UInt64) throws {
        var day = try RandomDebts(seed: seed)
        for _ in 0..<40 { try day.takeStep() }
        try day.compare()
        #expect(day.acceptedCount > 10 && day.refusedCount > 0)
    }
}

/// A day of fund 1, whose cash begins with 500 000.
private struct RandomDebts {
    private struct Debt {
        let id: Int64
        var outstanding: Int64
    }

    private let office: Office
    private var random: SeededGenerator
    private var cash: Int64 = 500_000
    private var inHand: Int64 = 0
    private var received: Int64 = 500_000
    private var spent: Int64 = 0
    private var debts: [Debt] = []
    /// Receipts of the collector.
    private var collected: [Int64] = []
    private(set) var acceptedCount = 0
    private(set) var refusedCount = 0

    init(seed: UInt64) throws {
        office = try Office.villageWithBooks()
        _ = try office.secret(of: .head)
        random = SeededGenerator(seed: seed)
    }

    mutating func takeStep() throws {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: try receive()
        case 1: try collect()
        case 2: try handOver()
        case 3: try spend()
        case 4: try owe()
        case 5: try repay()
        default: try give()
        }
    }

    private mutating func amount() -> Int64 { Int64.random(in: 1...400, using: &random) * 1000 }

    private mutating func receive() throws {
        let amount = amount()
        let body = #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":\#(amount)}"#
        guard expect(try office.contribute(body), 201) else { return }
        cash += amount
        received += amount
    }

    private mutating func collect() throws {
        let amount = amount()
        let receipt = try office.collect(amount, from: 2)
        guard expect(receipt, 201), let id = receipt.integer("/id") else { return }
        inHand += amount
        received += amount
        collected.append(id)
    }

    private mutating func handOver() throws {
        guard let first = collected.first, let last = collected.last else { return }
        let amount = amount()
        let slip = try office.handOver(amount, receipts: (first, last))
        guard expect(slip, amount <= inHand ? 201 : 409), let id = slip.integer("/id") else { return }
        guard expect(try office.take("confirm", ofSlip: id), 200) else { return }
        cash += amount
        inHand -= amount
    }

    private mutating func spend() throws {
        let amount = amount()
        guard expect(try office.take("pay", try office.approved(amount)), amount <= cash ? 200 : 409) else {
            return
        }
        cash -= amount
        spent += amount
    }

    private mutating func owe() throws {
        let amount = amount()
        debts.append(Debt(id: try office.owed(amount), outstanding: amount))
        spent += amount
    }

    private mutating func repay() throws {
        guard let index = debts.indices.randomElement(using: &random) else { return }
        let amount = amount()
        let asked = try office.repay(debts[index].id, amount)
        guard expect(asked, amount <= debts[index].outstanding ? 201 : 409), let id = asked.integer("/id")
        else { return }
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        guard expect(try office.take("pay", id), amount <= cash ? 200 : 409) else {
            try #require(try office.take("cancel", id).status == 200)
            return
        }
        cash -= amount
        debts[index].outstanding -= amount
    }

    private mutating func give() throws {
        guard let index = debts.indices.randomElement(using: &random) else { return }
        let amount = amount()
        let gift = try office.give(debts[index].id, amount)
        guard expect(gift, amount <= debts[index].outstanding ? 201 : 409), let id = gift.integer("/id")
        else { return }
        guard expect(try office.take("confirm", ofGift: id), 200) else { return }
        debts[index].outstanding -= amount
        received += amount
    }

    /// Whether `response` has the status, which is one of success.
    private mutating func expect(_ response: Response, _ status: Int) -> Bool {
        #expect(response.status == status, "\(response.bodyText)")
        if response.status < 300 { acceptedCount += 1 } else { refusedCount += 1 }
        return response.status < 300
    }

    func compare() throws {
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-11-01&to=2026-11-30", as: nil)
        #expect(statement.integer("/closing/cash") == cash && statement.integer("/closing/bank") == 0)
        #expect(statement.integer("/in_hand/after") == inHand)
        let owed = debts.reduce(0) { $0 + $1.outstanding }
        #expect(statement.integer("/debts/after") == owed)
        for debt in debts {
            let shown = try office.get("/v1/payables/\(debt.id)")
            #expect(shown.integer("/outstanding") == debt.outstanding && shown.integer("/pending") == 0)
        }
        let year = try office.get("/v1/hamlets/1/summary")
        #expect(year.integer("/years/0/received") == received && year.integer("/years/0/spent") == spent)
        let hands = try office.get("/v1/collectors?hamlet=1").items()
        #expect(hands.reduce(0) { $0 + ($1.integer("/in_hand") ?? 0) } == inHand)
        #expect(
            try office.get("/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-30").integer("/closing")
                == cash)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
