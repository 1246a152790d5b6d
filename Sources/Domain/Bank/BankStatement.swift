import Text

/// A bank's statement of an account (sao kê), read from rows of cells.
package struct BankStatement: Hashable, Sendable {
    /// One row of a table, with the line on which it stands, from 1.
    package struct Row: Hashable, Sendable {
        package let line: Int
        package let cells: [String]
        /// The places of cells of a workbook that hold a number with a fraction: its point separates no thousands.
        package let fractions: Set<Int>

        package init(line: Int, cells: [String], fractions: Set<Int> = []) {
            self.line = line
            self.cells = cells
            self.fractions = fractions
        }
    }

    package enum Direction: Hashable, Sendable {
        case credit
        case debit
    }

    package struct Entry: Hashable, Sendable {
        package let line: Int
        package let direction: Direction
        package let bookedOn: LocalDate
        package let amount: Dong
        /// The bank's reference, or one made from the row when it has none.
        package let reference: String
        package let memo: String
        package let payerName: String?
        package let payerAccount: String?
        /// The balance after the entry.
        package let balance: Dong?

        package init(
            line: Int, direction: Direction, bookedOn: LocalDate, amount: Dong, reference: String,
            memo: String = "", payerName: String? = nil, payerAccount: String? = nil, balance: Dong? = nil
        ) {
            self.line = line
            self.direction = direction
            self.bookedOn = bookedOn
            self.amount = amount
            self.reference = reference
            self.memo = memo
            self.payerName = payerName
            self.payerAccount = payerAccount
            self.balance = balance
        }

        /// What the entry adds to the balance.
        var change: Int64 { direction == .credit ? amount.amount : -amount.amount }
    }

    /// What is wrong with a row, or with the whole table.
    package struct Fault: Error, Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// No row within the first `headerLinesMax` names a date and an amount.
            case headerMissing
            /// Two columns of money have this head.
            case columnRepeated(String)
            case dateMissing
            case dateInvalid(String)
            case amountMissing
            /// Not a whole number of đồng, or with separators at odd places.
            case amountInvalid(String)
            /// A row with money both in and out.
            case amountTwice
            /// Other entries lead to this balance.
            case balanceMismatch(expected: Dong)
            /// Another credit of the table has the reference.
            case referenceRepeated(firstLine: Int)
        }

        package let line: Int
        package let kind: Kind

        package init(line: Int, _ kind: Kind) {
            self.line = line
            self.kind = kind
        }
    }

    /// The rows among which the header is looked for: an account block of 20 and more lines may stand above it.
    package static let headerLinesMax = 40

    package private(set) var entries: [Entry] = []
    /// By line.
    package private(set) var faults: [Fault] = []

    package var credits: [Entry] { entries.filter { $0.direction == .credit } }

    /// The balance after the last entry of each month that has one, with the day of that entry; oldest first.
    package var monthEnds: [BankAccount.Statement] {
        let stated = BankStatementBalances.isNewestFirst(entries) ? entries.reversed() : entries
        var ends: [AccountingPeriod.Month: BankAccount.Statement] = [:]
        for entry in stated {
            guard let balance = entry.balance else { continue }
            let month = AccountingPeriod.Month(of: entry.bookedOn)
            ends[month] = BankAccount.Statement(on: entry.bookedOn, balance: balance)
        }
        return ends.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Reads the rows of a statement, numbered from 1.
    package init(_ rows: [[String]]) {
        self.init(rows.enumerated().map { Row(line: $0 + 1, cells: $1) })
    }

    /// Reads the rows of a statement; entries are those without a fault.
    package init(_ rows: [Row]) {
        guard let header = BankStatementHeader(in: rows.prefix(BankStatement.headerLinesMax)) else {
            faults = [Fault(line: rows.first?.line ?? 1, .headerMissing)]
            return
        }
        if let head = header.repeatedHead {
            faults = [Fault(line: rows.prefix(header.rowsCount).last?.line ?? 1, .columnRepeated(head))]
            return
        }
        var made = MadeReferences()
        for row in rows.dropFirst(header.rowsCount) where !header.isRepeated(row) {
            do throws(Fault) {
                guard let entry = try header.entry(in: row, making: &made) else { continue }
                entries.append(entry)
            } catch {
                faults.append(error)
            }
        }
        faults += BankStatement.repeatedReferences(among: entries)
        faults += BankStatementBalances(entries, besides: faults).faults
        faults.sort { $0.line < $1.line }
    }

    /// Credits with the reference of an earlier one: which of them came cannot be told.
    private static func repeatedReferences(among entries: [Entry]) -> [Fault] {
        var lines: [String: Int] = [:]
        return entries.filter { $0.direction == .credit }
            .compactMap { entry -> Fault? in
                if let line = lines[entry.reference.codeKey] {
                    return Fault(line: entry.line, .referenceRepeated(firstLine: line))
                }
                lines[entry.reference.codeKey] = entry.line
                return nil
            }
    }
}

/// References of entries that have none in the statement, which are the same each time it is read.
struct MadeReferences {
    private var counts: [String: Int] = [:]

    /// Day and amount with the balance after it, which together are one entry; without a balance the number of the
    /// entry among those of the same day and amount.
    mutating func next(on day: LocalDate, change: Int64, balance: Dong?) -> String {
        let sign = change < 0 ? "C" : "T"
        let start = "SK\(day.packed)\(sign)\(change.magnitude)"
        if let balance {
            return numbered("\(start)D\(balance.amount < 0 ? "M" : "")\(balance.amount.magnitude)")
        }
        return numbered(start)
    }

    private mutating func numbered(_ start: String) -> String {
        let count = counts[start, default: 0] + 1
        counts[start] = count
        return count == 1 ? start : "\(start)N\(count)"
    }
}

/// The running balance of a statement: each entry leads from the balance before it to the one after it.
struct BankStatementBalances {
    let faults: [BankStatement.Fault]

    /// Checks the balances of neighbouring entries, oldest first or newest first: whichever fits better.
    ///
    /// Nothing is known across an entry that could not be read.
    init(_ entries: [BankStatement.Entry], besides unread: [BankStatement.Fault]) {
        let lines = unread.filter { $0.kind != .headerMissing }.map(\.line)
        let pairs = zip(entries, entries.dropFirst())
            .filter { before, after in !lines.contains { before.line < $0 && $0 < after.line } }
        let ascending = BankStatementBalances.ascending(pairs)
        let descending = BankStatementBalances.descending(pairs)
        faults = descending.count < ascending.count ? descending : ascending
    }

    /// True when the entries stand newest first: by their balances, and by their days where those do not tell.
    static func isNewestFirst(_ entries: [BankStatement.Entry]) -> Bool {
        let pairs = Array(zip(entries, entries.dropFirst()))
        let (up, down) = (ascending(pairs).count, descending(pairs).count)
        guard up == down, let first = entries.first, let last = entries.last else { return down < up }
        return last.bookedOn < first.bookedOn
    }

    private static func ascending(
        _ pairs: [(BankStatement.Entry, BankStatement.Entry)]
    ) -> [BankStatement.Fault] {
        pairs.compactMap { before, after in fault(of: after, after: before.balance, adding: after.change) }
    }

    /// Newest first: the balance of the later row is that before the earlier row's entry.
    private static func descending(
        _ pairs: [(BankStatement.Entry, BankStatement.Entry)]
    ) -> [BankStatement.Fault] {
        pairs.compactMap { later, earlier in
            fault(of: earlier, after: later.balance, adding: 0 - later.change)
        }
    }

    private static func fault(
        of entry: BankStatement.Entry, after balance: Dong?, adding change: Int64
    ) -> BankStatement.Fault? {
        guard let balance, let stated = entry.balance else { return nil }
        let expected = Dong(balance.amount.addingClamped(change))
        return stated == expected
            ? nil : BankStatement.Fault(line: entry.line, .balanceMismatch(expected: expected))
    }
}
