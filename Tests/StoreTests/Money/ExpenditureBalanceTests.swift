import Domain
import Store
import TestSupport
import Testing
import Verify

/// Money in (positive) or out (negative), dated in days before today; each day has a book of its own.
private struct Movement: Sendable {
    let daysAgo: Int
    let dong: Int64
    let method: Contribution.Method

    init(_ daysAgo: Int, _ dong: Int64, _ method: Contribution.Method = .cash) {
        self.daysAgo = daysAgo
        self.dong = dong
        self.method = method
    }
}

/// The movements in the books, a payment, and the refusal expected for it.
///
/// `available` is nil when the payment succeeds. `daysAgo` is nil when the balance is too low today.
private struct BalanceCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let books: [Movement]
    let payment: Movement
    let available: Int64?
    let daysAgo: Int?

    init(
        _ name: String, _ books: [Movement], pays payment: Movement, leaving available: Int64?,
        then daysAgo: Int? = nil
    ) {
        testDescription = name
        self.books = books
        self.payment = payment
        self.available = available
        self.daysAgo = daysAgo
    }

    var refusal: Refusal? {
        guard let available else { return nil }
        let lowest = daysAgo ?? payment.daysAgo
        let other = books.filter { $0.method != payment.method && $0.daysAgo >= lowest }
            .reduce(0) { $0 + $1.dong }
        let isCash = payment.method == .cash
        let shortage = Refusal.Shortage(
            of: payment.method.account, on: .daysAgo(lowest), cash: Dong(isCash ? available : other),
            bank: Dong(isCash ? other : available))
        return daysAgo == nil ? .balanceTooLow(shortage) : .balanceTooLowOnDate(shortage)
    }

    static let all = [
        BalanceCase("nothing ever came", [], pays: Movement(0, 1), leaving: 0),
        BalanceCase("all of it, today", [Movement(3, 100)], pays: Movement(0, 100), leaving: nil),
        BalanceCase("one more than there is", [Movement(3, 100)], pays: Movement(0, 101), leaving: 100),
        BalanceCase(
            "the day before the money came", [Movement(3, 100)], pays: Movement(4, 1), leaving: 0, then: 4),
        BalanceCase("the day the money came", [Movement(3, 100)], pays: Movement(3, 100), leaving: nil),
        BalanceCase(
            "in and out on the first day", [Movement(0, 100), Movement(0, -40)], pays: Movement(0, 60),
            leaving: nil),
        BalanceCase(
            "more than the first day left", [Movement(0, 100), Movement(0, -40)], pays: Movement(0, 61),
            leaving: 60),
        BalanceCase(
            "back-dated, and a later day would be below zero",
            [Movement(9, 100), Movement(5, -90), Movement(1, 500)], pays: Movement(7, 11), leaving: 10,
            then: 5),
        BalanceCase(
            "back-dated, as much as the later day has left",
            [Movement(9, 100), Movement(5, -90), Movement(1, 500)], pays: Movement(7, 10), leaving: nil),
        BalanceCase(
            "after the lowest day", [Movement(9, 100), Movement(5, -90), Movement(1, 500)],
            pays: Movement(0, 510), leaving: nil),
        BalanceCase(
            "between two days, when the earlier one holds little",
            [Movement(9, 100), Movement(1, 500)], pays: Movement(4, 101), leaving: 100, then: 4),
        BalanceCase(
            "cash does not pay for the bank", [Movement(3, 100)], pays: Movement(0, 1, .bank), leaving: 0),
        BalanceCase(
            "the bank has its own days", [Movement(3, 100), Movement(2, 70, .bank)],
            pays: Movement(2, 71, .bank), leaving: 70),
        BalanceCase(
            "the bank's money is there", [Movement(3, 100), Movement(2, 70, .bank)],
            pays: Movement(2, 70, .bank), leaving: nil),
    ]
}

@Suite struct ExpenditureBalanceTests {
    private let office: TestStore
    private let village: Village
    private let officers: Officers

    init() throws {
        office = try TestStore()
        village = try Village(in: office)
        officers = try Officers(of: village, in: office)
    }

    private func record(_ movements: [Movement]) throws {
        let (village, officers) = (village, officers)
        try office.write { tx in
            for movement in movements where movement.dong > 0 {
                _ = try tx.receive(
                    movement.dong, from: .sponsor, in: village, method: movement.method,
                    on: .daysAgo(movement.daysAgo), book: "\(movement.daysAgo)")
            }
            for movement in movements where movement.dong < 0 {
                _ = try tx.spend(
                    -movement.dong, by: officers, in: village, method: movement.method,
                    on: .daysAgo(movement.daysAgo), book: "\(movement.daysAgo)")
            }
        }
    }

    private func pay(_ movement: Movement) throws {
        let (village, officers) = (village, officers)
        try office.write { tx in
            _ = try tx.spend(
                movement.dong, by: officers, in: village, method: movement.method,
                on: .daysAgo(movement.daysAgo), book: "\(movement.daysAgo)")
        }
    }

    @Test(arguments: BalanceCase.all)
    private func `no account is overdrawn on any date`(_ books: BalanceCase) throws {
        try record(books.books)
        if let refusal = books.refusal {
            #expect(throws: refusal) { try pay(books.payment) }
        } else {
            try pay(books.payment)
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a receipt whose money was spent cannot be voided`() throws {
        let (village, officers) = (village, officers)
        let gift = try office.write { tx in
            let gift = try tx.receive(100, from: .sponsor, in: village, on: .daysAgo(5))
            _ = try tx.spend(60, by: officers, in: village, on: .daysAgo(3))
            return gift
        }
        let shortage = Refusal.Shortage(
            of: .cash, on: .daysAgo(3), cash: Dong(40), bank: .zero, isVoiding: true)
        #expect(throws: Refusal.balanceTooLow(shortage)) {
            try office.write { tx in _ = try tx.voidReceipt(of: gift, in: village) }
        }
        #expect(try office.read { tx in try tx.find(gift.id)?.state } == .valid)
    }

    @Test func `later money does not cover a voided receipt`() throws {
        let (village, officers) = (village, officers)
        let gift = try office.write { tx in
            let gift = try tx.receive(100, from: .sponsor, in: village, on: .daysAgo(5))
            _ = try tx.spend(100, by: officers, in: village, on: .daysAgo(3))
            _ = try tx.receive(900, from: .sponsor, in: village)
            return gift
        }
        let shortage = Refusal.Shortage(
            of: .cash, on: .daysAgo(3), cash: .zero, bank: .zero, isVoiding: true)
        #expect(throws: Refusal.balanceTooLowOnDate(shortage)) {
            try office.write { tx in _ = try tx.voidReceipt(of: gift, in: village) }
        }
    }

    @Test func `a receipt can be voided after its payment was`() throws {
        let (village, officers) = (village, officers)
        try office.write { tx in
            let gift = try tx.receive(100, from: .sponsor, in: village, on: .daysAgo(5))
            let paid = try tx.spend(100, by: officers, in: village, on: .daysAgo(3))
            _ = try tx.take(.void, on: paid, by: officers, in: village)
            _ = try tx.voidReceipt(of: gift, in: village)
        }
        let today = LocalDate.sample
        #expect(
            try office.read { tx in
                try tx.movements(of: .hamlet(village.hamlet.id), fund: nil, from: .firstDay, to: today)
            }
                == [])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `money of another fund cannot be spent`() throws {
        let other = try Village(in: office, named: "Xóm 10")
        try office.write { tx in _ = try tx.receive(100, from: .sponsor, in: other) }
        #expect(throws: Refusal.balanceTooLow(.noCash)) { try pay(Movement(0, 1)) }
    }

    @Test func `two waiting payments cannot spend the same money`() throws {
        let (village, officers) = (village, officers)
        let approved = try office.write { tx in
            _ = try tx.receive(100, from: .sponsor, in: village)
            return try (0..<2)
                .map { _ in
                    let checked = try tx.take(
                        .check, on: tx.request(100, in: village), by: officers, in: village)
                    return try tx.take(.approve, on: checked, by: officers, in: village)
                }
        }
        let gate = try Gate(in: office)
        let results = JobResults<Expenditure>()
        for (job, expenditure) in approved.enumerated() {
            try office.store.writer.submit(
                actor: Actor(officers.treasurer),
                { tx in try tx.take(.pay, on: expenditure, by: officers, in: village) },
                completion: { results.record(job, $0) })
        }
        gate.open()
        let delivered = results.wait(for: 2)
        #expect(delivered.map(\.result.isSuccess) == [true, false])
        #expect(delivered.last?.result.failure(as: Refusal.self) == .balanceTooLow(.noCash))
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM voucher WHERE kind = 'payment'") == 1)
    }

    @Test func `two treasurers at once create one voucher`() throws {
        let (village, officers) = (village, officers)
        let approved = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            let checked = try tx.take(.check, on: tx.request(100, in: village), by: officers, in: village)
            return try tx.take(.approve, on: checked, by: officers, in: village)
        }
        let gate = try Gate(in: office)
        let results = JobResults<Expenditure>()
        for job in 0..<2 {
            try office.store.writer.submit(
                actor: Actor(officers.treasurer),
                { tx in try tx.take(.pay, on: approved, by: officers, in: village) },
                completion: { results.record(job, $0) })
        }
        gate.open()
        let delivered = results.wait(for: 2)
        #expect(delivered.map(\.result.isSuccess) == [true, false])
        #expect(delivered.last?.result.failure(as: Refusal.self) == .versionMismatch(current: 3))
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM voucher WHERE kind = 'payment'") == 1)
        #expect(
            try RawFile(office.path).integer("SELECT sum(amount) FROM ledger_sum WHERE credit = 'cash'")
                == 100)
    }

    @Test func `an opening balance includes the days before`() throws {
        try record([Movement(9, 100), Movement(5, -30), Movement(5, 70, .bank), Movement(0, 5)])
        func held(_ daysAgo: Int) throws -> Balances {
            try office.read { tx in
                try tx.balances(
                    of: .hamlet(village.hamlet.id), fund: village.fund.id, before: .daysAgo(daysAgo))
            }
        }
        #expect(try held(9) == Balances(cash: .zero, bank: .zero))
        #expect(try held(8) == Balances(cash: Dong(100), bank: .zero))
        #expect(try held(5) == Balances(cash: Dong(100), bank: .zero))
        #expect(try held(4) == Balances(cash: Dong(70), bank: Dong(70)))
        #expect(try held(0) == Balances(cash: Dong(70), bank: Dong(70)))
    }

    @Test func `movements are totalled by account and item over the given period`() throws {
        let (village, officers) = (village, officers)
        try office.write { tx in
            let gift = try tx.receive(100, from: .sponsor, in: village, on: .daysAgo(9))
            _ = try tx.receive(50, from: .household(village.households[0].id), in: village, on: .daysAgo(8))
            _ = try tx.receive(60, from: .sponsor, in: village, method: .bank, on: .daysAgo(8))
            _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(2))
            for day in [7, 6] {
                _ = try tx.spend(10, by: officers, in: village, item: "Cây xanh", on: .daysAgo(day))
            }
            _ = try tx.spend(20, by: officers, in: village, item: "Xi măng", method: .bank, on: .daysAgo(6))
            _ = try tx.spend(
                5, by: officers, in: village, item: "Hoàn trả", refundOf: gift.id, on: .daysAgo(6))
            _ = try tx.spend(3, by: officers, in: village, item: "Cây xanh", on: .daysAgo(1))
        }
        let found = try office.read { tx in
            try tx.movements(of: .hamlet(village.hamlet.id), fund: nil, from: .daysAgo(9), to: .daysAgo(6))
        }
        let lines = found.map {
            "\($0.contraAccount) \($0.item) \($0.moneyAccount) +\($0.inflow.amount) -\($0.outflow.amount)"
        }
        #expect(
            lines == [
                "expenses Cây xanh cash +0 -20", "expenses Xi măng bank +0 -20", "households  cash +50 -0",
                "peopleAway  bank +60 -0", "peopleAway  cash +100 -0", "refunds Hoàn trả cash +0 -5",
            ])
        let none = try office.read { tx in
            try tx.movements(of: .hamlet(village.hamlet.id), fund: Fund.ID(99), from: .firstDay, to: .sample)
        }
        #expect(none == [])
    }
}
