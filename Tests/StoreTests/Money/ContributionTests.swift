import Domain
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct ContributionTests {
    private static let household = Contribution.Donor.household(Household.ID(1))
    private static let organisation = Contribution.Donor.organisation(Organisation.ID(1))

    @Test(arguments: [household, organisation, .sponsor])
    func `a contribution round-trips`(_ donor: Contribution.Donor) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let recorded = try office.write { tx in
            try tx.receive(250_000, from: donor, in: village, method: .bank, reference: "FT26")
        }
        #expect(try office.read { tx in try tx.find(recorded.id) } == recorded)
        #expect(try office.read { tx in try tx.find(Contribution.ID(9)) } == nil)
    }

    @Test func `a voided contribution is loaded with its reason and keeps its number`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let recorded = try office.write { tx in try tx.receive(250_000, from: .sponsor, in: village) }
        let voided = try office.write { tx in try tx.voidReceipt(of: recorded, in: village) }
        let loaded = try office.read { tx in try tx.find(recorded.id) }
        #expect(loaded == voided)
        #expect(loaded?.voucher.printedNumber == "PT-2026-0001")
        let next = try office.write { tx in try tx.receive(1, from: .sponsor, in: village) }
        #expect(next.voucher.number == 2)
    }

    @Test func `a refused receipt frees its number and id`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        for _ in 0..<2 { _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village) } }
        #expect(throws: Refusal.ownVoucher) {
            try office.write { tx in
                #expect(try tx.receive(1000, from: .sponsor, in: village).voucher.number == 3)
                throw Refusal.ownVoucher
            }
        }
        let next = try office.write { tx in
            let next = try tx.receive(1000, from: .sponsor, in: village)
            #expect(try tx.receive(1000, from: .sponsor, in: village).voucher.number == 4)
            return next
        }
        #expect(next.id.number == 3 && next.voucher.number == 3)
    }

    @Test func `closing a hamlet affects the next job unless it was rolled back`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let (day, end) = (try LocalDate.day("2026-02-01"), try LocalDate.day("2026-01-31"))
        func endOfHamlet() throws -> LocalDate? {
            try office.write { tx in try tx.find(village.hamlet.id)?.validity.to }
        }
        #expect(try endOfHamlet() == nil)
        #expect(throws: Refusal.ownVoucher) {
            try office.write { tx in
                let hamlet = try #require(try tx.find(village.hamlet.id))
                try tx.close(try hamlet.closed(on: day), replacing: hamlet)
                #expect(try tx.find(village.hamlet.id)?.validity.to == end)
                throw Refusal.ownVoucher
            }
        }
        #expect(try endOfHamlet() == nil)
        try office.write { tx in
            let hamlet = try #require(try tx.find(village.hamlet.id))
            try tx.close(try hamlet.closed(on: day), replacing: hamlet)
        }
        #expect(try endOfHamlet() == end)
        #expect(
            try office.write { tx in try tx.resourceScope(of: ResourceRef(village.fund.id))?.hamletEnd }
                == end)
    }

    @Test func `contributions are listed newest first by every filter, page by page`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let early = try LocalDate.day("2026-01-05")
        let late = try LocalDate.day("2026-03-01")
        try office.write { tx in
            _ = try tx.receive(1000, from: Self.household, in: village, on: early)
            _ = try tx.receive(2000, from: .sponsor, in: village, method: .bank, on: late)
            let wrong = try tx.receive(3000, from: Self.organisation, in: village)
            _ = try tx.voidReceipt(of: wrong, in: village)
        }
        func listed(_ filter: ContributionFilter, before: Int64? = nil, limit: Int = 9) throws -> [Int64] {
            let cursor = before.map { Contribution.ID($0) }
            return
                try office.read { tx in
                    try tx.contributions(
                        to: .hamlet(village.hamlet.id), matching: filter, before: cursor, limit: limit)
                }
                .map(\.id.number)
        }
        #expect(try listed(ContributionFilter()) == [3, 2, 1])
        #expect(try listed(ContributionFilter(), limit: 2) == [3, 2])
        #expect(try listed(ContributionFilter(), before: 2) == [1])
        #expect(try listed(ContributionFilter(fund: village.fund.id)) == [3, 2, 1])
        #expect(try listed(ContributionFilter(fund: Fund.ID(9))).isEmpty)
        #expect(try listed(ContributionFilter(household: Household.ID(1))) == [1])
        #expect(try listed(ContributionFilter(method: .bank)) == [2])
        #expect(try listed(ContributionFilter(state: .voided)) == [3])
        #expect(try listed(ContributionFilter(state: .valid)) == [2, 1])
        #expect(try listed(ContributionFilter(from: late)) == [3, 2])
        #expect(try listed(ContributionFilter(to: late)) == [2, 1])
        #expect(try listed(ContributionFilter(from: early, to: early)) == [1])
    }

    @Test func `postings, totals and balances follow a receipt and its voiding`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let hamlet = village.hamlet.id
        let first = try office.write { tx in
            _ = try tx.receive(200_000, from: .sponsor, in: village, method: .bank)
            return try tx.receive(100_000, from: Self.household, in: village)
        }
        try office.read { tx throws in
            #expect(
                try tx.balances(of: .hamlet(hamlet)) == Balances(cash: Dong(100_000), bank: Dong(200_000)))
            #expect(try tx.balances(of: village.fund) == Balances(cash: Dong(100_000), bank: Dong(200_000)))
            let year = try #require(try tx.years(of: hamlet).first)
            #expect(year.receivedFromHouseholds == Dong(100_000))
            #expect(year.receivedFromSponsors == Dong(200_000))
            #expect([year.contributionsCount, year.householdsCount] == [2, 1])
        }
        _ = try office.write { tx in try tx.voidReceipt(of: first, in: village) }
        try office.read { tx throws in
            #expect(try tx.balances(of: .hamlet(hamlet)) == Balances(cash: .zero, bank: Dong(200_000)))
            let year = try #require(try tx.years(of: hamlet).first)
            #expect(year.receivedFromHouseholds == .zero)
            #expect([year.contributionsCount, year.householdsCount] == [1, 0])
        }
    }

    @Test func `a hamlet without contributions has no years and zero balances`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        #expect(try office.read { tx in try tx.years(of: village.hamlet.id) } == [])
        #expect(
            try office.read { tx in try tx.balances(of: .hamlet(village.hamlet.id)) }
                == Balances(cash: .zero, bank: .zero))
    }

    @Test func `a hamlet that only took over money has balances and no years`() throws {
        let office = try TestStore()
        let parts = [try Village(in: office), try Village(in: office, named: "Xóm 10")]
        let merged = try office.write { tx in
            for part in parts { _ = try tx.receive(1000, from: .sponsor, in: part, on: .daysAgo(3)) }
            return try tx.merge(parts.map(\.hamlet), into: "Xóm Mới", on: .sample, by: parts[0].clerk)
        }
        try office.read { tx throws in
            #expect(try tx.balances(of: .hamlet(merged.id)) == Balances(cash: Dong(2000), bank: .zero))
            #expect(try tx.years(of: merged.id) == [])
            #expect(try tx.years(of: parts.map(\.hamlet.id) + [merged.id]).map(\.received) == [Dong(2000)])
        }
    }

    @Test func `a household participates while it has a valid receipt`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        func participants() throws -> Int64 {
            try office.read { tx in try tx.years(of: village.hamlet.id).first?.householdsCount ?? -1 }
        }
        let gifts = try office.write { tx in
            let first = try tx.receive(1000, from: Self.household, in: village)
            // Receipts of another year or another donor do not count.
            _ = try tx.receive(1000, from: Self.household, in: village, on: LocalDate.day("2025-12-31"))
            _ = try tx.receive(1000, from: .sponsor, in: village)
            return [first, try tx.receive(1000, from: Self.household, in: village)]
        }
        #expect(try participants() == 1)
        _ = try office.write { tx in try tx.voidReceipt(of: gifts[0], in: village) }
        #expect(try participants() == 1)
        _ = try office.write { tx in try tx.voidReceipt(of: gifts[1], in: village) }
        #expect(try participants() == 0)
        _ = try office.write { tx in try tx.receive(1000, from: Self.household, in: village) }
        #expect(try participants() == 1)
    }

    @Test func `years are listed latest first, each with its own totals and numbers`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let lastYear = try LocalDate.day("2025-12-31")
        let numbers = try office.write { tx in
            let old = try tx.receive(1000, from: .sponsor, in: village, on: lastYear)
            return [old, try tx.receive(2000, from: .sponsor, in: village)].map(\.voucher.printedNumber)
        }
        #expect(numbers == ["PT-2025-0001", "PT-2026-0001"])
        let years = try office.read { tx in try tx.years(of: village.hamlet.id) }
        #expect(years.map(\.year) == [2026, 2025])
        #expect(years.map(\.receivedFromSponsors) == [Dong(2000), Dong(1000)])
    }

    @Test func `a bank reference is unique within a hamlet until it is voided`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let other = try Village(in: office, named: "Xóm 10")
        let first = try office.write { tx in
            try tx.receive(1000, from: .sponsor, in: village, method: .bank, reference: "FT1")
        }
        let receipt = first.voucher
        let used = Refusal.bankReferenceUsed(
            UsedBankReference(
                reference: "FT1", contribution: first.id, receipt: receipt.printedNumber,
                book: receipt.series.book, on: receipt.issuedOn))
        #expect(throws: used) {
            try office.write { tx in
                _ = try tx.receive(1000, from: .sponsor, in: village, method: .bank, reference: "FT1")
            }
        }
        let second = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: other, method: .bank, reference: "FT1")
            _ = try tx.voidReceipt(of: first, in: village)
            return try tx.receive(1000, from: .sponsor, in: village, method: .bank, reference: "FT1")
        }
        #expect(second.voucher.number == 2)
    }

    @Test func `a receipt whose money was spent cannot be voided`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let gift = try office.write { tx in try tx.receive(100_000, from: .sponsor, in: village) }
        try RawFile(office.path)
            .run(
                """
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                SELECT owner, fund, day, 'expenses', 'cash', 'Xi măng', unit, 60000, 1 FROM ledger_sum
                """)
        let shortage = Refusal.Shortage(
            of: .cash, on: .sample, cash: Dong(40_000), bank: .zero, isVoiding: true)
        #expect(throws: Refusal.balanceTooLow(shortage)) {
            try office.write { tx in _ = try tx.voidReceipt(of: gift, in: village) }
        }
        #expect(try office.read { tx in try tx.find(gift.id)?.state } == .valid)
    }

    @Test func `an account balance is limited to the largest document amount`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let most = Dong.documentMax.amount
        _ = try office.write { tx in try tx.receive(most, from: .sponsor, in: village) }
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in _ = try tx.receive(1, from: .sponsor, in: village) }
        }
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(most))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `what a hamlet receives in all years and funds is limited to the largest document amount`()
        throws
    {
        let office = try TestStore()
        let village = try Village(in: office)
        let most = Dong.documentMax.amount
        let years = try (2020...2025).map { try LocalDate.day("\($0)-03-01") }
        _ = try office.write { tx in
            for (index, day) in years.enumerated() {
                // Each of the two accounts holds half of it.
                let method: Contribution.Method = index < 3 ? .cash : .bank
                _ = try tx.receive(
                    most / 6, from: .sponsor, in: village, method: method,
                    reference: method == .bank ? "FT\(index)" : nil, on: day)
            }
        }
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in _ = try tx.receive(most / 6, from: .sponsor, in: village) }
        }
        #expect(
            try office.read { tx in try tx.balances(of: .hamlet(village.hamlet.id)).cash }
                == Dong(most / 6 * 3))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a receipt cannot be voided twice`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let gift = try office.write { tx in try tx.receive(100_000, from: .sponsor, in: village) }
        _ = try office.write { tx in try tx.voidReceipt(of: gift, in: village) }
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in _ = try tx.voidReceipt(of: gift, in: village) }
        }
    }

    @Test func `the state of a pledge follows its receipts and their voiding`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let states = try office.write { tx in
            var states: [Pledge.State] = []
            let pledge = try tx.take(
                .confirm, on: tx.pledge(100_000, by: village.households[0], in: village), in: village)
            let gift = try tx.receive(100_000, from: Self.household, in: village, pledge: pledge)
            states.append(try #require(try tx.find(pledge.id)).state)
            _ = try tx.voidReceipt(of: gift, in: village)
            states.append(try #require(try tx.find(pledge.id)).state)
            return states
        }
        #expect(states == [.fulfilled, .confirmed])
    }

    @Test func `each book has its own numbers`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let numbers = try office.write { tx in
            [
                try tx.receive(1, from: .sponsor, in: village, book: "01").voucher.number,
                try tx.receive(1, from: .sponsor, in: village, book: "02").voucher.number,
                try tx.receive(1, from: .sponsor, in: village, book: "01").voucher.number,
            ]
        }
        #expect(numbers == [1, 1, 2])
    }
}

@Suite struct VoucherNumberTests {
    /// One receipt and one payment, both with number 1; an approved request with id 2.
    private let office: TestStore

    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            _ = try tx.spend(100, by: officers, in: village)
            let checked = try tx.take(.check, on: tx.request(100, in: village), by: officers, in: village)
            _ = try tx.take(.approve, on: checked, by: officers, in: village)
        }
    }

    @Test(arguments: [1, 3]) func `a receipt must take the next number`(number: Int) throws {
        let raw = try RawFile(office.path)
        let insert = { (number: Int) in
            """
            INSERT INTO contribution (owner, id, commune, fund, sponsor_name, sponsor_kind, source, is_anonymous, method,
                received_on, amount_dong, book, number, party_name, recorded_by, recorded_ms, version, position)
            SELECT owner, 9, commune, fund, sponsor_name, sponsor_kind, source, is_anonymous, method, received_on,
                amount_dong, book, \(number), party_name, recorded_by, recorded_ms, version, position
            FROM contribution WHERE id = 1
            """
        }
        let error = #expect(throws: (any Error).self) { try raw.run(insert(number)) }
        #expect("\(String(describing: error))".contains("numbers follow each other"))
        #expect(try raw.integer("SELECT last_number FROM voucher_series WHERE kind = 'receipt'") == 1)
        try raw.run(insert(2))
        #expect(try raw.integer("SELECT last_number FROM voucher_series WHERE kind = 'receipt'") == 2)
    }

    @Test(arguments: [1, 3]) func `a payment must take the next number`(number: Int) throws {
        let raw = try RawFile(office.path)
        let update = { (number: Int) in
            """
            UPDATE expenditure
            SET (state, paid_by, paid_on, book, number, party_address, voucher_reason) = (
                SELECT state, paid_by, paid_on, book, \(number), party_address, voucher_reason
                FROM expenditure WHERE id = 1)
            WHERE id = 2
            """
        }
        let error = #expect(throws: (any Error).self) { try raw.run(update(number)) }
        #expect("\(String(describing: error))".contains("numbers follow each other"))
        try raw.run(update(2))
        #expect(try raw.integer("SELECT last_number FROM voucher_series WHERE kind = 'payment'") == 2)
    }
}

@Suite struct ImmutabilityTests {
    @Test(arguments: [
        ("UPDATE journal SET actor = 2", "journal rows are never changed"),
        ("DELETE FROM journal", "journal rows are never erased"),
        ("UPDATE contribution SET amount_dong = 1", "vouchers are voided, never changed"),
        ("UPDATE contribution SET party_address = ''", "vouchers are voided, never changed"),
        ("UPDATE voucher_series SET last_number = 3", "numbers follow each other"),
        ("UPDATE voucher_series SET book = '02', last_number = 2", "numbers follow each other"),
        ("DELETE FROM voucher_series", "numbers follow each other"),
        (
            "INSERT INTO voucher_series SELECT owner, kind, 1999, book, 2, last_on, 1 FROM voucher_series",
            "numbers follow"
        ),
        ("UPDATE posting SET amount = 1", "postings are reversed, never changed"),
        ("DELETE FROM posting", "postings are reversed, never erased"),
        ("DELETE FROM contribution", "contributions are voided, never erased"),
    ])
    func `the schema refuses to change or delete book entries`(_ sql: String, message: String) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village) }
        office.store.close()
        let raw = try RawFile(office.path)
        let error = #expect(throws: (any Error).self) { try raw.run(sql) }
        #expect("\(String(describing: error))".contains(message))
        #expect(try raw.integer("SELECT count(*) FROM voucher") == 1)
    }
}
