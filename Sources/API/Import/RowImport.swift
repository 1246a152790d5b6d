import Crypto
package import Domain
import JSON
package import Store

/// Takes rows of a table, each through the input and the handler that a request would take.
package struct RowImport: Sendable {
    /// One row: where it stands in its file, and its texts by column.
    package struct Row: Sendable {
        package let line: Int
        /// Shared by all rows of a table.
        private let columns: [String]
        private let cells: [String]

        /// A row whose `cells` stand under `columns`, as many.
        package init(line: Int, columns: [String], cells: [String]) {
            precondition(columns.count == cells.count, "a cell a column")
            self.line = line
            self.columns = columns
            self.cells = cells
        }

        package init(line: Int, values: [(column: String, text: String)]) {
            self.init(line: line, columns: values.map(\.column), cells: values.map(\.text))
        }

        /// An empty text is a missing value.
        package var values: [(column: String, text: String)] {
            zip(columns, cells).map { (column: $0, text: $1) }
        }
    }

    /// What became of one row.
    package enum Outcome: Sendable {
        case recorded
        /// It stood there already.
        case known
        case refused(Problem)
    }

    /// The columns that a table may have.
    ///
    /// Those that are required must be there.
    package let columns: [InputField]
    /// Whether each row moves money: then somebody answers for it, and a file counts once.
    package let movesMoney: Bool
    private let run:
        @Sendable (ArraySlice<Row>, RowReading, Caller, borrowing WriteTransaction, (Row, Outcome) -> Void)
            throws -> Void
    /// The column by which rows are taken together; nil when they are taken one by one, in their order.
    private let groupColumn: String?

    /// The SHA-256 of a table's cells, by which it is known again, however its lines end and its cells are quoted.
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

    /// Records the rows, and says of each what became of it.
    ///
    /// - Parameters:
    ///   - rows: in any order; rows of one fund keep theirs.
    ///   - user: who answers for the rows; nil for the administrator.
    ///   - tx: the transaction of the whole table.
    ///   - heard: told once of each row, as they are done.
    /// - Throws: `StoreError`; what is wrong with a row is its outcome.
    package func record(
        _ rows: [Row], by user: User.ID?, in tx: borrowing WriteTransaction,
        heard: (Row, Outcome) -> Void
    ) throws {
        let reading = RowReading(columns: columns)
        for group in grouped(rows) { try run(group, reading, .administrator(user), tx, heard) }
    }

    /// The rows in slices that belong together: what lies together in the file is stored together, and its sums once.
    ///
    /// By their number, since neighbours of the table are neighbours in the file as well.
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

/// Makes inputs of rows.
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

    /// - Throws: `Problem` with all faults of the row.
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

    /// A number, true or false where the input wants one and the text is one; the input says what is wrong with
    /// anything else.
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
    /// The state's list of units: several lives of a code, parents before children.
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

    /// Which unit took over from one that ended.
    package static let successions = RowImport(NewUnitSuccessionInput.self) { input, _, tx in
        let (predecessor, successor) = try tx.lives(of: input)
        let known = try tx.successions(.after, predecessor.id)
        if known.contains(where: { $0.id == successor.id }) { return false }
        _ = try tx.record(input)
        return true
    }

    /// A row without unit holds everywhere.
    package static let parameters = RowImport(NewParameterInput.self) { input, _, tx in
        if let unit = input.unit, try tx.unitHistory(unit).isEmpty {
            throw Refusal.unknownReference(.unit, at: .unit)
        }
        if try tx.isKnown(input) { return false }
        _ = try tx.record(input)
        return true
    }

    /// Each row is a receipt, as over HTTP: a number, postings, sums.
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
        // With one fault nothing of the table is stored.
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
                            en: "adding the lines of this fund, from line \(rows.first?.line ?? last.line)")))
            )
        }
    }
}

extension Caller {
    /// Whoever sits at the machine, for `user` when somebody answers for the rows: no place is closed to them.
    fileprivate static func administrator(_ user: User.ID?) -> Caller {
        Caller(user: user ?? Identifier(0), assignment: RoleAssignment(role: .admin, scope: .unit("")))
    }
}

/// One line of the state's list.
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
                        en: "a province has no parent, all others have one"))
            ])
        }
        return try tx.record(code: code, level: level, parent: parent, name: name, validity: validity)
            == .recorded
    }
}

extension Problem {
    /// What is wrong with a row.
    ///
    /// - Throws: `error` itself when it is not the row's fault: the disk is full, the file is broken.
    fileprivate init(importing error: any Error) throws {
        switch error {
        case UnitError.parentUnknown(let code):
            self.init(errors: [
                FieldError(
                    "/parent_code", .referenceUnknown,
                    Sentence(vi: "không có đơn vị \(code) vào lúc đó", en: "there was no unit \(code) then"))
            ])
        case UnitError.lifeOverlaps(let life):
            self.init(errors: [
                FieldError(
                    "/code", .alreadyExists,
                    Sentence(
                        vi: "trùng thời gian với \(life.name)", en: "overlaps in time with \(life.name)"))
            ])
        case UnitError.districtTooLate:
            self.init(errors: [
                FieldError("/valid_to", .dateOutOfRange, Sentence.range(from: nil, to: "2025-06-30"))
            ])
        case is Refusal, is Problem: self.init(error)
        default: throw error
        }
    }

    /// One line a fault, for a terminal.
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
