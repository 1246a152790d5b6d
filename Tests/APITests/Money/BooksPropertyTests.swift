import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Random requests against the service and against `BooksModel`: both must agree after each request and at the end.
@Suite struct BooksPropertyTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `after any requests the books equal the simplest sums`(_ seed: UInt64) throws {
        var office = try RandomOffice(seed: seed)
        for _ in 0..<250 { try office.step() }
        try office.compareAll()
        #expect(office.acceptedCount > 80)
        #expect(office.refusedCount > 20)
    }
}

/// An office that receives random requests.
private struct RandomOffice {
    private let office: Office
    private var model = BooksModel()
    private var random: SeededGenerator
    private(set) var acceptedCount = 0
    private(set) var refusedCount = 0

    init(seed: UInt64) throws {
        office = try Office.village()
        random = SeededGenerator(seed: seed)
    }

    mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: try propose()
        case 2, 3: try take("confirm")
        case 4: try take("waive")
        case 5: try take("cancel")
        case 6, 7, 8: try contribute(toPromise: true)
        case 9, 10: try contribute(toPromise: false)
        default: try void()
        }
        if Int.random(in: 0..<20, using: &random) == 0 { office.clock.advance(days: 15) }
    }

    private var year: Int { LocalDate(office.clock.now).year }

    private mutating func propose() throws {
        let fund = Int64.random(in: 1...2, using: &random)
        let household = Int64.random(in: 1...4, using: &random)
        let amount = Int64.random(in: 1...20, using: &random) * 1000
        let isTaken = model.promises.indices.contains {
            model.promises[$0].fund == fund && model.promises[$0].household == household && model.isOpen($0)
        }
        let response = try office.post(
            "/v1/pledges", #"{"fund":\#(fund),"household":\#(household),"amount":\#(amount)}"#)
        expect(response, isTaken ? 409 : 201)
        if !isTaken {
            model.promises.append(.init(fund: fund, household: household, amount: amount, year: year))
            #expect(response.integer("/id") == Int64(model.promises.count))
        }
    }

    private mutating func take(_ step: String) throws {
        guard let promise = model.promises.indices.randomElement(using: &random) else { return }
        let isStale = Int.random(in: 0..<6, using: &random) == 0
        let known = try #require(try office.get("/v1/pledges/\(promise + 1)").integer("/version"))
        let response = try office.post(
            "/v1/pledges/\(promise + 1)/\(step)", ifMatch: "\"r\(isStale ? known + 1 : known)\"")
        let mayTake = model.mayTake(step, promise)
        expect(response, isStale ? 412 : mayTake ? 200 : 409)
        if !isStale, mayTake {
            model.take(step, promise)
            #expect(response.text("/state") == model.state(of: promise))
        }
    }

    private mutating func contribute(toPromise: Bool) throws {
        let promise = toPromise ? model.promises.indices.randomElement(using: &random) : nil
        let isSponsor = promise == nil && Bool.random(using: &random)
        let household =
            promise.map { model.promises[$0].household } ?? Int64.random(in: 1...4, using: &random)
        let fund = promise.map { model.promises[$0].fund } ?? Int64.random(in: 1...2, using: &random)
        let amount = Int64.random(in: 1...15, using: &random) * 1000
        let isCash = Bool.random(using: &random)
        let donor = isSponsor ? #""sponsor_name":"A""# : #""household":\#(household)"#
        let onPromise = promise.map { #","pledge":\#($0 + 1)"# } ?? ""
        let key = office.newKey()
        let body = """
            {"fund":\(fund),\(donor)\(onPromise),"method":"\(isCash ? "cash" : "bank")","amount":\(amount)}
            """
        let response = try office.post("/v1/contributions", body, key: key)
        let isOpen = promise.map { model.mayTake("receive", $0) } ?? true
        expect(response, isOpen ? 201 : 409)
        guard isOpen else { return }
        let number = model.nextNumber(in: year)
        model.gifts.append(
            .init(
                fund: fund, household: isSponsor ? nil : household, promise: promise, isCash: isCash,
                amount: amount, year: year, number: number))
        #expect(response.integer("/id") == Int64(model.gifts.count))
        if Int.random(in: 0..<4, using: &random) == 0 {
            #expect(try office.post("/v1/contributions", body, key: key).body == response.body)
        }
    }

    private mutating func void() throws {
        guard let gift = model.gifts.indices.randomElement(using: &random) else { return }
        let isOwn = Int.random(in: 0..<5, using: &random) == 0
        // The clerk recorded all of them, and no clerk may void.
        let response = try office.void(Int64(gift + 1), as: isOwn ? .clerk : .treasurer)
        expect(response, isOwn ? 403 : model.gifts[gift].isVoided ? 409 : 200)
        if !isOwn { model.gifts[gift].isVoided = true }
    }

    private mutating func expect(_ response: Response, _ status: Int) {
        #expect(response.status == status, "\(response.bodyText)")
        if response.status < 300 { acceptedCount += 1 } else { refusedCount += 1 }
    }

    func compareAll() throws {
        try comparePromises()
        try compareReceipts()
        let summary = try office.get("/v1/hamlets/1/summary")
        for year in summary.items("/years") {
            let number = Int(year.integer("/year") ?? 0)
            func reported(_ name: String) -> Int64 { year.integer("/" + name) ?? -1 }
            let line = """
                \(number): \(reported("pledged")) in \(reported("pledges")), \(reported("received_from_households")) + \
                \(reported("received_from_sponsors")) in \(reported("contributions")) by \(reported("participating_households"))
                """
            #expect(line == model.line(of: number))
            #expect(
                reported("received") == reported("received_from_households")
                    + reported("received_from_sponsors"))
        }
        #expect(summary.integer("/balances/cash") == model.balance(ofFund: nil, isCash: true))
        #expect(summary.integer("/balances/bank") == model.balance(ofFund: nil, isCash: false))
        for fund in [1, 2] as [Int64] {
            let shown = try office.get("/v1/funds/\(fund)")
            #expect(shown.integer("/balances/cash") == model.balance(ofFund: fund, isCash: true))
            #expect(shown.integer("/balances/bank") == model.balance(ofFund: fund, isCash: false))
        }
        let found = try office.read { tx in try tx.verification() }
        #expect(found.discrepancies == [])
    }

    private func comparePromises() throws {
        let shown = try office.get("/v1/pledges?hamlet=1&limit=500").items()
        #expect(shown.count == model.promises.count)
        for promise in shown {
            let index = Int(promise.integer("/id") ?? 0) - 1
            #expect(promise.text("/state") == model.state(of: index))
            #expect(promise.integer("/received") == model.received(on: index))
        }
    }

    /// Numbers are 1, 2, 3 … in each year, including voided receipts.
    private func compareReceipts() throws {
        let shown = try office.get("/v1/hamlets/1/contributions?limit=500").items()
        #expect(shown.count == model.gifts.count)
        for gift in shown {
            let reported = model.gifts[Int(gift.integer("/id") ?? 0) - 1]
            let digits = String(reported.number)
            let printed = "PT-\(reported.year)-" + String(repeating: "0", count: 4 - digits.count) + digits
            #expect(gift.text("/number") == printed)
            #expect(gift.text("/state") == (reported.isVoided ? "voided" : "valid"))
        }
        let numbers = shown.compactMap { $0.text("/number") }
        #expect(Set(numbers).count == numbers.count)
    }
}
