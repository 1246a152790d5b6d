import Domain
import JSON
package import Store

/// Takes rows of a table, each through the input and the handler that a request would take.
package struct RowImport: Sendable {
    /// The columns that a table may have.
    ///
    /// Those that are required must be there.
    package let columns: [InputField]
    private let run: @Sendable (inout Form, borrowing WriteTransaction) throws -> Bool

    /// Records one row.
    ///
    /// - Parameters:
    ///   - values: the row's texts by column; an empty text is a missing value.
    ///   - tx: the transaction of the whole table.
    /// - Returns: true when something new was recorded, false when it stood there already.
    /// - Throws: `Problem` with the faults of this row.
    package func record(
        _ values: [(column: String, text: String)], in tx: borrowing WriteTransaction
    ) throws -> Bool {
        var members: [JSONMember] = []
        for value in values where !value.text.isEmpty {
            members.append(JSONMember(name: value.column, value: json(value.text, in: value.column)))
        }
        var form = Form(path: [], query: [], body: members, settings: ServiceSettings())
        do {
            return try run(&form, tx)
        } catch {
            throw Problem(importing: error)
        }
    }

    /// A number where the input wants one and the text is one; the input says what is wrong with anything else.
    private func json(_ text: String, in column: String) -> JSONValue {
        guard let field = columns.first(where: { $0.name == column }), case .integer = field.schema,
            let number = Int64(text)
        else { return .string(text) }
        return .integer(number)
    }

    private init<In: Input>(
        _ input: In.Type, _ record: @escaping @Sendable (In, borrowing WriteTransaction) throws -> Bool
    ) {
        columns = Form.fields(of: In.self).filter { $0.section == .body }
        run = { form, tx in
            let input = In(from: &form)
            try form.check()
            return try record(input, tx)
        }
    }
}

extension RowImport {
    /// The state's list of units: several lives of a code, parents before children.
    package static let units = RowImport(UnitRowInput.self) { input, tx in
        try input.record(in: tx)
    }

    package static let hamlets = RowImport(NewHamletInput.self) { input, tx in
        _ = try recordHamlet(input, by: .administrator, in: tx)
        return true
    }

    package static let households = RowImport(NewHouseholdInput.self) { input, tx in
        guard try tx.hamlet(input.hamlet) != nil else {
            throw Refusal.unknownReference(.hamlet, pointer: "/hamlet")
        }
        _ = try recordHousehold(input, by: .administrator, in: tx)
        return true
    }
}

extension Caller {
    /// Whoever sits at the machine: no user, and no place closed to them.
    fileprivate static let administrator = Caller(
        user: Identifier(0), grant: Grant(role: .admin, scope: .unit("")))
}

/// One line of the state's list.
private struct UnitRowInput: Input {
    let code: String
    let level: AdministrativeUnit.Level
    let parent: String?
    let name: String
    let from: LocalDate?
    let to: LocalDate?

    init(from form: inout Form) {
        code = form.text("code", upTo: 5)
        level = form.word("level", of: AdministrativeUnit.Level.self)
        parent = form.optionalText("parent_code", upTo: 5)
        name = form.text("name", upTo: 100)
        from = form.optionalDate("valid_from")
        to = form.optionalDate("valid_to")
        if code.utf8.count == 1 { form.fault("code", .textInvalid, .range(from: "2", to: "5")) }
    }

    var target: Target? { nil }

    func record(in tx: borrowing WriteTransaction) throws -> Bool {
        guard let validity = Validity(from: from, to: to) else {
            throw Refusal.dateOutside(pointer: "/valid_to", from: from, to: nil)
        }
        guard (level == .province) == (parent == nil) else {
            throw Problem(faults: [
                FieldFault(
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
    /// What is wrong with a row, for any error.
    fileprivate init(importing error: any Error) {
        switch error {
        case UnitFault.parentUnknown(let code):
            self.init(faults: [
                FieldFault(
                    "/parent_code", .referenceUnknown,
                    Sentence(vi: "không có đơn vị \(code) vào lúc đó", en: "there was no unit \(code) then"))
            ])
        case UnitFault.lifeOverlaps(let life):
            self.init(faults: [
                FieldFault(
                    "/code", .taken,
                    Sentence(
                        vi: "trùng thời gian với \(life.name)", en: "overlaps in time with \(life.name)"))
            ])
        case UnitFault.districtTooLate:
            self.init(faults: [
                FieldFault("/valid_to", .dateOutside, Sentence.range(from: nil, to: "2025-06-30"))
            ])
        default: self.init(error)
        }
    }

    /// One line a fault, for a terminal.
    package func lines(in language: Language) -> [String] {
        guard !faults.isEmpty else {
            return [[code.title[language], detail?[language]].compactMap { $0 }.joined(separator: ": ")]
        }
        return faults.map { fault in
            switch fault.place {
            case .pointer(let pointer): "\(pointer.dropFirst()): \(fault.detail[language])"
            case .parameter(let name): "\(name): \(fault.detail[language])"
            }
        }
    }
}
