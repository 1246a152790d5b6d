import Crypto
package import Domain
package import Store

/// Imports the rows of a table, each through the input and handler of the corresponding request.
package struct RowImport: Sendable {
    /// One row: its line in the file, and its texts by column.
    package struct Row: Hashable, Sendable {
        package let line: Int
        /// Shared by all rows of a table.
        private let columns: [String]
        private let cells: [String]

        /// A row with one cell for each column.
        package init(line: Int, columns: [String], cells: [String]) {
            precondition(columns.count == cells.count, "a cell a column")
            self.line = line
            self.columns = columns
            self.cells = cells
        }

        package init(line: Int, values: [(column: String, text: String)]) {
            self.init(line: line, columns: values.map(\.column), cells: values.map(\.text))
        }

        /// An empty text means a missing value.
        package var values: [(column: String, text: String)] {
            zip(columns, cells).map { (column: $0, text: $1) }
        }
    }

    /// The result of one row.
    package enum Outcome: Sendable {
        /// With the receipt, when the row moved money.
        case recorded(Voucher?)
        /// It was already stored, as what is named; nil when the row says it all.
        case alreadyRecorded(as: Sentence?)
        case refused(Problem)
    }

    /// The columns a table may have; the required ones must be present.
    package let columns: [InputField]
    /// Those of them that the input of a row has itself: the others name something by words.
    let members: Set<String>
    /// The digits of the codes in a column, for those that a spreadsheet has made a number.
    package let codeWidths: [String: Int]
    /// True when each row moves money: a user must answer for the rows, and the same file is not imported twice.
    package let movesMoney: Bool
    /// Checks that the importer may see the place of a row.
    let checkRow: @Sendable (Row, RowReading, borrowing WriteTransaction) throws -> Void
    /// What each row of a table that was recorded as a whole stands for, by line, where that can be told.
    let standing:
        @Sendable (ArraySlice<Row>, RowReading, borrowing WriteTransaction) throws -> [Int: Sentence]
    private let run:
        @Sendable (ArraySlice<Row>, RowReading, Caller, borrowing WriteTransaction, (Row, Outcome) -> Void)
            throws -> Void

    /// The SHA-256 of a table's cells, used to recognise it whatever its line endings and quoting.
    package static func digest(of cells: some Sequence<[String]>) -> [UInt8] {
        var hash = SHA256()
        for row in cells {
            var bytes: [UInt8] = []
            for cell in row {
                bytes += "\(cell.utf8.count):".utf8
                bytes += cell.utf8
            }
            hash.update(data: bytes + [UInt8(ascii: "\n")])
        }
        return Array(hash.finalize())
    }

    /// Records the rows and reports the outcome of each.
    ///
    /// - Parameters:
    ///   - rows: in any order.
    ///   - user: the user who answers for the rows; nil for the administrator.
    ///   - settings: those that requests have, so that a row means the same on every way in.
    ///   - tx: the transaction of the whole table.
    ///   - onResult: called once for each row, in processing order.
    /// - Throws: `StoreError`; an invalid row is reported as its outcome.
    package func record(
        _ rows: [Row], by user: User.ID?, with settings: ServiceSettings, in tx: borrowing WriteTransaction,
        onResult: (Row, Outcome) -> Void
    ) throws {
        try record(rows, by: .server(user), with: settings, in: tx, onResult: onResult)
    }

    /// Records the rows of `importer`, whose scope is checked for each when it is a caller.
    func record(
        _ rows: [Row], by importer: Importer, with settings: ServiceSettings,
        in tx: borrowing WriteTransaction, onResult: (Row, Outcome) -> Void
    ) throws {
        let reading = RowReading(
            columns: columns, members: members, settings: settings, today: tx.today, importer: importer)
        try run(rows[...], reading, importer.caller, tx, onResult)
    }

    init<In: ImportedRow>(
        _ input: In.Type,
        _ record: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Outcome
    ) {
        self.init(input, movesMoney: false, standing: RowImport.untold) {
            rows, reading, caller, tx, onResult in
            for row in rows {
                do {
                    onResult(row, try record(reading.input(of: row, in: tx), caller, tx))
                } catch {
                    onResult(row, .refused(try Problem(importing: error)))
                }
            }
        }
    }

    /// Of rows that do not move money, each is compared by itself.
    @Sendable static func untold(
        _ rows: ArraySlice<Row>, by reading: RowReading, in tx: borrowing WriteTransaction
    ) -> [Int: Sentence] { [:] }

    init<In: ImportedRow>(
        _ input: In.Type, movesMoney: Bool,
        standing:
            @escaping @Sendable (
                ArraySlice<Row>, RowReading, borrowing WriteTransaction
            ) throws -> [Int: Sentence],
        run:
            @escaping @Sendable (
                ArraySlice<Row>, RowReading, Caller, borrowing WriteTransaction, (Row, Outcome) -> Void
            ) throws -> Void
    ) {
        let fields = RequestDecoder.fields(of: In.self).filter { $0.section == .body }
        members = Set(fields.map(\.name))
        columns = RowReference.columns(fields, naming: In.references)
        let communes = columns.map(\.name).filter { $0 == RowReference.communeColumn }
        codeWidths = Dictionary(uniqueKeysWithValues: communes.map { ($0, RowReference.communeDigitsCount) })
        self.movesMoney = movesMoney
        checkRow = { row, reading, tx in
            let _: In = try reading.input(of: row, in: tx)
        }
        self.standing = standing
        self.run = run
    }
}

/// The input of a row, with the place that a caller over HTTP must see.
protocol ImportedRow: Input {
    /// What its rows may name by words, in the order in which one is found by the other.
    static var references: [RowReference] { get }
    /// The column with the day on which a name is taken; nil, or an empty cell, means today.
    static var dayColumn: String? { get }

    /// Checks the place, as before the corresponding request.
    ///
    /// - Throws: `Refusal.unknownReference`.
    func authorise(_ caller: Caller, in tx: borrowing WriteTransaction) throws
}

extension ImportedRow {
    static var references: [RowReference] { [] }
    static var dayColumn: String? { nil }

    func authorise(_ caller: Caller, in tx: borrowing WriteTransaction) throws {
        _ = try tx.authorise(caller, to: target)
    }
}
