import Domain
import Store

/// The books of an owner as text for the program Beancount, which anybody may check them with.
///
/// Each posting is a transaction of two lines with the number of its voucher. The balances at the ends of months come
/// from the sums, so that a missing posting is found.
///
/// - Source: Beancount Language Syntax, version 3: account names, strings, metadata, `balance` at the start of a day.
struct BeancountText {
    private(set) var bytes: [UInt8] = []

    init(
        of keeper: BookKeeper, funds: [Fund], entries: [LedgerEntry], monthEnds: [LedgerMonthEnd],
        today: LocalDate
    ) {
        bytes.reserveCapacity(4096 + entries.count * 320)
        let first = entries.first?.on ?? today
        line("option \"title\" \(quoted("Sổ quỹ " + keeper.name))")
        line("option \"operating_currency\" \"VND\"")
        line("")
        line("\(first.text) commodity VND")
        openAccounts(of: funds, used: entries, on: first)
        for entry in entries { add(entry) }
        line("")
        for end in monthEnds {
            for account in [LedgerAccount.Kind.cash, .bank] {
                let name = BeancountText.account(account, of: end.fund)
                line("\(end.before.text) balance \(name)  \(end.balances.held(in: account).amount) VND")
            }
        }
    }

    /// Opens cash and bank of each fund, and the other accounts that have a posting.
    private mutating func openAccounts(of funds: [Fund], used entries: [LedgerEntry], on day: LocalDate) {
        var used: [Fund.ID: Set<LedgerAccount.Kind>] = [:]
        for entry in entries { used[entry.fund, default: []].formUnion([entry.debit, entry.credit]) }
        for fund in funds {
            let kinds = (used[fund.id] ?? []).union([.cash, .bank])
            for kind in LedgerAccount.Kind.allCases where kinds.contains(kind) {
                line("\(day.text) open \(BeancountText.account(kind, of: fund.id))  VND")
                line("  fund: \(quoted(fund.name))")
            }
        }
    }

    private mutating func add(_ entry: LedgerEntry) {
        line("")
        let payee = quoted(entry.document?.partyName ?? "")
        line("\(entry.on.text) * \(payee) \(quoted(entry.reason))")
        if let document = entry.document { line("  number: \(quoted(document.number))") }
        if !entry.item.isEmpty { line("  item: \(quoted(entry.item))") }
        line("  entry: \"\(entry.position)-\(entry.line)\"")
        line("  \(BeancountText.account(entry.debit, of: entry.fund))  \(entry.amount.amount) VND")
        line("  \(BeancountText.account(entry.credit, of: entry.fund))  \(-entry.amount.amount) VND")
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A string in quotation marks, with its marks and backslashes escaped.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted.append("\\")
                quoted.unicodeScalars.append(scalar)
            // Texts are lines; a line break would be part of the string.
            case _ where scalar.value < 0x20: quoted.append(" ")
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// The name of an account: ASCII, each part with a capital first, such as `Income:Fund1:People-Away`.
    static func account(_ kind: LedgerAccount.Kind, of fund: Fund.ID) -> String {
        let words = kind.rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return "\(root(of: kind)):Fund\(fund.number):" + words.joined(separator: "-")
    }

    private static func root(of kind: LedgerAccount.Kind) -> String {
        switch kind {
        case .cash, .bank, .inHand: "Assets"
        case .households, .peopleAway, .individuals, .companies, .organisations, .stateCentral,
            .stateProvince, .stateDistrict, .stateCommune, .stateAgencies, .interest, .surplus:
            "Income"
        case .expenses, .refunds, .fees, .shortage: "Expenses"
        case .transfer, .opening, .fundTransfer, .correction: "Equity"
        case .payables, .passThrough: "Liabilities"
        }
    }
}
