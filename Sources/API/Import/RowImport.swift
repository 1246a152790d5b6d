import Crypto
package import Domain
import JSON
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

/// Decodes rows into inputs.
struct RowReading {
    /// What the input of a row has itself.
    private let members: Set<String>
    private let integerColumns: Set<String>
    private let booleanColumns: Set<String>
    /// The columns that may stand for required ones, by these.
    private let alternatives: [String: String]
    private let settings: ServiceSettings
    private let today: LocalDate
    private let importer: Importer
    private let references: RowReferences

    init(
        columns: [InputField], members: Set<String>, settings: ServiceSettings, today: LocalDate,
        importer: Importer
    ) {
        self.members = members
        self.settings = settings
        self.today = today
        self.importer = importer
        references = RowReferences(importer: importer)
        alternatives = Dictionary(
            columns.compactMap { column in column.alternative.map { (column.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        integerColumns = Set(
            columns.compactMap { column in
                if case .integer = column.schema { column.name } else { nil }
            })
        booleanColumns = Set(
            columns.compactMap { column in
                if case .boolean = column.schema { column.name } else { nil }
            })
    }

    /// The input of a row whose place the importer may see.
    ///
    /// - Throws: `Problem` with all errors of the row, or the refusal of its place.
    func input<In: ImportedRow>(
        of row: RowImport.Row, in tx: borrowing WriteTransaction
    ) throws -> In {
        let input: In = try namesByWords(row, In.self) ? resolved(row, in: tx) : decoded(row)
        if case .caller(let caller) = importer { try input.authorise(caller, in: tx) }
        return input
    }

    private func namesByWords(_ row: RowImport.Row, _ input: any ImportedRow.Type) -> Bool {
        guard !input.references.isEmpty else { return false }
        return row.values.contains { value in
            !value.text.isEmpty && !members.contains(value.column)
        }
    }

    /// The input of a row with ids for its names; with the errors of its names and of all else.
    private func resolved<In: ImportedRow>(
        _ row: RowImport.Row, in tx: borrowing WriteTransaction
    ) throws -> In {
        let cells = Dictionary(
            row.values.filter { !$0.text.isEmpty }.map { ($0.column, $0.text) },
            uniquingKeysWith: { first, _ in first })
        let day = In.dayColumn.flatMap { cells[$0] }.flatMap { LocalDate($0) } ?? today
        let named = try NamedRow(
            cells, on: day, naming: In.references, members: members, references, in: tx)
        // In the order of the columns, with the ids that the row lacked.
        let known = row.values.map(\.column)
        let added = named.cells.keys.filter { !known.contains($0) }.sorted()
        let members = (known + added)
            .compactMap { column in
                named.cells[column].map { JSONMember(name: column, value: json($0, in: column)) }
            }
        return try decoded(members, besides: named.errors)
    }

    private func decoded<In: Input>(_ row: RowImport.Row) throws -> In {
        var members: [JSONMember] = []
        members.reserveCapacity(row.values.count)
        for value in row.values where !value.text.isEmpty {
            members.append(JSONMember(name: value.column, value: json(value.text, in: value.column)))
        }
        return try decoded(members, besides: [])
    }

    private func decoded<In: Input>(_ members: [JSONMember], besides errors: [FieldError]) throws -> In {
        var decoder = RequestDecoder(path: [], query: [], body: members, settings: settings, today: today)
        let input = In(from: &decoder)
        let all = errors + decoder.allErrors().map(naming)
        guard all.isEmpty else { throw Problem(errors: all) }
        return input
    }

    /// `error` with the other column that its row may have instead.
    private func naming(_ error: FieldError) -> FieldError {
        guard error.code == .memberMissing, case .pointer(let pointer) = error.place,
            let other = alternatives[String(pointer.dropFirst())]
        else { return error }
        return FieldError(
            pointer, .memberMissing,
            Sentence(vi: "bắt buộc, hoặc ghi \(other)", en: "is required, unless \(other) is given"))
    }

    /// The text as JSON.
    ///
    /// An integer or boolean where the column has that type and the text parses; otherwise a string, which the input
    /// rejects
    /// if it needs another type.
    private func json(_ text: String, in column: String) -> JSONValue {
        if booleanColumns.contains(column) {
            switch text {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return .string(text)
            }
        }
        guard integerColumns.contains(column), let number = RowReading.integer(text) else {
            return .string(text)
        }
        return .integer(number)
    }

    /// The integer, if JSON writes it like this: no plus sign, no zero before other digits (RFC 8259 §6).
    ///
    /// A spreadsheet that shows `00100` or `+1000` holds a text, which may have meant something else.
    private static func integer(_ text: String) -> Int64? {
        Int64(text).flatMap { String($0) == text ? $0 : nil }
    }
}
