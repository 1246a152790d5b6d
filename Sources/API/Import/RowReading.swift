import Domain
import JSON
import Store

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
        let (input, texts): (In, [GivenPublicText]) =
            try namesByWords(row, In.self) ? resolved(row, in: tx) : decoded(row)
        if case .caller(let caller) = importer { try input.authorise(caller, in: tx) }
        if !texts.isEmpty, let target = input.target {
            let place = try tx.resourceScope(of: target.resource)?.place
            try tx.check(texts, in: place, keeping: &references.namesWithTier)
        }
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
    ) throws -> (input: In, publicTexts: [GivenPublicText]) {
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

    private func decoded<In: Input>(
        _ row: RowImport.Row
    ) throws -> (input: In, publicTexts: [GivenPublicText]) {
        var members: [JSONMember] = []
        members.reserveCapacity(row.values.count)
        for value in row.values where !value.text.isEmpty {
            members.append(JSONMember(name: value.column, value: json(value.text, in: value.column)))
        }
        return try decoded(members, besides: [])
    }

    private func decoded<In: Input>(
        _ members: [JSONMember], besides errors: [FieldError]
    ) throws -> (input: In, publicTexts: [GivenPublicText]) {
        var decoder = RequestDecoder(path: [], query: [], body: members, settings: settings, today: today)
        let input = In(from: &decoder)
        let all = errors + decoder.allErrors().map(naming)
        guard all.isEmpty else { throw Problem(errors: all) }
        return (input, decoder.publicTexts)
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
