import Domain
import Store

extension NewContributionInput: ImportedRow {}

extension RowImport {
    /// Each row becomes a receipt, as over HTTP, with a number, postings and sums.
    ///
    /// Hamlet by hamlet, so that rows stored next to each other are written together and their sums only once; within a
    /// hamlet by date, because the dates of a voucher series never fall, and by line on the same date.
    package static let contributions = RowImport(
        NewContributionInput.self, movesMoney: true
    ) { rows, reading, caller, tx, onResult in
        var read = ReadRows()
        for row in rows { try read.add(row, by: reading, in: tx, onResult) }
        var isRefused = read.isRefused
        for id in read.hamlets.keys.sorted(by: { $0.number < $1.number }) {
            guard let group = read.hamlets[id] else { continue }
            isRefused = try record(group, isRefused: isRefused, by: caller, in: tx, onResult)
        }
    }

    private struct ReadRow {
        let row: Row
        let input: NewContributionInput
        let fund: Fund

        func day(today: LocalDate) -> LocalDate { input.receivedOn ?? today }

        func key(today: LocalDate) -> RecordedReceipt.Key {
            RecordedReceipt.Key(
                fund: fund.id, donor: input.donor, method: input.method, bankReference: input.bankReference,
                amount: input.amount, day: day(today: today))
        }
    }

    /// The rows of one hamlet.
    private struct HamletRows {
        let hamlet: Hamlet
        var rows: [ReadRow] = []
    }

    /// The readable rows by hamlet.
    private struct ReadRows {
        var hamlets: [Hamlet.ID: HamletRows] = [:]
        var funds: [Fund.ID: Fund] = [:]
        var isRefused = false

        mutating func add(
            _ row: Row, by reading: RowReading, in tx: borrowing WriteTransaction,
            _ onResult: (Row, Outcome) -> Void
        ) throws {
            do {
                let input: NewContributionInput = try reading.input(of: row, in: tx)
                let fund = try fund(input.fund, in: tx)
                hamlets[fund.hamlet]?.rows.append(ReadRow(row: row, input: input, fund: fund))
            } catch {
                isRefused = true
                onResult(row, .refused(try Problem(importing: error)))
            }
        }

        private mutating func fund(_ id: Fund.ID, in tx: borrowing WriteTransaction) throws -> Fund {
            if let fund = funds[id] { return fund }
            let (fund, hamlet) = try tx.openFund(id)
            funds[id] = fund
            if hamlets[hamlet.id] == nil { hamlets[hamlet.id] = HamletRows(hamlet: hamlet) }
            return fund
        }
    }

    /// The receipts of a hamlet that rows of a file may stand for, because the file was imported before with fewer rows.
    ///
    /// Equal rows stand for as many receipts as there are, in order; a row beyond them is new.
    private struct StandingReceipts {
        private var receipts: [RecordedReceipt.Key: ArraySlice<RecordedReceipt>] = [:]

        init(of hamlet: Hamlet.ID, from day: LocalDate?, in tx: borrowing WriteTransaction) throws {
            guard let day else { return }
            for receipt in try tx.recordedReceipts(of: hamlet, from: day) {
                receipts[receipt.key, default: []].append(receipt)
            }
        }

        mutating func take(_ key: RecordedReceipt.Key) -> RecordedReceipt? { receipts[key]?.popFirst() }
    }

    /// Records the rows of one hamlet, without those that were recorded before.
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
        _ group: HamletRows, isRefused: Bool, by caller: Caller, in tx: borrowing WriteTransaction,
        _ onResult: (Row, Outcome) -> Void
    ) throws -> Bool {
        var isRefused = isRefused
        let today = tx.today
        let rows = group.rows.sorted {
            ($0.day(today: today), $0.row.line) < ($1.day(today: today), $1.row.line)
        }
        var sums = ContributionSums(hamlet: group.hamlet.id)
        var standing = try StandingReceipts(of: group.hamlet.id, from: rows.first?.day(today: today), in: tx)
        for read in rows {
            if let receipt = standing.take(read.key(today: today)) {
                onResult(read.row, .alreadyRecorded(as: receipt.sentence))
                continue
            }
            do {
                let receipt = try tx.receive(
                    read.input, by: caller, to: read.fund, of: group.hamlet, adding: &sums)
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
                vi: "cộng các dòng của thôn xóm này, từ dòng \(first)",
                en: "sum of the rows of this hamlet, from line \(first)")
            onResult(last.row, .refused(Problem(.amountTooLarge, detail: detail)))
        }
        return isRefused
    }
}

extension RecordedReceipt {
    /// What a row that was recorded before stands for.
    fileprivate var sentence: Sentence {
        let (number, book) = (voucher.printedNumber, voucher.series.book)
        return Sentence(
            vi: "phiếu thu \(number) (quyển \(book)) ngày \(voucher.issuedOn.printed)"
                + (isVoided ? ", đã hủy" : ""),
            en: "receipt \(number) (book \(book)) of \(voucher.issuedOn.text)" + (isVoided ? ", voided" : ""))
    }
}
