import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// A random year of an office: two hamlets that merge in it, their commune and its women's union receive, pay, refund,
/// void, replace, reverse, move money, count it, close months and open them again.
///
/// Each request is sent, and `books` says whether it must be accepted.
struct OfficeYear {
    typealias Month = AccountingPeriod.Month

    /// A receipt or a payment that is valid.
    struct Voucher {
        let id: Int64
        let entry: YearBooks.Entry
        /// Who may not void it.
        var recorder = Bearer.clerk
        var refunded: Int64 = 0
        var isRefund = false
        /// The debt that it settles.
        var debt: Int64?
    }

    /// A transfer, interest or a fee.
    struct Move {
        let path: String
        let id: Int64
        let entry: YearBooks.Entry
    }

    struct Owner {
        /// As the books name it, such as `h1`.
        let text: String
        /// In a body, and among the parameters.
        let member: String
        let query: String
        var funds: [Int64]
        let households: [Int64]
        /// Nothing is dated before.
        let first: LocalDate
        /// The dates of receipts do not fall.
        var lastReceipt: LocalDate
        var receipts: [Voucher] = []
        var payments: [Voucher] = []
        var unbooked: [Int64] = []
        var moves: [Move] = []
        /// Those of the funds that collect for others.
        var passThroughFunds: Set<Int64> = []
        var debts: [Debt] = []
        var slips: [Move] = []
        /// Receipts of several lines.
        var lines: [Receipt] = []
        var periods: [Month: Int64] = [:]
        /// What the closed months held.
        var closed: [Month: [Int64]] = [:]

        func isClosed(_ day: LocalDate) -> Bool { closed.keys.contains { Month(of: day) <= $0 } }
    }

    let office: Office
    let seed: UInt64
    var books = YearBooks()
    var owners: [Owner] = []
    /// The owners that are merged away, whose books stay as they are.
    var ended: [Owner] = []
    var random: SeededGenerator
    var acceptedCount = 0
    var refusedCount = 0
    var closingsCount = 0
    var reopeningsCount = 0
    var replacementsCount = 0
    var reversalsCount = 0

    var today: LocalDate { LocalDate(office.clock.now) }

    init(seed: UInt64) throws {
        office = try Office.village()
        self.seed = seed
        random = SeededGenerator(seed: seed)
        let start = LocalDate(office.clock.now)
        func owner(_ text: String, _ member: String, _ query: String, _ funds: [Int64], _ households: [Int64])
        {
            owners.append(
                Owner(
                    text: text, member: member, query: query, funds: funds, households: households,
                    first: start,
                    lastReceipt: start))
        }
        let (commune, union) = (OtherOwner.commune, OtherOwner.union)
        let funds = try [commune, union].map { try office.openFund("Quỹ riêng", of: $0) }
        owner("h1", #""hamlet":1"#, "hamlet=1", [1, 2], [1, 2, 3, 4])
        owner("h2", #""hamlet":2"#, "hamlet=2", [3], [5])
        owner(try ownerText(of: funds[0]), commune.member, commune.query, [funds[0]], [1, 5])
        owner(try ownerText(of: funds[1]), union.member, union.query, [funds[1]], [2, 5])
        for (index, fund) in funds.enumerated() { try open(fund, of: owners[index + 2]) }
        let others = try office.post(
            "/v1/funds",
            """
            {\(commune.member),"name":"Thu hộ","collects_for":"Quỹ phòng chống thiên tai tỉnh",\
            "collection_basis":"Nghị định 78/2021/NĐ-CP"}
            """, as: .clerk, key: office.newKey())
        let fund = try #require(others.integer("/id"), "\(others.bodyText)")
        owners[2].funds.append(fund)
        owners[2].passThroughFunds = [fund]
        // Money of another commune, which belongs to the province only.
        let gift = try office.contribute(
            #"{"fund":4,"household":6,"method":"cash","amount":70000}"#, as: Bearer(.clerk, at: .otherCommune)
        )
        try #require(gift.status == 201, "\(gift.bodyText)")
        books.add([
            YearBooks.Entry(
                owner: "h3", fund: 4, day: start, debit: "cash", credit: "households", amount: 70_000)
        ])
    }

    /// How the file names the owner of a fund.
    private func ownerText(of fund: Int64) throws -> String {
        try office.read { tx in try #require(try tx.find(Fund.ID(fund))).owner.text }
    }

    /// The fund held 100,000 in cash when it left its paper books.
    private mutating func open(_ fund: Int64, of owner: Owner) throws {
        let recorded = try office.open(fund, cash: 100_000, on: "2026-11-01")
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        try #require(try office.confirmOpening(id).status == 200)
        books.add([
            YearBooks.Entry(
                owner: owner.text, fund: fund, day: try #require(LocalDate("2026-11-01")), debit: "cash",
                credit: "opening", amount: 100_000)
        ])
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }

    /// A day of the last weeks on which the owner had books.
    mutating func day(of owner: Owner) -> LocalDate {
        let early = LocalDate(office.clock.now.adding(days: -Int(number(0...40))))
        return max(owner.first, early)
    }

    /// A day's work: a few requests, then the next morning; the end of a month is closed some days later.
    mutating func work() throws {
        for _ in 0..<number(3...8) { try step(at: owners.indices.randomElement(using: &random) ?? 0) }
        for index in owners.indices where number(0...3) == 0 { try close(at: index) }
        office.clock.advance(days: Int(number(1...2)))
    }

    private mutating func step(at index: Int) throws {
        switch number(0...41) {
        case 0...9: try receive(at: index)
        case 10...13: try pay(at: index)
        case 14, 15: try transfer(at: index)
        case 16, 17: try enter(at: index)
        case 18, 19: try replace(at: index)
        case 20, 21: try voidReceipt(at: index)
        case 22, 23: try reverseReceipt(at: index)
        case 24: try refund(at: index)
        case 25: try voidPayment(at: index)
        case 26: try reversePayment(at: index)
        case 27: try voidMove(at: index)
        case 28: try count(at: index, on: today, difference: number(-2...2) * 1000, posts: true)
        case 29, 30: try owe(at: index)
        case 31, 32: try repay(at: index)
        case 33: try give(at: index)
        case 34: try takeDebtBack(at: index)
        case 35, 36, 37: try handOver(at: index)
        case 38: try takeSlipBack(at: index)
        case 39: try receiveLines(at: index)
        case 40: try takeLinesBack(at: index)
        default: try reopen(at: index)
        }
    }

    /// True when `response` accepts; it must, if and only if `isAllowed`.
    mutating func settle(
        _ response: Response, _ isAllowed: Bool, _ entries: [YearBooks.Entry],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Bool {
        let isAccepted = (200...201).contains(response.status)
        #expect(isAccepted == isAllowed, "\(entries): \(response.bodyText)", sourceLocation: sourceLocation)
        #expect(
            isAccepted || (400..<500).contains(response.status), "\(response.bodyText)",
            sourceLocation: sourceLocation)
        if isAccepted {
            acceptedCount += 1
            books.add(entries)
        } else {
            refusedCount += 1
        }
        return isAccepted
    }
}
