import Domain
import Store

extension RowImport {
    /// Each row becomes a receipt, as over HTTP, with a number, postings and sums.
    ///
    /// Owner by owner, so that rows stored next to each other are written together and their sums only once; within an
    /// owner by date, because the dates of a voucher series never fall, and by line on the same date.
    package static let contributions = RowImport(
        ContributionRowInput.self, movesMoney: true, standing: standingReceipts
    ) { rows, reading, caller, tx, onResult in
        var read = ReadRows()
        for row in rows { try read.add(row, by: reading, in: tx, onResult) }
        var isRefused = read.isRefused
        for owner in read.owners.keys.sorted(by: { $0.sortsBefore($1) }) {
            guard let group = read.owners[owner] else { continue }
            isRefused = try record(group, isRefused: isRefused, by: caller, in: tx, onResult)
        }
    }

    private struct ReadRow {
        let row: Row
        let input: ContributionRowInput
        let fund: Fund

        var gift: NewContributionInput { input.gift }

        func day(today: LocalDate) -> LocalDate { gift.receivedOn ?? today }

        func isBefore(_ other: ReadRow, today: LocalDate) -> Bool {
            (day(today: today), row.line) < (other.day(today: today), other.row.line)
        }

        func key(today: LocalDate) -> RecordedReceipt.Key {
            RecordedReceipt.Key(
                fund: fund.id, donor: gift.donor, method: gift.method, bankReference: gift.bankReference,
                amount: gift.amount, day: day(today: today))
        }
    }

    /// The rows of one owner.
    private struct OwnerRows {
        let keeper: BookKeeper
        var rows: [ReadRow] = []
    }

    /// The readable rows by owner.
    private struct ReadRows {
        var owners: [FundOwner: OwnerRows] = [:]
        var funds: [Fund.ID: Fund] = [:]
        var isRefused = false

        mutating func add(
            _ row: Row, by reading: RowReading, in tx: borrowing WriteTransaction,
            _ onResult: (Row, Outcome) -> Void
        ) throws {
            do {
                let input: ContributionRowInput = try reading.input(of: row, in: tx)
                let fund = try fund(input.gift.fund, in: tx)
                owners[fund.owner]?.rows.append(ReadRow(row: row, input: input, fund: fund))
            } catch {
                isRefused = true
                onResult(row, .refused(try Problem(importing: error)))
            }
        }

        private mutating func fund(_ id: Fund.ID, in tx: borrowing WriteTransaction) throws -> Fund {
            if let fund = funds[id] { return fund }
            let (fund, keeper) = try tx.openFund(id)
            funds[id] = fund
            if owners[fund.owner] == nil { owners[fund.owner] = OwnerRows(keeper: keeper) }
            return fund
        }
    }

    /// The receipts of an owner that rows of a file may stand for, because the file was imported before with fewer rows.
    ///
    /// Equal rows stand for as many receipts as there are, in order; a row beyond them is new.
    private struct StandingReceipts {
        private var receipts: [RecordedReceipt.Key: [RecordedReceipt]] = [:]
        /// Those that rows with their own key stand for: they stand for no other row.
        private let claimed: Set<Contribution.ID>

        init(
            of owner: FundOwner, from day: LocalDate?, besides claimed: Set<Contribution.ID>,
            in tx: borrowing WriteTransaction
        ) throws {
            self.claimed = claimed
            guard let day else { return }
            for receipt in try tx.recordedReceipts(of: owner, from: day) where !claimed.contains(receipt.id) {
                receipts[receipt.key, default: []].append(receipt)
            }
        }

        /// The first receipt that the row stands for, of those without a key before others.
        ///
        /// A row with a key of its own is none of the receipts that have another one.
        mutating func take(_ key: RecordedReceipt.Key, hasImportKey: Bool) -> RecordedReceipt? {
            guard let found = receipts[key] else { return nil }
            let index =
                found.firstIndex { !$0.hasImportKey } ?? (hasImportKey ? nil : found.indices.first)
            return index.flatMap { receipts[key]?.remove(at: $0) }
        }
    }

    /// What the rows of a table that was recorded before stand for, by line, with voided receipts.
    ///
    /// None for a row that can no longer be read, such as one of a hamlet that has closed.
    @Sendable private static func standingReceipts(
        of rows: ArraySlice<Row>, by reading: RowReading, in tx: borrowing WriteTransaction
    ) throws -> [Int: Sentence] {
        var (read, found) = (ReadRows(), [Int: Sentence]())
        for row in rows { try read.add(row, by: reading, in: tx) { _, _ in } }
        let today = tx.today
        for group in read.owners.values {
            let keyed = try settleKeys(of: group, in: tx) { row, outcome in
                if case .alreadyRecorded(let known) = outcome { found[row.line] = known }
            }
            let rows = keyed.rows.sorted { $0.isBefore($1, today: today) }
            var standing = try StandingReceipts(
                of: group.keeper.owner, from: rows.first?.day(today: today), besides: keyed.standing, in: tx)
            for read in rows {
                let receipt = standing.take(
                    read.key(today: today), hasImportKey: read.input.key != nil)
                found[read.row.line] = receipt.map { $0.voucher.receiptSentence(isVoided: $0.isVoided) }
            }
        }
        return found
    }

    /// Settles the rows whose own key stands already, or is that of another row of the table.
    ///
    /// - Returns: the other rows; the receipts that stand; whether a row was refused.
    private static func settleKeys(
        of group: OwnerRows, in tx: borrowing WriteTransaction, _ onResult: (Row, Outcome) -> Void
    ) throws -> (rows: [ReadRow], standing: Set<Contribution.ID>, isRefused: Bool) {
        var (rows, standing, isRefused) = ([ReadRow](), Set<Contribution.ID>(), false)
        var lines: [Contribution.ImportKey: [Int]] = [:]
        for read in group.rows {
            if let key = read.input.key { lines[key, default: []].append(read.row.line) }
        }
        for read in group.rows {
            guard let key = read.input.key else {
                rows.append(read)
                continue
            }
            if let same = lines[key], same.count > 1 {
                isRefused = true
                onResult(read.row, .refused(Problem(repeatedKey: key, onLines: same.sorted())))
                continue
            }
            guard let receipt = try tx.receipt(keyed: key, of: group.keeper.owner) else {
                rows.append(read)
                continue
            }
            standing.insert(receipt.id)
            let funds = try tx.funds(from: receipt.fund)
            let differences = ContributionDifference.all(between: read.gift, and: receipt, ofFunds: funds)
            if differences.isEmpty {
                onResult(read.row, .alreadyRecorded(as: receipt.receiptSentence))
            } else {
                isRefused = true
                onResult(read.row, .refused(Problem(key: key, of: receipt, differences)))
            }
        }
        return (rows, standing, isRefused)
    }

    /// Records the rows of one owner, without those that were recorded before.
    ///
    /// - Parameters:
    ///   - group: the rows.
    ///   - isRefused: whether a row before was refused, so that no sums need be stored.
    ///   - caller: the user who answers for the rows.
    ///   - tx: the transaction of the whole table.
    ///   - onResult: called once for each row, and again for the last one when the sums are too large.
    /// - Returns: whether a row was refused.
    /// - Throws: `StoreError`.
    private static func record(
        _ group: OwnerRows, isRefused: Bool, by caller: Caller, in tx: borrowing WriteTransaction,
        _ onResult: (Row, Outcome) -> Void
    ) throws -> Bool {
        let keyed = try settleKeys(of: group, in: tx, onResult)
        var isRefused = isRefused || keyed.isRefused
        let today = tx.today
        let rows = keyed.rows.sorted { $0.isBefore($1, today: today) }
        var (sums, checks) = (ContributionSums(owner: group.keeper.owner), CollectionChecks())
        var standing = try StandingReceipts(
            of: group.keeper.owner, from: rows.first?.day(today: today), besides: keyed.standing, in: tx)
        for read in rows {
            if let receipt = standing.take(read.key(today: today), hasImportKey: read.input.key != nil) {
                onResult(
                    read.row,
                    .alreadyRecorded(as: receipt.voucher.receiptSentence(isVoided: receipt.isVoided)))
                continue
            }
            do {
                let receipt = try tx.receive(
                    read.gift, by: caller, to: read.fund, of: group.keeper, keyed: read.input.key,
                    keeping: &checks, adding: &sums)
                try read.input.checkSource(of: receipt)
                onResult(read.row, .recorded(receipt.voucher))
            } catch {
                isRefused = true
                onResult(read.row, .refused(try Problem(importing: error)))
            }
        }
        // A single invalid row prevents the whole table from being stored.
        guard !isRefused, let last = rows.last else { return isRefused }
        do {
            try tx.save(sums)
        } catch Refusal.amountTooLarge {
            isRefused = true
            let first = rows.map(\.row.line).min() ?? last.row.line
            let detail = Sentence(
                vi: "cộng các dòng của chủ quỹ này, từ dòng \(first)",
                en: "sum of the rows of this owner, from line \(first)")
            onResult(last.row, .refused(Problem(.amountTooLarge, detail: detail)))
        }
        return isRefused
    }
}
