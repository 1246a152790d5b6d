import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension OfficeYear {
    private static let sponsors: [(body: String, account: String)] = [
        (#""sponsor_name":"Anh Sơn","sponsor_kind":"person_away""#, "people_away"),
        (#""sponsor_name":"Công ty A","sponsor_kind":"company""#, "companies"),
        (#""sponsor_name":"UBND","sponsor_kind":"state","sponsor_level":"commune""#, "state_commune"),
        (#""organisation":1"#, "organisations"),
    ]

    private mutating func fund(of owner: Owner) -> Int64 { owner.funds.randomElement(using: &random) ?? 0 }

    private mutating func method() -> String { number(0...2) > 0 ? "cash" : "bank" }

    mutating func receive(at index: Int) throws {
        let owner = owners[index]
        let household = owner.households.randomElement(using: &random) ?? 0
        let donors = OfficeYear.sponsors + [(#""household":\#(household)"#, "households")]
        let donor = donors[Int(number(0...Int64(donors.count - 1)))]
        let day = max(owner.lastReceipt, day(of: owner))
        let (method, fund, amount) = (method(), fund(of: owner), number(1...40) * 10_000)
        let isCollected = method == "cash" && number(0...2) == 0
        let received = entry(
            owner, on: day, isCollected ? "in_hand" : method,
            owner.passThroughFunds.contains(fund) ? "pass_through" : donor.account, amount, fund: fund)
        let clerk = try collector
        let hand = isCollected ? #","collector":\#(clerk)"# : ""
        let response = try office.contribute(
            """
            {"fund":\(fund),\(donor.body),"method":"\(method)","amount":\(amount),\
            "received_on":"\(day.text)"\(hand)}
            """)
        guard settle(response, !owner.isClosed(day), [received]) else { return }
        owners[index].lastReceipt = day
        owners[index].receipts.append(Voucher(id: try #require(response.integer("/id")), entry: received))
    }

    /// Requests, checks, approves and pays today; what the fund does not bear is cancelled.
    mutating func pay(at index: Int) throws {
        let (owner, amount, method) = (owners[index], number(1...60) * 5000, method())
        let fund = fund(of: owner)
        let paid = entry(
            owner, on: today, owner.passThroughFunds.contains(fund) ? "pass_through" : "expenses", method,
            amount, fund: fund)
        let asked = try office.request(
            amount, method: method, item: number(0...1) == 0 ? "Vật liệu" : "Nhân công", fund: paid.fund,
            as: .clerk)
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        if try settlePayment(id, paid) {
            owners[index].payments.append(Voucher(id: id, entry: paid))
            owners[index].unbooked.append(id)
        }
    }

    mutating func settlePayment(_ id: Int64, _ entry: YearBooks.Entry) throws -> Bool {
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        if settle(try office.take("pay", id), books.bears([entry]), [entry]) { return true }
        try #require(try office.take("cancel", id).status == 200)
        return false
    }

    mutating func refund(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.receipts.indices.randomElement(using: &random) else { return }
        let receipt = owner.receipts[place]
        // The gift of a debt moved no money that could be paid back.
        guard receipt.debt == nil else { return }
        let amount = min(20_000, receipt.entry.amount - receipt.refunded)
        guard amount > 0 else { return }
        let asked = try office.refund(receipt.id, amount, as: .clerk)
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        // What a collector received is paid back from the safe.
        let account = receipt.entry.debit == "in_hand" ? "cash" : receipt.entry.debit
        let isOfOthers = owner.passThroughFunds.contains(receipt.entry.fund)
        let paid = entry(
            owner, on: today, isOfOthers ? "pass_through" : "refunds", account, amount,
            fund: receipt.entry.fund)
        guard try settlePayment(id, paid) else { return }
        owners[index].receipts[place].refunded += amount
        owners[index].payments.append(Voucher(id: id, entry: paid, isRefund: true))
        owners[index].unbooked.append(id)
    }

    /// Who may void what `recorder` recorded.
    private func other(than recorder: Bearer) -> Bearer { recorder == .treasurer ? .accountant : .treasurer }

    mutating func replace(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.receipts.indices.suffix(6).randomElement(using: &random) else { return }
        let (old, officer) = (owner.receipts[place], other(than: owner.receipts[place].recorder))
        let new = entry(
            owner, on: old.entry.day, old.entry.debit, old.entry.credit, number(1...40) * 10_000,
            fund: old.entry.fund)
        let response = try office.post(
            "/v1/contributions/\(old.id)/replace", #"{"reason":"Sai số tiền","amount":\#(new.amount)}"#,
            as: officer, key: office.newKey(), ifMatch: "*")
        let both = [new, old.entry.reversed]
        let isAllowed =
            old.refunded == 0 && old.debt == nil && !owner.isClosed(old.entry.day) && books.bears(both)
        guard settle(response, isAllowed, both) else { return }
        replacementsCount += 1
        owners[index].lastReceipt = today
        owners[index].receipts[place] = Voucher(
            id: try #require(response.integer("/id")), entry: new, recorder: officer)
    }

    mutating func voidReceipt(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.receipts.indices.suffix(6).randomElement(using: &random) else { return }
        let old = owner.receipts[place]
        let response = try office.void(old.id, as: other(than: old.recorder))
        let isAllowed =
            old.refunded == 0 && !owner.isClosed(old.entry.day) && books.bears([old.entry.reversed])
        guard settle(response, isAllowed, [old.entry.reversed]) else { return }
        owners[index].receipts.remove(at: place)
        reopenDebt(of: old, at: index)
    }

    /// Takes a receipt of a closed month back today.
    mutating func reverseReceipt(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.receipts.indices.randomElement(using: &random) else { return }
        let old = owner.receipts[place]
        let response = try office.post(
            "/v1/contributions/\(old.id)/reverse", #"{"reason":"Ghi nhầm quỹ"}"#,
            as: other(than: old.recorder),
            key: office.newKey(), ifMatch: "*")
        let correction = correction(of: old.entry, owner)
        let isAllowed = old.refunded == 0 && owner.isClosed(old.entry.day) && books.bears([correction])
        guard settle(response, isAllowed, [correction]) else { return }
        reversalsCount += 1
        owners[index].receipts.remove(at: place)
        reopenDebt(of: old, at: index)
    }

    mutating func voidPayment(at index: Int) throws {
        let owner = owners[index]
        let places = owner.payments.indices.filter { !owner.payments[$0].isRefund }
        guard let place = places.randomElement(using: &random) else { return }
        let old = owner.payments[place]
        let response = try office.take("void", old.id)
        guard settle(response, !owner.isClosed(old.entry.day), [old.entry.reversed]) else { return }
        owners[index].payments.remove(at: place)
        owners[index].unbooked.removeAll { $0 == old.id }
        reopenDebt(of: old, at: index)
    }

    mutating func reversePayment(at index: Int) throws {
        let owner = owners[index]
        let places = owner.payments.indices.filter { !owner.payments[$0].isRefund }
        guard let place = places.randomElement(using: &random) else { return }
        let old = owner.payments[place]
        let response = try office.post(
            "/v1/expenditures/\(old.id)/reverse", #"{"reason":"Chi nhầm"}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        // What was repaid is owed again, and money of others is theirs.
        let correction = entry(
            owner, on: today, old.entry.credit,
            old.entry.debit == "expenses" ? "correction" : old.entry.debit,
            old.entry.amount, fund: old.entry.fund)
        guard settle(response, owner.isClosed(old.entry.day), [correction]) else { return }
        reversalsCount += 1
        owners[index].payments.remove(at: place)
        reopenDebt(of: old, at: index)
    }
}
