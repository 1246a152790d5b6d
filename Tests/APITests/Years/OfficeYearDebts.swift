import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// What funds owe, who has their cash in hand, and receipts of several lines.
extension OfficeYear {
    /// What a fund owes.
    struct Debt {
        let id: Int64
        let entry: YearBooks.Entry
        let isAdvance: Bool
        var outstanding: Int64

        var isSettled: Bool { outstanding != entry.amount }
    }

    /// A receipt of several lines.
    struct Receipt {
        let id: Int64
        let entries: [YearBooks.Entry]
    }

    /// The clerk, who collects for every owner.
    var collector: Int64 {
        get throws { try office.user(of: .clerk).number }
    }

    func entry(
        _ owner: Owner, on day: LocalDate, _ debit: String, _ credit: String, _ amount: Int64, fund: Int64
    ) -> YearBooks.Entry {
        YearBooks.Entry(
            owner: owner.text, fund: fund, day: day, debit: debit, credit: credit, amount: amount)
    }

    func step(_ name: String, _ path: String, _ body: String? = nil, as bearer: Bearer) throws -> Response {
        try office.post("/v1/\(path)/\(name)", body ?? "", as: bearer, key: office.newKey(), ifMatch: "*")
    }

    /// Owes an approved expenditure; what is of a closed month is cancelled.
    mutating func owe(at index: Int) throws {
        let owner = owners[index]
        let (day, amount) = (day(of: owner), number(1...20) * 5000)
        let fund =
            owner.funds.filter { !owner.passThroughFunds.contains($0) }.randomElement(using: &random) ?? 0
        let owed = entry(owner, on: day, "expenses", "payables", amount, fund: fund)
        let asked = try office.request(amount, item: "Nhân công", fund: owed.fund, as: .clerk)
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        let isAdvance = number(0...3) == 0
        let response = try office.owe(
            id, #""kind":"\#(isAdvance ? "advance" : "bill")","creditor_name":"Thợ Hòa""#, on: day.text)
        guard settle(response, !owner.isClosed(day), [owed]) else {
            try #require(try office.take("cancel", id).status == 200)
            return
        }
        let payable = try #require(response.integer("/id"))
        owners[index].debts
            .append(
                Debt(id: payable, entry: owed, isAdvance: isAdvance, outstanding: amount))
    }

    /// Repays a part of a debt, or finds that it is too much, or more than the fund has.
    mutating func repay(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.debts.indices.randomElement(using: &random) else { return }
        let (debt, amount) = (owner.debts[place], number(1...12) * 5000)
        let account = number(0...1) == 0 ? "cash" : "bank"
        let asked = try office.repay(debt.id, amount, method: account, as: .clerk)
        guard settle(asked, amount <= debt.outstanding, []) else { return }
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        let paid = entry(owner, on: today, "payables", account, amount, fund: debt.entry.fund)
        guard try settlePayment(id, paid) else { return }
        owners[index].debts[place].outstanding -= amount
        owners[index].payments.append(Voucher(id: id, entry: paid, debt: debt.id))
        owners[index].unbooked.append(id)
    }

    mutating func give(at index: Int) throws {
        guard let place = owners[index].debts.indices.randomElement(using: &random) else { return }
        try give(number(1...12) * 5000, of: place, at: index)
    }

    private mutating func give(_ amount: Int64, of place: Int, at index: Int) throws {
        let (owner, debt) = (owners[index], owners[index].debts[place])
        let recorded = try office.give(debt.id, amount, as: .clerk)
        guard settle(recorded, amount <= debt.outstanding, []) else { return }
        let gift = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        let given = entry(owner, on: today, "payables", "individuals", amount, fund: debt.entry.fund)
        let confirmed = try office.take("confirm", ofGift: gift)
        guard settle(confirmed, true, [given]) else { return }
        let id = try #require(confirmed.integer("/contribution"), "\(confirmed.bodyText)")
        owners[index].debts[place].outstanding -= amount
        owners[index].lastReceipt = today
        owners[index].receipts.append(Voucher(id: id, entry: given, recorder: .approver, debt: debt.id))
    }

    /// The debt that a voided or reversed voucher had settled is owed again.
    mutating func reopenDebt(of voucher: Voucher, at index: Int) {
        guard let place = owners[index].debts.firstIndex(where: { $0.id == voucher.debt }) else { return }
        owners[index].debts[place].outstanding += voucher.entry.amount
    }

    /// Voids a debt, or reverses it when its month is closed; the other step is refused.
    mutating func takeDebtBack(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.debts.indices.randomElement(using: &random) else { return }
        let (debt, isReversal) = (owner.debts[place], number(0...1) == 0)
        let response = try step(
            isReversal ? "reverse" : "void", "payables/\(debt.id)", #"{"reason":"Ghi sai"}"#, as: .approver)
        let taken =
            isReversal
            ? entry(owner, on: today, "payables", "correction", debt.entry.amount, fund: debt.entry.fund)
            : debt.entry.reversed
        let isAllowed = !debt.isSettled && owner.isClosed(debt.entry.day) == isReversal
        guard settle(response, isAllowed, [taken]) else { return }
        if isReversal { reversalsCount += 1 }
        owners[index].debts.remove(at: place)
    }

    /// The collector hands over some of the cash of a fund, or finds that it is not there.
    mutating func handOver(at index: Int) throws {
        let collected = Set(
            owners[index].receipts.filter { $0.entry.debit == "in_hand" }.map(\.entry.fund))
        guard let fund = collected.sorted().randomElement(using: &random) else { return }
        try handOver(number(1...40) * 10_000, of: fund, at: index)
    }

    private mutating func handOver(_ amount: Int64, of fund: Int64, at index: Int) throws {
        let owner = owners[index]
        let receipts = owner.receipts.filter { $0.entry.debit == "in_hand" && $0.entry.fund == fund }
            .map(\.id)
        let (first, last) = (try #require(receipts.min()), try #require(receipts.max()))
        let handed = entry(owner, on: today, "cash", "in_hand", amount, fund: fund)
        let clerk = try collector
        let recorded = try office.post(
            "/v1/hand-over-slips",
            """
            {"fund":\(fund),"collector":\(clerk),"amount":\(amount),"first_receipt":\(first),\
            "last_receipt":\(last)}
            """, as: .clerk, key: office.newKey())
        guard settle(recorded, books.bears([handed]), []) else { return }
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        guard settle(try office.take("confirm", ofSlip: id), true, [handed]) else { return }
        owners[index].slips.append(Move(path: "hand-over-slips", id: id, entry: handed))
    }

    /// Voids a slip, or reverses it when its month is closed; the other step is refused.
    mutating func takeSlipBack(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.slips.indices.randomElement(using: &random) else { return }
        let (slip, isReversal) = (owner.slips[place], number(0...1) == 0)
        let response = try step(
            isReversal ? "reverse" : "void", "hand-over-slips/\(slip.id)", #"{"reason":"Ghi sai"}"#,
            as: .approver)
        let (amount, fund) = (slip.entry.amount, slip.entry.fund)
        let taken =
            isReversal
            ? [
                entry(owner, on: today, "correction", "cash", amount, fund: fund),
                entry(owner, on: today, "in_hand", "correction", amount, fund: fund),
            ] : [slip.entry.reversed]
        let isAllowed = owner.isClosed(slip.entry.day) == isReversal && books.bears(taken)
        guard settle(response, isAllowed, taken) else { return }
        if isReversal { reversalsCount += 1 }
        owners[index].slips.remove(at: place)
    }

    /// Hands over all cash in hand, and settles advances, or all debts, so that a month may be closed, or the books
    /// end.
    mutating func settleAll(at index: Int, isEnd: Bool) throws {
        for fund in owners[index].funds {
            let held = books.held("in_hand", by: owners[index].text, fund: fund, at: today)
            if held > 0 { try handOver(held, of: fund, at: index) }
        }
        for place in owners[index].debts.indices {
            let debt = owners[index].debts[place]
            guard debt.outstanding > 0, isEnd || debt.isAdvance else { continue }
            try give(debt.outstanding, of: place, at: index)
        }
    }

    /// One receipt for all funds of the owner.
    mutating func receiveLines(at index: Int) throws {
        let owner = owners[index]
        let (day, isCash) = (max(owner.lastReceipt, day(of: owner)), number(0...2) > 0)
        var received: [YearBooks.Entry] = []
        for fund in owner.funds {
            let amount = number(1...20) * 10_000
            let source = owner.passThroughFunds.contains(fund) ? "pass_through" : "individuals"
            received.append(entry(owner, on: day, isCash ? "cash" : "bank", source, amount, fund: fund))
        }
        let lines = received.map { #"{"fund":\#($0.fund),"amount":\#($0.amount)}"# }.joined(separator: ",")
        let response = try office.post(
            "/v1/receipts",
            """
            {"sponsor_name":"Ông Bình","method":"\(isCash ? "cash" : "bank")","received_on":"\(day.text)",\
            "lines":[\(lines)]}
            """, as: .clerk, key: office.newKey())
        guard settle(response, !owner.isClosed(day), received) else { return }
        owners[index].lastReceipt = day
        owners[index].lines.append(Receipt(id: try #require(response.integer("/id")), entries: received))
    }

    /// Voids a receipt of several lines, or reverses it when its month is closed; the other step is refused.
    mutating func takeLinesBack(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.lines.indices.randomElement(using: &random) else { return }
        let (receipt, isReversal) = (owner.lines[place], number(0...1) == 0)
        let response = try step(
            isReversal ? "reverse" : "void", "receipts/\(receipt.id)", #"{"reason":"Ghi sai"}"#,
            as: .treasurer)
        let taken = receipt.entries.map { isReversal ? correction(of: $0, owner) : $0.reversed }
        let isClosed = receipt.entries.contains { owner.isClosed($0.day) }
        guard settle(response, isClosed == isReversal && books.bears(taken), taken) else { return }
        if isReversal { reversalsCount += 1 }
        owners[index].lines.remove(at: place)
    }

    /// What takes a receipt of a closed month back today: money of others is theirs no more, and corrects nothing.
    func correction(of received: YearBooks.Entry, _ owner: Owner) -> YearBooks.Entry {
        entry(
            owner, on: today, received.credit == "pass_through" ? "pass_through" : "correction",
            received.debit, received.amount, fund: received.fund)
    }
}
