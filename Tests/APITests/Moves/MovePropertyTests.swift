import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Random openings, transfers, interest, fees, receipts, payments and voids against balances by day, recomputed in the
/// simplest way; the statement's equation for cash and bank; and a clean verification.
@Suite struct MovePropertyTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `after any moves the books equal the simplest sums of each day`(_ seed: UInt64) throws {
        var office = try RandomMoves(seed: seed)
        for _ in 0..<160 { try office.step() }
        try office.compareAll()
        #expect(office.acceptedCount > 40)
        #expect(office.refusedCount > 10)
    }
}

/// What changes an account of a fund on a day, by the simplest model.
private struct MoveModel {
    struct Account: Hashable {
        let fund: Int64
        let isCash: Bool
    }

    struct Change {
        let account: Account
        let day: Int
        let amount: Int64
    }

    /// One document with all that it changes.
    struct Document {
        let path: String
        let id: Int64
        let isOpening: Bool
        let changes: [Change]
        var isVoided = false
    }

    var documents: [Document] = []
    /// The day of the confirmed opening balance of each fund.
    var openings: [Int64: Int] = [:]

    func changes() -> [Change] { documents.filter { !$0.isVoided }.flatMap(\.changes) }

    func balance(of account: Account, on day: Int) -> Int64 {
        changes().filter { $0.account == account && $0.day <= day }.reduce(0) { $0 + $1.amount }
    }

    /// True when no account is below zero at the end of any day once `added` happened and `removed` did not.
    func allows(_ added: [Change], without removed: Int? = nil) -> Bool {
        var all = documents.indices.filter { !documents[$0].isVoided && $0 != removed }
            .flatMap { documents[$0].changes }
        all += added
        for account in Set(all.map(\.account)) {
            var held: Int64 = 0
            let ofAccount = all.filter { $0.account == account }
            for day in Set(ofAccount.map(\.day)).sorted() {
                held += ofAccount.filter { $0.day == day }.reduce(0) { $0 + $1.amount }
                if held < 0 { return false }
            }
        }
        return true
    }

    /// True when nothing of `changes` is dated on or before the opening balance of its fund.
    func areAfterOpening(_ changes: [Change]) -> Bool {
        changes.allSatisfy { change in openings[change.account.fund].map { change.day > $0 } ?? true }
    }

    func firstDay(of fund: Int64) -> Int? {
        changes().filter { $0.account.fund == fund }.map(\.day).min()
    }
}

/// An office that receives random requests about funds 1 and 2 in November 2026.
private struct RandomMoves {
    private let office: Office
    private var model = MoveModel()
    private var random: SeededGenerator
    /// The dates of receipts never fall.
    private var lastReceiptDay = 1
    private(set) var acceptedCount = 0
    private(set) var refusedCount = 0

    init(seed: UInt64) throws {
        office = try Office.villageWithParameters()
        random = SeededGenerator(seed: seed)
        try office.set([("threshold.spending_plan", ">1/2")])
        let body =
            #"{"hamlet":1,"title":"Dùng phần còn lại","items":[{"matter":"spending_plan","text":"Chuyển quỹ"}]}"#
        let decision = try office.newDecision(.passed, body, result: Office.result(heldOn: "2026-11-02"))
        try #require(decision == 1)
    }

    mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: try open()
        case 1, 2, 3: try transfer(isToFund: false)
        case 4: try transfer(isToFund: true)
        case 5, 6: try enter()
        case 7, 8: try receive()
        case 9: try spend()
        default: try void()
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private func text(_ day: Int) -> String { "2026-11-" + (day < 10 ? "0" : "") + "\(day)" }

    private func change(_ fund: Int64, isCash: Bool, _ day: Int, _ amount: Int64) -> MoveModel.Change {
        MoveModel.Change(
            account: MoveModel.Account(fund: fund, isCash: isCash), day: day, amount: amount)
    }

    private mutating func open() throws {
        let (fund, day) = (Int64(number(1...2)), number(1...8))
        let (cash, bank) = (Int64(number(0...9)), Int64(number(1...9)))
        let isFirst = model.firstDay(of: fund).map { day < $0 } ?? true
        let isFree = model.openings[fund] == nil
        let recorded = try office.open(fund, cash: cash, bank: bank, on: text(day))
        // Two reasons may refuse it; the day is checked first.
        expect(recorded, isFirst && isFree ? 201 : isFirst ? 409 : 422)
        guard isFirst, isFree, let id = recorded.integer("/id") else { return }
        expect(try office.confirmOpening(id), 200)
        model.openings[fund] = day
        add(
            "opening-balances", id, isOpening: true,
            [cash > 0 ? change(fund, isCash: true, day, cash) : nil, change(fund, isCash: false, day, bank)]
                .compactMap(\.self))
    }

    private mutating func transfer(isToFund: Bool) throws {
        let (fund, day, amount) = (Int64(number(1...2)), number(1...23), Int64(number(1...6)))
        let isFromCash = Bool.random(using: &random)
        let isToCash = isToFund ? Bool.random(using: &random) : !isFromCash
        let other = isToFund ? 3 - fund : fund
        let changes = [
            change(fund, isCash: isFromCash, day, 0 - amount), change(other, isCash: isToCash, day, amount),
        ]
        func name(_ isCash: Bool) -> String { isCash ? "cash" : "bank" }
        let response = try office.transfer(
            """
            "fund":\(fund),"from":"\(name(isFromCash))","to":"\(name(isToCash))","amount":\(amount),"on":"\(text(day))"
            """ + (isToFund ? #","to_fund":\#(other),"decision":1"# : ""))
        let isDated = (!isToFund || day >= 2) && model.areAfterOpening(changes)
        // A fund that holds too little and another whose opening is later: whichever is posted first.
        if !isDated { return refuse(response) }
        expect(response, model.allows(changes) ? 201 : 409)
        if response.status == 201 { add("fund-transfers", response.integer("/id") ?? 0, changes) }
    }

    private mutating func enter() throws {
        let (fund, day, amount) = (Int64(number(1...2)), number(1...23), Int64(number(1...5)))
        let isInterest = Bool.random(using: &random)
        let changes = [change(fund, isCash: false, day, isInterest ? amount : 0 - amount)]
        let response = try office.enter(
            """
            "fund":\(fund),"kind":"\(isInterest ? "interest" : "fee")","amount":\(amount),"on":"\(text(day))"
            """)
        if !model.areAfterOpening(changes) { return expect(response, 422) }
        expect(response, model.allows(changes) ? 201 : 409)
        if response.status == 201 { add("bank-entries", response.integer("/id") ?? 0, changes) }
    }

    private mutating func receive() throws {
        let (fund, amount) = (Int64(number(1...2)), Int64(number(1...9)))
        let day = number(lastReceiptDay...min(23, lastReceiptDay + 3))
        let isCash = Bool.random(using: &random)
        let changes = [change(fund, isCash: isCash, day, amount)]
        let response = try office.contribute(
            """
            {"fund":\(fund),"sponsor_name":"Anh Xa","method":"\(isCash ? "cash" : "bank")","amount":\(amount),
            "received_on":"\(text(day))"}
            """)
        let isDated = model.areAfterOpening(changes)
        expect(response, isDated ? 201 : 422)
        guard isDated else { return }
        lastReceiptDay = day
        add("contributions", response.integer("/id") ?? 0, changes)
    }

    private mutating func spend() throws {
        let (fund, amount) = (Int64(number(1...2)), Int64(number(1...6)))
        let isCash = Bool.random(using: &random)
        // A payment is of the day of its approval, which is today.
        let changes = [change(fund, isCash: isCash, 23, 0 - amount)]
        let id = try office.approved(amount, method: isCash ? "cash" : "bank", fund: fund)
        let response = try office.take("pay", id)
        expect(response, model.allows(changes) ? 200 : 409)
        if response.status == 200 { add("expenditures", id, changes) }
    }

    private mutating func void() throws {
        guard let index = model.documents.indices.randomElement(using: &random) else { return }
        let document = model.documents[index]
        // Neither who recorded nor who paid: the clerk receives, the treasurer pays and transfers, the accountant enters.
        let response = try office.voidMove(document.path, document.id, as: .approver)
        expect(response, !document.isVoided && model.allows([], without: index) ? 200 : 409)
        guard response.status == 200 else { return }
        model.documents[index].isVoided = true
        if document.isOpening, let fund = document.changes.first?.account.fund { model.openings[fund] = nil }
    }

    private mutating func add(
        _ path: String, _ id: Int64, isOpening: Bool = false, _ changes: [MoveModel.Change]
    ) {
        model.documents.append(
            MoveModel.Document(path: path, id: id, isOpening: isOpening, changes: changes))
    }

    private mutating func expect(_ response: Response, _ status: Int) {
        #expect(response.status == status, "\(response.bodyText)")
        if response.status < 300 { acceptedCount += 1 } else { refusedCount += 1 }
    }

    private mutating func refuse(_ response: Response) {
        #expect(response.status == 422 || response.status == 409, "\(response.bodyText)")
        refusedCount += 1
    }

    /// The balances of each fund at the end of each day, and that opening, received and spent give the closing.
    func compareAll() throws {
        for fund in [1, 2] as [Int64] {
            for day in [1, 5, 9, 14, 20, 23] {
                let statement = try office.get(
                    "/v1/hamlets/1/statement?from=2026-11-01&to=\(text(day))&fund=\(fund)")
                for isCash in [true, false] {
                    let name = isCash ? "cash" : "bank"
                    let account = MoveModel.Account(fund: fund, isCash: isCash)
                    #expect(
                        statement.integer("/closing/" + name) == model.balance(of: account, on: day),
                        "\(fund) \(name) \(day)")
                }
                try expectEquation(statement)
            }
        }
        let whole = try office.get("/v1/public/hamlets/1/statement?from=2026-01-01&to=2026-11-23", as: nil)
        try expectEquation(whole)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// Cash and bank together: what went from one to the other is in no line.
    private func expectEquation(_ statement: Response) throws {
        func both(_ name: String) throws -> Int64 {
            try #require(statement.integer("/\(name)/cash")) + #require(statement.integer("/\(name)/bank"))
        }
        #expect(try both("opening") + both("received_total") - both("spent_total") == both("closing"))
        for (list, total) in [("received", "received_total"), ("spent", "spent_total")] {
            let lines = statement.items("/" + list)
            let sum = lines.reduce(0) { $0 + ($1.integer("/cash") ?? 0) + ($1.integer("/bank") ?? 0) }
            #expect(try sum == both(total))
        }
    }
}
