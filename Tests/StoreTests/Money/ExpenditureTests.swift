import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

@Suite struct ExpenditureTests {
    private let office: TestStore
    private let village: Village
    private let officers: Officers

    init() throws {
        office = try TestStore()
        village = try Village(in: office)
        officers = try Officers(of: village, in: office)
    }

    private func isStored(_ expenditure: Expenditure) throws -> Bool {
        try office.read { tx in try tx.find(expenditure.id) } == expenditure
    }

    @Test func `an expenditure round-trips in every state`() throws {
        let (village, officers) = (village, officers)
        let asked = try office.write { tx in
            _ = try tx.receive(500_000, from: .sponsor, in: village)
            return try tx.request(120_000, in: village)
        }
        #expect(try isStored(asked))
        var last = asked
        for step in [Expenditure.Step.check, .approve, .pay, .book, .void] {
            let old = last
            last = try office.write { tx in try tx.take(step, on: old, by: officers, in: village) }
            #expect(try isStored(last), "\(step)")
        }
        #expect(last.state == .voided)
        #expect(last.version == 6)
        #expect(last.voucher?.printedNumber == "PC-2026-0001")
    }

    @Test func `a rejected request keeps the reason and takes no number`() throws {
        let (village, officers) = (village, officers)
        let rejected = try office.write { tx in
            try tx.take(.reject, on: tx.request(1000, in: village), by: officers, in: village)
        }
        #expect(try isStored(rejected))
        #expect(rejected.reason == "Sai số tiền")
        #expect(rejected.voucher == nil)
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM voucher") == 0)
    }

    @Test func `a missing expenditure is nil`() throws {
        #expect(try office.read { tx in try tx.find(Expenditure.ID(9)) } == nil)
    }

    @Test func `payments have their own series by year and book`() throws {
        let (village, officers) = (village, officers)
        let numbers = try office.write { tx in
            _ = try tx.receive(500_000, from: .sponsor, in: village, on: .daysAgo(400))
            let days: [(LocalDate, String)] = [
                (.sample, "01"), (.sample, "01"), (.daysAgo(365), "01"), (.sample, "02"), (.sample, "01"),
            ]
            var numbers: [String] = []
            for (day, book) in days {
                let paid = try tx.spend(1000, by: officers, in: village, on: day, book: book)
                numbers.append((paid.voucher?.printedNumber ?? "") + "/" + book)
            }
            return numbers
        }
        #expect(
            numbers == [
                "PC-2026-0001/01", "PC-2026-0002/01", "PC-2025-0001/01", "PC-2026-0001/02", "PC-2026-0003/01",
            ])
    }

    @Test func `a refused payment frees its number`() throws {
        let (village, officers) = (village, officers)
        #expect(throws: Refusal.balanceTooLow(.noCash)) {
            try office.write { tx in _ = try tx.spend(1, by: officers, in: village) }
        }
        let paid = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            return try tx.spend(1000, by: officers, in: village)
        }
        #expect(paid.voucher?.number == 1)
        #expect(paid.id == Expenditure.ID(1))
    }

    @Test func `a step on an older version is refused`() throws {
        let (village, officers) = (village, officers)
        let asked = try office.write { tx in
            let asked = try tx.request(1000, in: village)
            _ = try tx.take(.check, on: asked, by: officers, in: village)
            return asked
        }
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in _ = try tx.take(.reject, on: asked, by: officers, in: village) }
        }
        #expect(try office.read { tx in try tx.find(asked.id)?.state } == .checked)
    }

    @Test func `paying moves money from cash to expenses, voiding reverses it`() throws {
        let (village, officers) = (village, officers)
        let paid = try office.write { tx in
            _ = try tx.receive(500_000, from: .sponsor, in: village)
            return try tx.spend(120_000, by: officers, in: village)
        }
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(380_000))
        _ = try office.write { tx in try tx.take(.void, on: paid, by: officers, in: village) }
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(500_000))
        #expect(try office.read { tx in try tx.find(paid.id)?.voucher?.number } == 1)
        let raw = try RawFile(office.path)
        let postings = try raw.connection.all(
            """
            SELECT debit || ' ' || credit || ' ' || item || ' ' || amount FROM posting
            WHERE debit = 'expenses' ORDER BY position
            """
        ) { row in row.text(0) }
        #expect(postings == ["expenses cash Vật liệu 120000", "expenses cash Vật liệu -120000"])
        #expect(try raw.integer("SELECT amount FROM ledger_sum WHERE debit = 'expenses'") == 0)
        #expect(try raw.integer("SELECT vouchers FROM ledger_sum WHERE debit = 'expenses'") == 0)
    }

    @Test func `the year totals expenses and refunds separately`() throws {
        let (village, officers) = (village, officers)
        let voided = try office.write { tx in
            let gift = try tx.receive(500_000, from: .sponsor, in: village)
            _ = try tx.spend(120_000, by: officers, in: village)
            _ = try tx.spend(50_000, by: officers, in: village, refundOf: gift.id)
            return try tx.spend(30_000, by: officers, in: village)
        }
        let before = try #require(try office.read { tx in try tx.years(of: village.hamlet.id) }.first)
        #expect(before.spent == Dong(150_000))
        #expect(before.refunded == Dong(50_000))
        #expect(before.expendituresCount == 3)
        _ = try office.write { tx in try tx.take(.void, on: voided, by: officers, in: village) }
        let after = try #require(try office.read { tx in try tx.years(of: village.hamlet.id) }.first)
        #expect(after.spent == Dong(120_000))
        #expect(after.refunded == Dong(50_000))
        #expect(after.expendituresCount == 2)
        #expect(after.received == Dong(500_000))
    }

    @Test func `booking posts nothing`() throws {
        let (village, officers) = (village, officers)
        let counts = try office.write { tx in
            _ = try tx.receive(500_000, from: .sponsor, in: village)
            let paid = try tx.spend(120_000, by: officers, in: village)
            return try tx.take(.book, on: paid, by: officers, in: village)
        }
        #expect(counts.state == .booked)
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM posting") == 2)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `refunds include requested and paid ones, not rejected or voided ones`() throws {
        let (village, officers) = (village, officers)
        let gift = try office.write { tx in
            let gift = try tx.receive(100_000, from: .sponsor, in: village)
            _ = try tx.request(10_000, in: village, refundOf: gift.id)
            let rejected = try tx.request(5000, in: village, refundOf: gift.id)
            _ = try tx.take(.reject, on: rejected, by: officers, in: village)
            _ = try tx.spend(20_000, by: officers, in: village, refundOf: gift.id)
            let voided = try tx.spend(7000, by: officers, in: village, refundOf: gift.id)
            _ = try tx.take(.void, on: voided, by: officers, in: village)
            return gift
        }
        #expect(try office.read { tx in try tx.refunds(of: gift.id) } == Dong(30_000))
        #expect(try office.read { tx in try tx.refunds(of: Contribution.ID(99)) } == .zero)
    }
}

@Suite struct ExpenditureListTests {
    private let office: TestStore
    private let village: Village

    /// 1 requested, 2 rejected, 3 paid in cash today, 4 paid by bank ten days ago, 5 a refund paid today, 6 voided.
    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        self.village = village
        let officers = try Officers(of: village, in: office)
        let other = try Village(in: office, named: "Xóm 10")
        try office.write { tx in
            let gift = try tx.receive(500_000, from: .sponsor, in: village, on: .daysAgo(20))
            _ = try tx.receive(500_000, from: .sponsor, in: village, method: .bank, on: .daysAgo(20))
            _ = try tx.request(1000, in: village)
            _ = try tx.take(.reject, on: tx.request(2000, in: village), by: officers, in: village)
            _ = try tx.spend(3000, by: officers, in: village)
            _ = try tx.spend(4000, by: officers, in: village, method: .bank, on: .daysAgo(10), book: "02")
            _ = try tx.spend(5000, by: officers, in: village, refundOf: gift.id)
            _ = try tx.take(.void, on: tx.spend(6000, by: officers, in: village), by: officers, in: village)
            _ = try tx.request(7000, in: other)
        }
    }

    private func ids(
        _ filter: ExpenditureFilter, before cursor: Int64? = nil, limit: Int = 10
    ) throws -> [Int64] {
        try office.read { tx in
            try tx.expenditures(
                of: .hamlet(village.hamlet.id), matching: filter, before: cursor.map { Expenditure.ID($0) },
                limit: limit
            )
            .map(\.id.number)
        }
    }

    @Test func `expenditures of a hamlet are listed newest first, page by page`() throws {
        #expect(try ids(ExpenditureFilter()) == [6, 5, 4, 3, 2, 1])
        #expect(try ids(ExpenditureFilter(), limit: 2) == [6, 5])
        #expect(try ids(ExpenditureFilter(), before: 5, limit: 2) == [4, 3])
        #expect(try ids(ExpenditureFilter(), before: 1) == [])
    }

    @Test func `each filter selects matching expenditures`() throws {
        #expect(try ids(ExpenditureFilter(fund: village.fund.id)).count == 6)
        #expect(try ids(ExpenditureFilter(fund: Fund.ID(99))) == [])
        #expect(try ids(ExpenditureFilter(state: .rejected)) == [2])
        #expect(try ids(ExpenditureFilter(method: .bank)) == [4])
        #expect(try ids(ExpenditureFilter(refundOf: Contribution.ID(1))) == [5])
        #expect(try ids(ExpenditureFilter(isPaid: true)) == [6, 5, 4, 3])
    }

    @Test func `the date filter applies to payment dates, inclusive`() throws {
        #expect(try ids(ExpenditureFilter(from: .daysAgo(10), to: .daysAgo(10))) == [4])
        #expect(try ids(ExpenditureFilter(from: .daysAgo(9))) == [6, 5, 3])
        #expect(try ids(ExpenditureFilter(to: .daysAgo(1))) == [4])
        #expect(try ids(ExpenditureFilter(from: .daysAgo(9), to: .daysAgo(1))) == [])
    }

    @Test func `a listed expenditure has its number but no address and reason`() throws {
        let lines = try office.read { tx in
            try tx.expenditures(
                of: .hamlet(village.hamlet.id), matching: ExpenditureFilter(state: .paid), before: nil,
                limit: 10)
        }
        #expect(lines.map { $0.voucher?.number } == [2, 1, 1])
        #expect(lines.allSatisfy { $0.voucher?.partyAddress == "" && $0.voucher?.reason == "" })
    }
}
