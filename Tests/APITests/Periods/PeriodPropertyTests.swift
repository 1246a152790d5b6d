import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// A random half-year of one hamlet's fund against sums over a list: no voucher enters a closed month, no figure of a
/// closed month changes, and verification finds nothing.
@Suite struct PeriodPropertyTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `a closed month stays as it was closed`(_ seed: UInt64) throws {
        var year = try RandomHalfYear(seed: seed)
        for _ in 0..<140 { try year.step() }
        #expect(try year.office.isClean)
        #expect(year.closingsCount > 2, "\(year.closingsCount) closings")
        #expect(year.lateCount > 0, "\(year.lateCount) vouchers for a closed month")
    }
}

/// What fund 1 holds, in the simplest way: sums over all that was accepted.
///
/// Independent of the service.
private struct SimpleBooks {
    typealias Month = AccountingPeriod.Month

    struct Movement {
        let day: LocalDate
        let isCash: Bool
        let amount: Int64
    }

    var movements: [Movement] = []
    /// The ids of recorded months, and what closed ones held.
    var ids: [Month: Int64] = [:]
    var closed: [Month: [Int64]] = [:]

    func held(at day: LocalDate) -> [Int64] {
        [true, false]
            .map { isCash in
                movements.filter { $0.isCash == isCash && $0.day <= day }.reduce(0) { $0 + $1.amount }
            }
    }

    func isClosed(_ day: LocalDate) -> Bool { closed.keys.contains { Month(of: day) <= $0 } }

    mutating func add(_ day: LocalDate, isCash: Bool, _ amount: Int64) {
        movements.append(Movement(day: day, isCash: isCash, amount: amount))
    }
}

private struct RandomHalfYear {
    typealias Month = AccountingPeriod.Month

    let office: Office
    private var books = SimpleBooks()
    private var random: SeededGenerator
    private var receipts: [(id: Int64, day: LocalDate, isCash: Bool, amount: Int64)] = []
    private var approved: [(id: Int64, day: LocalDate, amount: Int64)] = []
    private var unbooked: [Int64] = []
    private(set) var closingsCount = 0
    private(set) var lateCount = 0

    init(seed: UInt64) throws {
        office = try Office.village()
        random = SeededGenerator(seed: seed)
    }

    private var today: LocalDate { LocalDate(office.clock.now) }

    private mutating func number(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }

    private mutating func day(from earliest: LocalDate, upTo latest: LocalDate) -> LocalDate {
        var days = [earliest]
        while let next = days.last?.next, next <= latest { days.append(next) }
        return days[Int(number(0...Int64(days.count - 1)))]
    }

    mutating func step() throws {
        switch number(0...12) {
        case 0...3: try receive()
        case 4: try void()
        case 5: try approve()
        case 6, 7: try pay()
        case 8: try refund()
        case 9: try count(on: today, difference: number(-2...2) * 1000)
        case 10, 11: try close()
        default: try reopen()
        }
        try compareClosedMonths()
        if number(0...1) == 0 { office.clock.advance(days: Int(number(1...4))) }
    }

    /// Adds what was accepted; a movement in a closed month never is, and one in an open month is never called late.
    private mutating func settle(
        _ response: Response, on day: LocalDate, isCash: Bool, _ amount: Int64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Bool {
        if (200...201).contains(response.status) {
            #expect(!books.isClosed(day), "\(day.text) \(response.bodyText)", sourceLocation: sourceLocation)
            books.add(day, isCash: isCash, amount)
            return true
        }
        let text = response.bodyText
        let isLate = response.code == "period-closed"
        if isLate { lateCount += 1 }
        #expect(!isLate || books.isClosed(day), "\(day.text) \(text)", sourceLocation: sourceLocation)
        #expect((400..<500).contains(response.status), "\(text)", sourceLocation: sourceLocation)
        return false
    }

    private mutating func receive() throws {
        let (amount, isCash) = (number(1...20) * 1000, number(0...2) > 0)
        let earliest = LocalDate(office.clock.now.adding(days: -35))
        let day = day(from: max(earliest, .sample(2026, 11, 1)), upTo: today)
        let response = try office.contribute(
            """
            {"fund":1,"sponsor_name":"Anh Xa","method":"\(isCash ? "cash" : "bank")","amount":\(amount),\
            "received_on":"\(day.text)"}
            """)
        guard settle(response, on: day, isCash: isCash, amount) else { return }
        receipts.append((try #require(response.integer("/id")), day, isCash, amount))
    }

    private mutating func void() throws {
        guard !receipts.isEmpty else { return }
        let index = Int(number(0...Int64(receipts.count - 1)))
        let receipt = receipts[index]
        if settle(try office.void(receipt.id), on: receipt.day, isCash: receipt.isCash, -receipt.amount) {
            receipts.remove(at: index)
        }
    }

    private mutating func approve() throws {
        let amount = number(1...5) * 1000
        approved.append((try office.approved(amount), today, amount))
    }

    private mutating func pay() throws {
        guard !approved.isEmpty else { return try approve() }
        let index = Int(number(0...Int64(approved.count - 1)))
        let expenditure = approved[index]
        let day = day(from: expenditure.day, upTo: today)
        let response = try office.take("pay", expenditure.id, #"{"paid_on":"\#(day.text)"}"#)
        guard settle(response, on: day, isCash: true, -expenditure.amount) else { return }
        approved.remove(at: index)
        unbooked.append(expenditure.id)
    }

    private mutating func refund() throws {
        guard let receipt = receipts.randomElement(using: &random) else { return }
        let asked = try office.refund(receipt.id, 1000)
        guard let id = asked.integer("/id"), let method = asked.text("/method") else { return }
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        let paid = try office.take("pay", id)
        if settle(paid, on: today, isCash: method == "cash", -1000) {
            unbooked.append(id)
        } else {
            try #require(try office.take("cancel", id).status == 200)
        }
    }

    private mutating func count(on day: LocalDate, difference: Int64) throws {
        let book = books.held(at: day)[0]
        let (counted, posts) = (max(0, book + difference), number(0...1) == 0)
        let recorded = try office.recordCount(counted, on: day.text, posts: posts)
        guard let id = recorded.integer("/id") else {
            return #expect(recorded.code == "period-closed" && books.isClosed(day), "\(recorded.bodyText)")
        }
        #expect(!books.isClosed(day) && recorded.integer("/book") == book, "\(recorded.bodyText)")
        let confirmed = try office.take("confirm", ofCount: id)
        if confirmed.status != 200 {
            // The cash of a later day would not bear the shortage.
            #expect(confirmed.code?.hasPrefix("balance-too-low") == true, "\(confirmed.bodyText)")
            try #require(try office.take("withdraw", ofCount: id).status == 200)
        } else if posts, counted != book {
            books.add(day, isCash: true, counted - book)
        }
    }

    /// Tries to close a month that has ended, after most of what it needs.
    private mutating func close() throws {
        let last = Month(of: LocalDate(office.clock.now.adding(days: -Int(number(0...1)) * 31)))
        let first = (books.closed.keys.max()?.lastDay.next).map { Month(of: $0) }
        let month = min(first ?? .init(of: .sample(2026, 11, 1)), last)
        if books.ids[month] == nil {
            let recorded = try office.recordMonth(month.text)
            let id: Int64 = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
            books.ids[month] = id
        }
        let id = try #require(books.ids[month])
        if number(0...5) > 0 {
            for expenditure in unbooked { try #require(try office.take("book", expenditure).status == 200) }
            unbooked = []
        }
        if number(0...5) > 0, month.lastDay < today { try count(on: month.lastDay, difference: 0) }
        try reconcile(month)
        _ = try office.take("submit", ofMonth: id)
        let closed = try office.take("close", ofMonth: id)
        guard closed.status == 200 else {
            let codes = ["period-not-ready", "invalid-transition"]
            return #expect(closed.code.map(codes.contains) == true, "\(closed.bodyText)")
        }
        closingsCount += 1
        let held = books.held(at: month.lastDay)
        #expect([closed.integer("/cash"), closed.integer("/bank")] == held, "\(month.text)")
        #expect(month.lastDay < today)
        for movement in books.movements where Month(of: movement.day) < month {
            #expect(books.isClosed(movement.day), "\(movement.day.text) is before \(month.text)")
        }
        books.closed[month] = held
    }

    /// Reconciles the bank of a month that has ended, whose book is what the list says.
    private func reconcile(_ month: Month) throws {
        guard month.lastDay < today, !books.isClosed(month.lastDay) else { return }
        let recorded = try office.recordReconciliation(month.text)
        let id: Int64 = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        #expect(recorded.integer("/book") == books.held(at: month.lastDay)[1])
        try #require(try office.take("confirm", ofReconciliation: id).status == 200)
    }

    private mutating func reopen() throws {
        guard let last = books.closed.keys.max(), number(0...2) == 0 else { return }
        let month = books.closed.keys.sorted()[Int(number(0...Int64(books.closed.count - 1)))]
        let response = try office.take("reopen", ofMonth: try #require(books.ids[month]))
        if month == last {
            try #require(response.status == 200, "\(response.bodyText)")
            books.closed.removeValue(forKey: month)
        } else {
            #expect(Refused(response) == Refused(409, "period-order"))
        }
    }

    private func compareClosedMonths() throws {
        for (month, held) in books.closed {
            #expect(books.held(at: month.lastDay) == held, "\(month.text)")
        }
        guard let month = books.closed.keys.max() else { return }
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-01-01&to=\(month.lastDay.text)", as: nil)
        let shown = [statement.integer("/closing/cash"), statement.integer("/closing/bank")]
        #expect(shown == books.closed[month], "\(month.text) \(statement.bodyText)")
    }
}

extension LocalDate {
    fileprivate static func sample(_ year: Int, _ month: Int, _ day: Int) -> LocalDate {
        LocalDate(year: year, month: month, day: day) ?? .firstDay
    }
}
