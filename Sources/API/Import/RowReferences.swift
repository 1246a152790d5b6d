import Domain
import JSON
import Store

/// What a row may name by the words of an office instead of by an id.
enum RowReference: CaseIterable, Sendable {
    /// A hamlet by its name, and by the code of its commune where the name is not enough.
    case hamlet
    /// A fund by its name, in the hamlet of the row.
    case fund
    /// A household by its code, in the hamlet of the row or of its fund.
    case household

    /// The column of ids.
    var idColumn: String {
        switch self {
        case .hamlet: "hamlet"
        case .fund: "fund"
        case .household: "household"
        }
    }

    /// The column of names or codes.
    var nameColumn: String {
        switch self {
        case .hamlet: "hamlet_name"
        case .fund: "fund_name"
        case .household: "household_code"
        }
    }

    static let communeColumn = "commune"
    /// The digits of a commune's code.
    ///
    /// - Source: Decision 124/2004/QĐ-TTg; 19/2025/QĐ-TTg.
    static let communeDigitsCount = 5

    /// The columns of `fields`, and those that may name the same by words.
    ///
    /// A column of ids that was required may be left out where the other one is there.
    static func columns(_ fields: [InputField], naming references: [RowReference]) -> [InputField] {
        var columns = fields
        for reference in references {
            if let index = columns.firstIndex(where: { $0.name == reference.idColumn }) {
                if columns[index].isRequired { columns[index] = columns[index].or(reference.nameColumn) }
            } else {
                columns.append(.text(reference.idColumn, .id))
            }
            columns.append(.text(reference.nameColumn, .line(lengthMax: reference == .household ? 20 : 200)))
            if reference == .hamlet { columns.append(.text(communeColumn, .line(lengthMax: 5))) }
        }
        return columns
    }
}

extension InputField {
    fileprivate static func text(_ name: String, _ schema: JSONSchema) -> InputField {
        InputField(name: name, section: .body, schema: schema, isRequired: false, takesNull: true)
    }

    /// The same column, which another one may stand for.
    fileprivate func or(_ alternative: String) -> InputField {
        InputField(
            name: name, section: section, schema: schema, isRequired: false, takesNull: true,
            alternative: alternative)
    }
}

/// Finds what the rows of a table name by words, among what the importer may see.
///
/// The names of a place are read once for a table.
final class RowReferences {
    private let importer: Importer
    private var hamlets: [AdministrativeUnit.Code?: NameIndex] = [:]
    private var funds: [FundOwner: NameIndex] = [:]
    private var households: [Hamlet.ID: NameIndex] = [:]
    private var visible: [ResourceRef: Bool] = [:]
    /// What names that will be public are compared with.
    var namesWithTier = NamesWithTier()

    /// The number of hamlets whose households are kept: rows of a hamlet stand together.
    private static let hamletsMax = 100

    init(importer: Importer) { self.importer = importer }

    /// The hamlets of `commune`, or all, without those that the importer may not see.
    func hamlets(
        in commune: AdministrativeUnit.Code?, _ tx: borrowing WriteTransaction
    ) throws -> NameIndex {
        if let index = hamlets[commune] { return index }
        var names: [NamedPeriod] = []
        for name in try tx.hamletNames(in: commune) where try canSee(Hamlet.ID(name.id), tx) {
            names.append(name)
        }
        if hamlets.count == RowReferences.hamletsMax { hamlets.removeAll() }
        let index = NameIndex(names)
        hamlets[commune] = index
        return index
    }

    func funds(of owner: FundOwner, _ tx: borrowing WriteTransaction) throws -> NameIndex {
        if let index = funds[owner] { return index }
        if funds.count == RowReferences.hamletsMax { funds.removeAll() }
        let index = NameIndex(try tx.fundNames(of: owner))
        funds[owner] = index
        return index
    }

    func households(of hamlet: Hamlet.ID, _ tx: borrowing WriteTransaction) throws -> NameIndex {
        if let index = households[hamlet] { return index }
        if households.count == RowReferences.hamletsMax { households.removeAll() }
        let index = NameIndex(try tx.householdCodes(of: hamlet))
        households[hamlet] = index
        return index
    }

    /// Whether `id` exists where the importer may see it.
    func canSee<Value: Entity>(_ id: Identifier<Value>, _ tx: borrowing WriteTransaction) throws -> Bool {
        let resource = ResourceRef(id)
        if let isVisible = visible[resource] { return isVisible }
        let scope = try tx.resourceScope(of: resource)
        let isVisible =
            switch importer {
            case .server: scope != nil
            case .caller(let caller): scope.map { caller.canSee($0.place) } ?? false
            }
        visible[resource] = isVisible
        return isVisible
    }
}
