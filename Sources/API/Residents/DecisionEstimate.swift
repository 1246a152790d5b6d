import Domain
import Store
import Text

extension RequestDecoder {
    /// The lines of an estimate with their control totals; nil when the request says nothing about it.
    mutating func estimate() -> [Decision.PlannedItem]? {
        let errorsBefore = errors.count
        let items = objects("estimate", upTo: Decision.plannedItemsMax, isRequired: false) { decoder in
            let kind = decoder.choice("kind", of: Decision.PlannedKind.self)
            let name = decoder.optionalPublicName("name", upTo: 100)
            let isMissing = kind == .expenses && name == nil
            if isMissing, decoder.contains("kind"), !decoder.contains("name") {
                decoder.addError("name", .memberMissing, ProblemCode.memberMissing.title)
            }
            return Decision.PlannedItem(kind: kind, name: name, amount: decoder.dong("amount"))
        }
        let receipts = optionalDong("planned_receipts", from: 0)
        let expenses = optionalDong("planned_expenses", from: 0)
        guard errors.count == errorsBefore else { return [] }
        checkNames(of: items)
        for (name, total, isExpense) in [
            ("planned_receipts", receipts, false), ("planned_expenses", expenses, true),
        ] {
            let planned = items.filter { ($0.kind == .expenses) == isExpense }.sum { $0.amount.amount }
            guard let total, total.amount != planned else { continue }
            let sum = formattedDong(planned)
            addError(
                name, .controlTotalMismatch,
                Sentence(vi: "tổng của dự toán là \(sum)", en: "the estimate adds up to \(sum)"))
        }
        return contains("estimate") || isNull("estimate") ? items : nil
    }

    /// Adds an error for each line that repeats another one: an expense of the same name, or a source.
    private mutating func checkNames(of items: [Decision.PlannedItem]) {
        var seen: Set<PlannedKey> = []
        for (index, item) in items.enumerated() where !seen.insert(PlannedKey(item)).inserted {
            addError(
                "estimate/\(index)", .memberRepeated,
                Sentence(vi: "mục này đã có ở trên", en: "a line above is about the same"))
        }
    }
}

/// What tells the lines of an estimate apart: an expense by its name, however it is spelt, a source by kind and name.
private struct PlannedKey: Hashable {
    let kind: Decision.PlannedKind
    let name: String?

    init(_ item: Decision.PlannedItem) {
        kind = item.kind
        name = item.name?.nameKey
    }
}

/// A line of the estimate, for the office and the public alike.
struct PlannedItemView: PublicView {
    let item: Decision.PlannedItem

    static var sample: PlannedItemView {
        PlannedItemView(
            item: Decision.PlannedItem(kind: .expenses, name: "Vật liệu", amount: Dong(30_000_000)))
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.kind, item.kind))
        fields.publish(Disclosure.text(.name, item.name))
        fields.publish(Disclosure.money(.amount, item.amount))
    }

    /// The lines with their totals; without any, the list is empty and the totals are absent.
    static func write(_ draft: Decision.Draft, to fields: inout some PublicFieldWriter) {
        func planned(isExpense: Bool) -> Dong? {
            let items = draft.estimate.filter { ($0.kind == .expenses) == isExpense }
            return draft.estimate.isEmpty ? nil : Dong(items.sum { $0.amount.amount })
        }
        fields.publish("estimate", draft.estimate.map { PlannedItemView(item: $0) })
        fields.publish(Disclosure.money(.plannedReceipts, planned(isExpense: false)))
        fields.publish(Disclosure.money(.plannedExpenses, planned(isExpense: true)))
    }
}

extension Decision.Draft {
    /// The estimate as the minutes have it: number, content, amount to be raised, amount to be spent; and the totals.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    func estimateRows() throws(Refusal) -> [[String]] {
        let lines = estimate.enumerated()
            .map { index, item in
                let isExpense = item.kind == .expenses
                let source = LedgerAccount.Kind(rawValue: item.kind.rawValue).map(\.printed)
                let texts = [isExpense ? nil : source, item.name].compactMap { $0 }
                let amounts = isExpense ? ["", item.amount.inColumn] : [item.amount.inColumn, ""]
                return ["\(index + 1)", texts.joined(separator: ": ")] + amounts
            }
        let totals = [try planned(isExpense: false), try planned(isExpense: true)].map(\.inColumn)
        return lines + [["", "Cộng"] + totals]
    }
}

extension Reading where Self: ~Copyable {
    /// The hamlets whose households decide today.
    private borrowing func hamlets(of scope: Decision.Scope) throws -> [Hamlet.ID] {
        switch scope {
        case .hamlet(let hamlet): [hamlet]
        case .commune(let commune): try hamlets(of: commune, on: today)
        }
    }

    /// Checks that no line about support to persons names a household of the place that decides.
    borrowing func checkSupport(in estimate: [Decision.PlannedItem], of scope: Decision.Scope) throws {
        for (index, item) in estimate.enumerated() {
            guard let name = item.name, Disclosure.isSupport(name) else { continue }
            try checkSupport(name, at: Field.estimate[index].member(.name), in: hamlets(of: scope))
        }
    }
}
