import Domain
import Store

/// A row that names a hamlet, a fund or a household by words: its cells with ids instead.
struct NamedRow {
    /// The cells that are left for the input, by column.
    private(set) var cells: [String: String]
    private(set) var errors: [FieldError] = []
    private let day: LocalDate
    private let references: RowReferences
    /// Whether the input has the column itself.
    private let isMember: (RowReference) -> Bool

    private enum Found<Value: Entity> {
        case id(Identifier<Value>)
        /// The row names none.
        case none
        /// The error is reported.
        case refused
    }

    /// Resolves the names in `cells`, which are not empty.
    ///
    /// - Parameters:
    ///   - cells: the cells by column.
    ///   - day: on which the names are taken: that of the row.
    ///   - named: what rows of this kind name.
    ///   - members: the columns that the input has itself.
    ///   - references: what was read before.
    ///   - tx: the transaction of the whole table.
    /// - Throws: `StoreError`; what is wrong with the row is in `errors`.
    init(
        _ cells: [String: String], on day: LocalDate, naming named: [RowReference], members: Set<String>,
        _ references: RowReferences, in tx: borrowing WriteTransaction
    ) throws {
        self.cells = cells
        self.day = day
        self.references = references
        isMember = { members.contains($0.idColumn) }
        let hamlet = try resolveHamlet(in: tx)
        if !isMember(.hamlet) { self.cells[RowReference.hamlet.idColumn] = nil }
        guard named.contains(.fund) else { return }
        let fund = try resolveFund(of: hamlet, in: tx)
        try resolveHousehold(of: hamlet, fund, in: tx)
    }

    private mutating func resolveHamlet(in tx: borrowing WriteTransaction) throws -> Found<Hamlet> {
        let commune = cells.removeValue(forKey: RowReference.communeColumn)
        let given: Found<Hamlet> = isMember(.hamlet) ? id(of: .hamlet) : try checkedHamlet(in: tx)
        guard let name = cells.removeValue(forKey: RowReference.hamlet.nameColumn) else {
            if commune != nil {
                errors.append(
                    FieldError(
                        "/" + RowReference.communeColumn, .inputInvalid,
                        Sentence(vi: "chỉ dùng với hamlet_name", en: "only with hamlet_name")))
            }
            return given
        }
        let index = try references.hamlets(in: commune, tx)
        return settle(.hamlet, .hamlet, name, index.match(name, on: day), given: given)
    }

    /// The hamlet of a row whose input has none: an unknown id would be noticed by nobody else.
    private mutating func checkedHamlet(in tx: borrowing WriteTransaction) throws -> Found<Hamlet> {
        guard let text = cells[RowReference.hamlet.idColumn] else { return .none }
        guard let number = Int64(text), number > 0 else {
            errors.append(
                FieldError(
                    "/hamlet", .typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer")))
            return .refused
        }
        guard try references.canSee(Hamlet.ID(number), tx) else {
            errors += Problem(Refusal.unknownReference(.hamlet, at: .hamlet)).errors
            return .refused
        }
        return .id(Hamlet.ID(number))
    }

    private mutating func resolveFund(
        of hamlet: Found<Hamlet>, in tx: borrowing WriteTransaction
    ) throws -> Found<Fund> {
        let given: Found<Fund> = id(of: .fund)
        if let name = cells.removeValue(forKey: RowReference.fund.nameColumn) {
            guard let hamlet = place(of: .fund, hamlet), try references.canSee(hamlet, tx) else {
                return replace(.fund, by: .refused)
            }
            let match = try references.funds(of: .hamlet(hamlet), tx).match(name, on: day)
            return settle(.fund, .fund, name, match, given: given)
        }
        guard case .id(let fund) = given else { return given }
        // Its own error is the input's.
        guard try references.canSee(fund, tx) else { return .refused }
        if case .id(let hamlet) = hamlet, try tx.find(fund)?.owner != .hamlet(hamlet) {
            errors.append(
                FieldError(
                    "/fund", .referenceUnknown,
                    Sentence(vi: "thôn xóm không có quỹ này", en: "the hamlet has no such fund")))
            return .refused
        }
        return given
    }

    private mutating func resolveHousehold(
        of hamlet: Found<Hamlet>, _ fund: Found<Fund>, in tx: borrowing WriteTransaction
    ) throws {
        guard let code = cells.removeValue(forKey: RowReference.household.nameColumn) else { return }
        let given: Found<Household> = id(of: .household)
        var place = hamlet
        if case .id(let fund) = fund, let owner = try tx.find(fund)?.owner.hamlet { place = .id(owner) }
        if case .refused = fund { place = .refused }
        guard let hamlet = self.place(of: .household, place) else {
            _ = replace(.household, by: Found<Household>.refused)
            return
        }
        let match = try references.households(of: hamlet, tx).match(code, on: day)
        _ = settle(.household, .household, code, match, given: given)
    }

    /// The hamlet in which a name is looked up; reports that the row names none.
    private mutating func place(of reference: RowReference, _ hamlet: Found<Hamlet>) -> Hamlet.ID? {
        switch hamlet {
        case .id(let hamlet): return hamlet
        case .refused: return nil
        case .none:
            errors.append(
                FieldError(
                    "/" + RowReference.hamlet.nameColumn, .memberMissing,
                    Sentence(
                        vi: "bắt buộc khi dùng \(reference.nameColumn), hoặc ghi hamlet",
                        en: "is required with \(reference.nameColumn), unless hamlet is given")))
            return nil
        }
    }

    /// Stores the id of what was found, or reports why there is none; the id in the row, if any, must be the same.
    private mutating func settle<Value: Entity>(
        _ reference: RowReference, _ kind: EntityKind, _ name: String, _ match: NameIndex.Match,
        given: Found<Value>
    ) -> Found<Value> {
        if let error = match.error(kind, name, on: day, in: reference.nameColumn) { errors.append(error) }
        guard case .one(let number) = match else { return replace(reference, by: Found<Value>.refused) }
        if case .id(let id) = given, id.number != number {
            errors.append(
                FieldError(
                    "/" + reference.nameColumn, .referenceAmbiguous,
                    Sentence(
                        vi: "là số \(number), không phải \(reference.idColumn) \(id.number)",
                        en: "has the id \(number), not \(reference.idColumn) \(id.number)")))
            return .refused
        }
        // An id that cannot be read is the input's to report.
        if case .refused = given { return .refused }
        return replace(reference, by: .id(Identifier(number)))
    }

    /// The id in the row's own column.
    private func id<Value: Entity>(of reference: RowReference) -> Found<Value> {
        guard let text = cells[reference.idColumn] else { return .none }
        return Int64(text).flatMap { $0 > 0 ? .id(Identifier($0)) : nil } ?? .refused
    }

    /// Stores the id for the input; any will do when the row is refused, because only its absence would be reported.
    private mutating func replace<Value: Entity>(
        _ reference: RowReference, by found: Found<Value>
    ) -> Found<Value> {
        switch found {
        case .id(let id): cells[reference.idColumn] = "\(id.number)"
        case .refused, .none:
            if cells[reference.idColumn] == nil { cells[reference.idColumn] = "1" }
        }
        return found
    }
}
