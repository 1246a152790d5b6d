import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Any sequence of mergers, splits and changes, with payments in and out in between, preserves every household, every
/// đồng and every id ever assigned.
@Suite struct ReorganisationPropertyTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `no sequence of reorganisations loses anything`(_ seed: UInt64) throws {
        var commune = try RandomCommune(seed: seed)
        for _ in 0..<40 { try commune.step() }
        try commune.compareAll()
        #expect(commune.arrangedCount > 5)
    }
}

private struct RandomCommune {
    private let office: Office
    private var random: SeededGenerator
    private var open: [Int64] = [1, 2]
    private var hamletsCount: Int64 = 3
    private var householdsCount = 0
    private var cash: Int64 = 0
    private var bank: Int64 = 0
    /// The totals at the end of each day.
    private var totals: [(day: String, cash: Int64, bank: Int64)] = []
    private var contributionsCount: Int64 = 0
    private(set) var arrangedCount = 0

    init(seed: UInt64) throws {
        office = try Office.village()
        random = SeededGenerator(seed: seed)
        // Codes that no prefix can make equal.
        for hamlet in [1, 2] {
            for number in 0..<6 {
                let body =
                    #"{"hamlet":\#(hamlet),"code":"\#(hamlet)\#(number)","head_name":"Hộ","persons":\#(number + 1)}"#
                try #require(try office.post("/v1/households", body).status == 201)
            }
        }
        for (hamlet, id) in [(1, 1), (1, 2), (1, 3), (1, 4), (2, 5)] {
            let body = #"{"code":"\#(hamlet)x\#(id)"}"#
            try #require(try office.patch("/v1/households/\(id)", body, ifMatch: "*").status == 200)
        }
        householdsCount = 17
    }

    private var day: String { LocalDate(office.clock.now).text }

    /// Each step takes a day, because a voucher and a closure cannot share a date.
    mutating func step() throws {
        office.clock.advance(days: 1)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1, 2: try contribute()
        case 3: try pay()
        case 4: try pledge()
        case 5: try rename()
        case 6, 7: try merge()
        default: try split()
        }
        totals.append((day, cash, bank))
    }

    private mutating func anyFund() throws -> (fund: Int64, hamlet: Int64)? {
        guard let hamlet = open.randomElement(using: &random) else { return nil }
        let funds = try office.get("/v1/funds?hamlet=\(hamlet)").items().compactMap { $0.integer("/id") }
        return funds.randomElement(using: &random).map { ($0, hamlet) }
    }

    private mutating func anyHousehold(of hamlet: Int64) throws -> Int64? {
        try office.get("/v1/households?hamlet=\(hamlet)").items().compactMap { $0.integer("/id") }
            .randomElement(using: &random)
    }

    private mutating func contribute() throws {
        guard let (fund, hamlet) = try anyFund(), let household = try anyHousehold(of: hamlet) else { return }
        let amount = Int64.random(in: 1...1_000_000, using: &random)
        let isCash = Bool.random(using: &random)
        let response = try office.contribute(
            #"{"fund":\#(fund),"household":\#(household),"method":"\#(isCash ? "cash" : "bank")","amount":\#(amount)}"#
        )
        try #require(response.status == 201, "\(response.bodyText)")
        contributionsCount += 1
        if isCash { cash += amount } else { bank += amount }
    }

    private mutating func pay() throws {
        guard let (fund, _) = try anyFund() else { return }
        let held = try office.get("/v1/funds/\(fund)")
        let isCash = Bool.random(using: &random)
        let available = try #require(held.integer(isCash ? "/balances/cash" : "/balances/bank"))
        guard available > 0 else { return }
        let amount = Int64.random(in: 1...available, using: &random)
        let allowed = try office.request(amount, method: isCash ? "cash" : "bank", fund: fund, as: .clerk)
        let id = try #require(allowed.integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        guard Bool.random(using: &random) else { return }
        let paid = try office.take("pay", id)
        try #require(paid.status == 200, "\(paid.bodyText)")
        if isCash { cash -= amount } else { bank -= amount }
    }

    private mutating func pledge() throws {
        guard let (fund, hamlet) = try anyFund(), let household = try anyHousehold(of: hamlet) else { return }
        _ = try office.post("/v1/pledges", #"{"fund":\#(fund),"household":\#(household),"amount":100000}"#)
    }

    private mutating func rename() throws {
        guard let hamlet = open.randomElement(using: &random) else { return }
        let name = "Xóm \(UInt32.random(in: 0...9_999_999, using: &random))"
        let response = try office.post(
            "/v1/hamlet-renames",
            #"{"commune":"16702","hamlet":\#(hamlet),"name":"\#(name)",\#(Office.order(day))}"#,
            key: office.newKey())
        try #require(response.status == 201, "\(response.bodyText)")
    }

    private mutating func merge() throws {
        guard open.count > 1 else { return }
        let parts = Array(open.shuffled(using: &random).prefix(Int.random(in: 2...3, using: &random)))
        let list = parts.map { #"{"hamlet":\#($0)}"# }.joined(separator: ",")
        let response = try office.post(
            "/v1/hamlet-mergers",
            #"{"commune":"16702","hamlets":[\#(list)],"name":"Gộp \#(hamletsCount)","type":"xom",\#(Office.order(day))}"#,
            key: office.newKey())
        try #require(response.status == 201, "\(response.bodyText)")
        hamletsCount += 1
        open.removeAll { parts.contains($0) }
        open.append(hamletsCount)
        arrangedCount += 1
    }

    private mutating func split() throws {
        guard open.count < 5, let hamlet = open.randomElement(using: &random) else { return }
        let households = try office.get("/v1/households?hamlet=\(hamlet)").items()
            .compactMap { $0.integer("/id") }
        let funds = try office.get("/v1/funds?hamlet=\(hamlet)").items()
        guard !households.isEmpty, !funds.isEmpty else { return }
        let some = households.shuffled(using: &random)
            .prefix(Int.random(in: 1...households.count, using: &random)).map(String.init)
            .joined(separator: ",")
        let shares = try funds.map { fund in
            let cash = Int64.random(in: 0...(try #require(fund.integer("/balances/cash"))), using: &random)
            let bank = Int64.random(in: 0...(try #require(fund.integer("/balances/bank"))), using: &random)
            return #"{"fund":\#(try #require(fund.integer("/id"))),"cash":\#(cash),"bank":\#(bank)}"#
        }
        let response = try office.split(
            hamlet,
            into: """
                {"name":"Tách \(hamletsCount)a","type":"xom"},{"name":"Tách \(hamletsCount)b","type":"xom",
                "households":[\(some)],"funds":[\(shares.joined(separator: ","))]}
                """, on: day)
        try #require(response.status == 201, "\(response.bodyText)")
        open.removeAll { $0 == hamlet }
        open += [hamletsCount + 1, hamletsCount + 2]
        hamletsCount += 2
        arrangedCount += 1
    }

    func compareAll() throws {
        var held: (cash: Int64, bank: Int64) = (0, 0)
        var households = 0
        for hamlet in 1...hamletsCount where hamlet != 3 {
            let summary = try office.get("/v1/hamlets/\(hamlet)/summary")
            try #require(summary.status == 200)
            held.cash += try #require(summary.integer("/balances/cash"))
            held.bank += try #require(summary.integer("/balances/bank"))
            households += try Int(#require(summary.integer("/hamlet/households")))
            let isOpen = open.contains(hamlet)
            #expect((summary.json.at("/hamlet/valid_to") == .null) == isOpen)
            #expect(summary.items("/hamlet/successors").isEmpty == isOpen)
            let gift = try office.post("/v1/funds", #"{"hamlet":\#(hamlet),"name":"Mới"}"#)
            #expect(gift.status == (isOpen ? 201 : 410))
        }
        #expect(held == (cash, bank) && households == householdsCount)
        for household in 1...17 where household != 6 {
            let found = try office.get("/v1/households/\(household)")
            #expect(open.contains(try #require(found.integer("/hamlet"))))
        }
        try compareDays()
        for contribution in 1...max(1, contributionsCount) where contributionsCount > 0 {
            #expect(try office.get("/v1/contributions/\(contribution)").status == 200)
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// After any reorganisation, the statements of all hamlets still add up for the end of every day.
    private func compareDays() throws {
        for total in totals {
            var held: (cash: Int64, bank: Int64) = (0, 0)
            for hamlet in 1...hamletsCount where hamlet != 3 {
                let statement = try office.get(
                    "/v1/hamlets/\(hamlet)/statement?from=2020-01-01&to=\(total.day)")
                held.cash += try #require(statement.integer("/closing/cash"))
                held.bank += try #require(statement.integer("/closing/bank"))
            }
            #expect(held == (total.cash, total.bank), "\(total.day)")
        }
    }
}
