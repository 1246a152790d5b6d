import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// An independent model of the books: every valid movement with its date.
private struct BookModel {
    struct Line {
        let id: Int64
        let daysAgo: Int
        let dong: Int64
        let method: Contribution.Method
        let isPayment: Bool
        let year: Int
        var refundOf: Int64?
        var isVoided = false
    }

    var lines: [Line] = []

    var receipts: [Line] { lines.filter { !$0.isPayment && !$0.isVoided } }
    var payments: [Line] { lines.filter { $0.isPayment && !$0.isVoided } }

    /// The balance at the end of the day.
    func held(_ method: Contribution.Method, daysAgo: Int) -> Int64 {
        lines.filter { !$0.isVoided && $0.method == method && $0.daysAgo >= daysAgo }
            .reduce(0) { $0 + ($1.isPayment ? -$1.dong : $1.dong) }
    }

    /// The refusal expected when `dong` is to be paid on that day; nil when the balance is sufficient from then on.
    func refusal(
        _ dong: Int64, _ method: Contribution.Method, on daysAgo: Int, isVoiding: Bool = false
    ) -> Refusal? {
        let days = (0...daysAgo).reversed().map { (daysAgo: $0, held: held(method, daysAgo: $0)) }
        guard let lowest = days.min(by: { $0.held < $1.held }), lowest.held < dong else { return nil }
        let shortage = Refusal.Shortage(
            of: method.account, on: .daysAgo(lowest.daysAgo),
            cash: Dong(held(.cash, daysAgo: lowest.daysAgo)),
            bank: Dong(held(.bank, daysAgo: lowest.daysAgo)), isVoiding: isVoiding)
        return held(method, daysAgo: 0) < dong ? .balanceTooLow(shortage) : .balanceTooLowOnDate(shortage)
    }

    func refunded(_ id: Int64) -> Int64 {
        payments.filter { $0.refundOf == id }.reduce(0) { $0 + $1.dong }
    }

    /// The vouchers of a day, including voided ones; each day has a book of its own, because dates never fall in one.
    func count(isPayment: Bool, daysAgo: Int) -> Int64 {
        Int64(lines.count { $0.isPayment == isPayment && $0.daysAgo == daysAgo })
    }

    mutating func void(_ id: Int64, isPayment: Bool) {
        if let index = lines.firstIndex(where: { $0.id == id && $0.isPayment == isPayment }) {
            lines[index].isVoided = true
        }
    }
}

/// Random receipts, voidings, refunds and payments on any day of the last 14 months, mirrored in the model.
private struct RandomSpending {
    let office: TestStore
    let village: Village
    let officers: Officers
    var model = BookModel()
    var random: SeededGenerator
    var refusalsCount = 0

    static let daysMax = 420

    init(seed: UInt64) throws {
        office = try TestStore()
        village = try Village(in: office)
        officers = try Officers(of: village, in: office)
        random = SeededGenerator(seed: seed)
    }

    mutating func step() throws {
        let daysAgo = Int.random(in: 0...RandomSpending.daysMax, using: &random)
        let dong = Int64.random(in: 1...100, using: &random) * 1000
        let method = Bool.random(using: &random) ? Contribution.Method.cash : .bank
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3: try receive(dong, method, daysAgo: daysAgo)
        case 4...6: try spend(dong, method, daysAgo: daysAgo, refundOf: nil)
        case 7: try giveBack(method, daysAgo: daysAgo)
        case 8: try voidReceipt()
        default: try voidPayment()
        }
    }

    private mutating func receive(_ dong: Int64, _ method: Contribution.Method, daysAgo: Int) throws {
        let village = village
        let day = LocalDate.daysAgo(daysAgo)
        let gift = try office.write { tx in
            try tx.receive(
                dong, from: .sponsor, in: village, method: method, on: day, book: "\(daysAgo)")
        }
        model.lines.append(
            BookModel.Line(
                id: gift.id.number, daysAgo: daysAgo, dong: dong, method: method, isPayment: false,
                year: day.year))
        #expect(gift.voucher.number == model.count(isPayment: false, daysAgo: daysAgo))
    }

    private mutating func spend(
        _ dong: Int64, _ method: Contribution.Method, daysAgo: Int, refundOf gift: Int64?
    ) throws {
        let (village, officers) = (village, officers)
        let day = LocalDate.daysAgo(daysAgo)
        let expected = model.refusal(dong, method, on: daysAgo)
        do {
            let paid = try office.write { tx in
                try tx.spend(
                    dong, by: officers, in: village, method: method,
                    refundOf: gift.map { Contribution.ID($0) }, on: day, book: "\(daysAgo)")
            }
            #expect(expected == nil, "paid \(dong)")
            model.lines.append(
                BookModel.Line(
                    id: paid.id.number, daysAgo: daysAgo, dong: dong, method: method, isPayment: true,
                    year: day.year, refundOf: gift))
            #expect(paid.voucher?.number == model.count(isPayment: true, daysAgo: daysAgo))
        } catch let refusal as Refusal {
            refusalsCount += 1
            #expect(refusal == expected)
        }
    }

    private mutating func giveBack(_ method: Contribution.Method, daysAgo: Int) throws {
        guard let gift = model.receipts.randomElement(using: &random) else { return }
        let rest = gift.dong - model.refunded(gift.id)
        #expect(
            try office.read { tx in try tx.refunds(of: Contribution.ID(gift.id)) } == Dong(gift.dong - rest))
        guard rest > 0 else { return }
        let dong = Int64.random(in: 1...rest, using: &random)
        try spend(dong, method, daysAgo: daysAgo, refundOf: gift.id)
    }

    private mutating func voidReceipt() throws {
        let (village, free) = (village, model.receipts.filter { model.refunded($0.id) == 0 })
        guard let gift = free.randomElement(using: &random) else { return }
        let expected = model.refusal(gift.dong, gift.method, on: gift.daysAgo, isVoiding: true)
        do {
            try office.write { tx in
                guard let receipt = try tx.find(Contribution.ID(gift.id)) else { return }
                _ = try tx.voidReceipt(of: receipt, in: village)
            }
            #expect(expected == nil)
            model.void(gift.id, isPayment: false)
        } catch let refusal as Refusal {
            refusalsCount += 1
            #expect(refusal == expected)
        }
    }

    private mutating func voidPayment() throws {
        let (village, officers) = (village, officers)
        guard let payment = model.payments.randomElement(using: &random) else { return }
        try office.write { tx in
            guard let paid = try tx.find(Expenditure.ID(payment.id)) else { return }
            _ = try tx.take(.void, on: paid, by: officers, in: village)
        }
        model.void(payment.id, isPayment: true)
    }
}

@Suite struct ExpenditurePropertyTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `after random steps the books agree with an independent model`(seed: UInt64) throws {
        var spending = try RandomSpending(seed: seed)
        for _ in 0..<250 { try spending.step() }
        let (model, hamlet) = (spending.model, spending.village.hamlet.id)
        #expect(model.payments.count > 10)
        #expect(spending.refusalsCount > 10)
        try spending.office.read { tx in
            for daysAgo in stride(from: RandomSpending.daysMax, through: 0, by: -1) {
                // The balance at the end of a day is that at the start of the next.
                let held = try tx.balances(of: .hamlet(hamlet), fund: nil, before: .daysAgo(daysAgo - 1))
                #expect(held.cash == Dong(model.held(.cash, daysAgo: daysAgo)))
                #expect(held.bank == Dong(model.held(.bank, daysAgo: daysAgo)))
                #expect(held.cash >= .zero && held.bank >= .zero)
            }
            let now = try tx.balances(of: .hamlet(hamlet))
            #expect(now.cash == Dong(model.held(.cash, daysAgo: 0)))
            #expect(now.bank == Dong(model.held(.bank, daysAgo: 0)))
            for year in try tx.years(of: hamlet) {
                let paid = model.payments.filter { $0.year == year.year }
                #expect(year.spent.amount == paid.filter { $0.refundOf == nil }.reduce(0) { $0 + $1.dong })
                #expect(year.refunded.amount == paid.filter { $0.refundOf != nil }.reduce(0) { $0 + $1.dong })
                #expect(year.expendituresCount == Int64(paid.count))
            }
            #expect(try tx.verification().discrepancies == [])
        }
        let raw = try RawFile(spending.office.path)
        #expect(
            try raw.integer(
                """
                SELECT count(*) FROM (
                    SELECT owner, fund, posted_on, debit, credit, item, unit, sum(amount), sum(sign(amount))
                    FROM posting GROUP BY 1, 2, 3, 4, 5, 6, 7
                    EXCEPT SELECT owner, fund, day, debit, credit, item, unit, amount, vouchers FROM ledger_sum)
                """) == 0)
        #expect(
            try raw.integer(
                """
                SELECT count(*) FROM (
                    SELECT kind, year, book FROM voucher GROUP BY 1, 2, 3
                    HAVING count(*) <> max(number) OR min(number) <> 1)
                """) == 0)
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `a statement of any period agrees with the model`(seed: UInt64) throws {
        var spending = try RandomSpending(seed: seed)
        for _ in 0..<150 { try spending.step() }
        let (model, hamlet) = (spending.model, spending.village.hamlet.id)
        for _ in 0..<60 {
            let first = Int.random(in: 0...RandomSpending.daysMax, using: &spending.random)
            let last = Int.random(in: 0...first, using: &spending.random)
            try spending.office.read { tx in
                let opening = try tx.balances(of: .hamlet(hamlet), fund: nil, before: .daysAgo(first))
                let moved = try tx.movements(
                    of: .hamlet(hamlet), fund: nil, from: .daysAgo(first), to: .daysAgo(last))
                for (method, opened) in [(Contribution.Method.cash, opening.cash), (.bank, opening.bank)] {
                    let change = moved.filter { $0.moneyAccount == method.account }
                        .reduce(0) { $0 + $1.inflow.amount - $1.outflow.amount }
                    #expect(opened == Dong(model.held(method, daysAgo: first + 1)))
                    #expect(opened.amount + change == model.held(method, daysAgo: last))
                }
            }
        }
    }
}
