package import Domain
package import Store

/// Who imports a table.
package enum Importer: Sendable {
    /// The administrator of the server, on behalf of a user when given; may write everywhere.
    case server(User.ID?)
    /// A caller over HTTP, whose scope is checked for every row.
    case caller(Caller)

    var caller: Caller {
        switch self {
        case .server(let user): .administrator(user)
        case .caller(let caller): caller
        }
    }
}

/// The result of an import.
package struct ImportResult: Hashable, Sendable {
    /// A row that was already stored.
    package struct Standing: Hashable, Sendable {
        package let line: Int
        /// What the row stands for; nil when the row says it all.
        package let known: Sentence?
    }

    package fileprivate(set) var recordedCount = 0
    /// By line.
    package fileprivate(set) var standing: [Standing] = []
    /// The first and the last receipt by series.
    fileprivate(set) var receipts: [Voucher.Series: ReceiptRange] = [:]
    package var standingCount: Int { standing.count }

    fileprivate mutating func add(_ voucher: Voucher) {
        receipts[voucher.series] = receipts[voucher.series]?.adding(voucher) ?? ReceiptRange(voucher, voucher)
    }
}

/// The first and the last of the receipts that an import numbered in one series.
struct ReceiptRange: Hashable, Sendable {
    private(set) var first: Voucher
    private(set) var last: Voucher

    init(_ first: Voucher, _ last: Voucher) { (self.first, self.last) = (first, last) }

    func adding(_ voucher: Voucher) -> ReceiptRange {
        ReceiptRange(
            voucher.number < first.number ? voucher : first, voucher.number > last.number ? voucher : last)
    }
}

/// A table with invalid rows, of which nothing is stored.
package struct RefusedRows: Error, Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let line: Int
        package let problem: Problem
    }

    let table: CSVTable
    /// Invalid rows by line: all of them, or as many as the importer asked for.
    package fileprivate(set) var rows: [Row] = []
    package fileprivate(set) var count = 0
}

extension RowImport {
    /// Records every row of `table`, which must be the only work of its job: nothing is stored when it throws.
    ///
    /// A table that moves money is recorded only once: if the same cells were recorded before, all its rows count as
    /// known.
    ///
    /// - Parameters:
    ///   - table: the table.
    ///   - importer: who answers for the rows.
    ///   - settings: those that requests have, so that a row means the same on every way in.
    ///   - refusedRowsMax: the maximum number of invalid rows that are kept; all are counted.
    ///   - tx: the transaction of the whole table.
    ///   - onProgress: called after each row with the number of rows so far.
    /// - Returns: what was recorded and what stood before.
    /// - Throws: `RefusedRows`, `StoreError`.
    package func take(
        _ table: CSVTable, by importer: Importer, with settings: ServiceSettings, refusedRowsMax: Int,
        in tx: borrowing WriteTransaction, onProgress: (Int) -> Void = { _ in }
    ) throws -> ImportResult {
        var result = ImportResult()
        let key = movesMoney ? IdempotencyKey(ofImport: table.digest) : nil
        if let key, try tx.storedResponse(key) != nil {
            try checkScope(of: table, for: importer, with: settings, in: tx)
            let reading = RowReading(
                columns: columns, members: members, settings: settings, today: tx.today, importer: importer)
            let known = try standing(table.rows[...], reading, tx)
            result.standing = table.rows.map { ImportResult.Standing(line: $0.line, known: known[$0.line]) }
            return result
        }
        let outer = tx.beginRequest(key, status: StoredResponse.recorded.status, for: .forever)
        defer { tx.endRequest(outer) }
        var refused = RefusedRows(table: table)
        var doneCount = 0
        try record(table.rows, by: importer, with: settings, in: tx) { row, outcome in
            switch outcome {
            case .recorded(let voucher):
                result.recordedCount += 1
                if let voucher { result.add(voucher) }
            case .alreadyRecorded(let known):
                result.standing.append(ImportResult.Standing(line: row.line, known: known))
            case .refused(let problem): refused.add(row.line, problem, upTo: refusedRowsMax)
            }
            doneCount += 1
            onProgress(doneCount)
        }
        try refused.check()
        result.standing.sort { $0.line < $1.line }
        if let key { try tx.store(.recorded, under: key, for: .forever) }
        return result
    }

    /// Checks that the caller may see the places of all rows, without recording any.
    ///
    /// - Throws: `RefusedRows`.
    func checkScope(
        of table: CSVTable, for importer: Importer, with settings: ServiceSettings,
        in tx: borrowing WriteTransaction
    ) throws {
        guard case .caller = importer else { return }
        let reading = RowReading(
            columns: columns, members: members, settings: settings, today: tx.today, importer: importer)
        var refused = RefusedRows(table: table)
        for row in table.rows {
            do {
                try checkRow(row, reading, tx)
            } catch {
                refused.add(row.line, try Problem(importing: error), upTo: .max)
            }
        }
        try refused.check()
    }
}

extension RefusedRows {
    fileprivate mutating func add(_ line: Int, _ problem: Problem, upTo rowsMax: Int) {
        count += 1
        if rows.count < rowsMax { rows.append(Row(line: line, problem: problem)) }
    }

    fileprivate mutating func check() throws(RefusedRows) {
        guard count > 0 else { return }
        rows.sort { $0.line < $1.line }
        throw self
    }
}

extension IdempotencyKey {
    /// The key of a whole table with the SHA-256 `digest`.
    ///
    /// Its caller is 0, which is no user: a table is recorded once whoever imports it, and no client's key can equal
    /// it.
    fileprivate init(ofImport digest: [UInt8]) {
        let digits = digest.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }
        self.init(caller: 0, key: "import:" + digits.joined(), fingerprint: digest)
    }
}

extension StoredResponse {
    fileprivate static let recorded = StoredResponse(
        status: 201, content: .bytes([], location: nil, etag: nil))
}
