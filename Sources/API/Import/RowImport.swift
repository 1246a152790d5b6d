import Crypto
package import Domain
import JSON
package import Store

/// Imports the rows of a table, each through the input and handler of the corresponding request.
package struct RowImport: Sendable {
    /// One row: its line in the file, and its texts by column.
    package struct Row: Sendable {
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
        case recorded
        /// It was already stored.
        case known
        case refused(Problem)
    }

    /// The columns a table may have; the required ones must be present.
    package let columns: [InputField]
    /// True when each row moves money: a user must answer for the rows, and the same file is not imported twice.
    package let movesMoney: Bool
    private let run:
        @Sendable (ArraySlice<Row>, RowReading, Caller, borrowing WriteTransaction, (Row, Outcome) -> Void)
            throws -> Void
    /// The column by which rows are grouped; nil when they are processed one by one in file order.
    private let groupColumn: String?

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
    ///   - rows: in any order; rows of the same fund are processed in this order.
    ///   - user: the user who answers for the rows; nil for the administrator.
    ///   - tx: the transaction of the whole table.
    ///   - heard: called once for each row, in processing order.
    /// - Throws: `StoreError`; an invalid row is reported as its outcome.
    package func record(
        _ rows: [Row], by user: User.ID?, in tx: borrowing WriteTransaction,
        heard: (Row, Outcome) -> Void
    ) throws {
        let reading = RowReading(columns: columns)
        for group in grouped(rows) { try run(group, reading, .administrator(user), tx, heard) }
    }

    /// The rows in groups, so that rows stored next to each other are written together and their sums only once.
    ///
    /// Ordered by number, because rows with adjacent numbers are adjacent in the database file.
    private func grouped(_ rows: [Row]) -> [ArraySlice<Row>] {
        guard let groupColumn else { return [rows[...]] }
        func group(of row: Row) -> String { row.values.first { $0.column == groupColumn }?.text ?? "" }
        var groups: [String: [Row]] = [:]
        for row in rows { groups[group(of: row), default: []].append(row) }
        let ordered = groups.map { (number: Int64($0) ?? .max, rows: $1) }
            .sorted { ($0.number, $0.rows[0].line) < ($1.number, $1.rows[0].line) }
        return ordered.map { $0.rows[...] }
    }

    private init<In: Input>(
        _ input: In.Type,
        _ record: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Bool
    ) {
        self.init(input, movesMoney: false, groupColumn: nil) { rows, reading, caller, tx, heard in
            for row in rows {
                do {
                    let isNew = try record(reading.input(of: row), caller, tx)
                    heard(row, isNew ? .recorded : .known)
                } catch {
                    heard(row, .refused(try Problem(importing: error)))
                }
            }
        }
    }

    private init<In: Input>(
        _ input: In.Type, movesMoney: Bool, groupColumn: String?,
        run:
            @escaping @Sendable (
                ArraySlice<Row>, RowReading, Caller, borrowing WriteTransaction, (Row, Outcome) -> Void
            ) throws -> Void
    ) {
        columns = RequestDecoder.fields(of: In.self).filter { $0.section == .body }
        self.movesMoney = movesMoney
        self.groupColumn = groupColumn
        self.run = run
    }
}

/// Decodes rows into inputs.
private struct RowReading: Sendable {
    private let integerColumns: Set<String>
    private let flagColumns: Set<String>
    private let settings = ServiceSettings()

    init(columns: [InputField]) {
        integerColumns = Set(
            columns.compactMap { column in
                if case .integer = column.schema { column.name } else { nil }
            })
        flagColumns = Set(
            columns.compactMap { column in
                if case .boolean = column.schema { column.name } else { nil }
            })
    }

    /// - Throws: `Problem` with all errors of the row.
    func input<In: Input>(of row: RowImport.Row) throws -> In {
        var members: [JSONMember] = []
        members.reserveCapacity(row.values.count)
        for value in row.values where !value.text.isEmpty {
            members.append(JSONMember(name: value.column, value: json(value.text, in: value.column)))
        }
        var decoder = RequestDecoder(path: [], query: [], body: members, settings: settings)
        let input = In(from: &decoder)
        try decoder.check()
        return input
    }

    /// The text as JSON.
    ///
    /// An integer or boolean where the column has that type and the text parses; otherwise a string, which the input
    /// rejects
    /// if it needs another type.
    private func json(_ text: String, in column: String) -> JSONValue {
        if flagColumns.contains(column) {
            switch text {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return .string(text)
            }
        }
        guard integerColumns.contains(column), let number = Int64(text) else { return .string(text) }
        return .integer(number)
    }
}

extension RowImport {
    /// The official list of units, with all validities of a code and parents before children.
    package static let units = RowImport(UnitRowInput.self) { input, _, tx in
        try input.record(in: tx)
    }

    package static let hamlets = RowImport(NewHamletInput.self) { input, caller, tx in
        _ = try recordHamlet(input, by: caller, in: tx)
        return true
    }

    package static let households = RowImport(NewHouseholdInput.self) { input, caller, tx in
        _ = try recordHousehold(input, by: caller, in: tx)
        return true
    }

    package static let funds = RowImport(NewFundInput.self) { input, caller, tx in
        _ = try tx.openHamlet(input.hamlet, named: .hamlet)
        _ = try recordFund(input, by: caller, in: tx)
        return true
    }

    /// The successor units of a unit that ended.
    package static let successions = RowImport(NewUnitSuccessionInput.self) { input, _, tx in
        let (predecessor, successor) = try tx.lives(of: input)
        let known = try tx.successions(.after, predecessor.id)
        if known.contains(where: { $0.id == successor.id }) { return false }
        _ = try tx.record(input)
        return true
    }

    /// A row without a unit applies everywhere.
    package static let parameters = RowImport(NewParameterInput.self) { input, _, tx in
        if let unit = input.unit, try tx.unitHistory(unit).isEmpty {
            throw Refusal.unknownReference(.unit, at: .unit)
        }
        if try tx.isKnown(input) { return false }
        _ = try tx.record(input)
        return true
    }

    /// Each row becomes a receipt, as over HTTP, with a number, postings and sums.
    package static let contributions = RowImport(
        NewContributionInput.self, movesMoney: true, groupColumn: "fund"
    ) { rows, reading, caller, tx, heard in
        var opened: (fund: Fund, hamlet: Hamlet)?
        var sums: ContributionSums?
        var isRefused = false
        for row in rows {
            do {
                let input: NewContributionInput = try reading.input(of: row)
                let (fund, hamlet) = try opened ?? tx.openFund(input.fund)
                opened = (fund, hamlet)
                var added = sums.take() ?? ContributionSums(hamlet: hamlet.id)
                defer { sums = added }
                _ = try tx.receive(input, by: caller, to: fund, of: hamlet, adding: &added)
                heard(row, .recorded)
            } catch {
                isRefused = true
                heard(row, .refused(try Problem(importing: error)))
            }
        }
        // A single invalid row prevents the whole table from being stored.
        guard !isRefused, let sums, let last = rows.last else { return }
        do {
            try tx.save(sums)
        } catch Refusal.amountTooLarge {
            heard(
                last,
                .refused(
                    Problem(
                        .amountTooLarge,
                        detail: Sentence(
                            vi: "cộng các dòng của quỹ này, từ dòng \(rows.first?.line ?? last.line)",
                            en: "sum of the rows of this fund, from line \(rows.first?.line ?? last.line)")))
            )
        }
    }
}

extension Caller {
    /// The administrator of the server, on behalf of `user` when given; may write everywhere.
    fileprivate static func administrator(_ user: User.ID?) -> Caller {
        Caller(user: user ?? Identifier(0), assignment: RoleAssignment(role: .admin, scope: .unit("")))
    }
}

/// One row of the official list of units.
private struct UnitRowInput: Input {
    let code: String
    let level: AdministrativeUnit.Level
    let parent: String?
    let name: String
    let from: LocalDate?
    let to: LocalDate?

    init(from decoder: inout RequestDecoder) {
        code = decoder.text("code", upTo: 5)
        level = decoder.choice("level", of: AdministrativeUnit.Level.self)
        parent = decoder.optionalText("parent_code", upTo: 5)
        name = decoder.text("name", upTo: 100)
        from = decoder.optionalDate("valid_from")
        to = decoder.optionalDate("valid_to")
        if code.utf8.count == 1 { decoder.addError("code", .textInvalid, .range(from: "2", to: "5")) }
    }

    var target: Target? { nil }

    func record(in tx: borrowing WriteTransaction) throws -> Bool {
        guard let validity = Validity(from: from, to: to) else {
            throw Refusal.dateOutOfRange(at: .validTo, from: from, to: nil)
        }
        guard (level == .province) == (parent == nil) else {
            throw Problem(errors: [
                FieldError(
                    "/parent_code", .referenceUnknown,
                    Sentence(
                        vi: "tỉnh không có cấp trên, cấp khác thì phải có",
                        en: "a province has no parent; all other units have one"))
            ])
        }
        return try tx.record(code: code, level: level, parent: parent, name: name, validity: validity)
            == .recorded
    }
}

extension Problem {
    /// The problem of an invalid row.
    ///
    /// - Throws: `error` itself when the row is not its cause, such as a full disk or a damaged file.
    fileprivate init(importing error: any Error) throws {
        switch error {
        case UnitError.parentUnknown(let code):
            self.init(errors: [
                FieldError(
                    "/parent_code", .referenceUnknown,
                    Sentence(
                        vi: "không có đơn vị \(code) vào lúc đó",
                        en: "unit \(code) did not exist at that time"))
            ])
        case UnitError.lifeOverlaps(let life):
            self.init(errors: [
                FieldError(
                    "/code", .alreadyExists,
                    Sentence(
                        vi: "trùng thời gian với \(life.name)",
                        en: "overlaps with the validity of \(life.name)"))
            ])
        case UnitError.districtTooLate:
            self.init(errors: [
                FieldError("/valid_to", .dateOutOfRange, Sentence.range(from: nil, to: "2025-06-30"))
            ])
        case is Refusal, is Problem: self.init(error)
        default: throw error
        }
    }

    /// One line for each error, for a terminal.
    package func lines(in language: Language) -> [String] {
        guard !errors.isEmpty else {
            return [[code.title[language], detail?[language]].compactMap { $0 }.joined(separator: ": ")]
        }
        return errors.map { fault in
            switch fault.place {
            case .pointer(let pointer): "\(pointer.dropFirst()): \(fault.detail[language])"
            case .parameter(let name): "\(name): \(fault.detail[language])"
            }
        }
    }
}
