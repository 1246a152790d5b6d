import Domain
import Store
import Text

/// A text of a request that will be public, at its place in the body.
struct GivenPublicText: Hashable, Sendable {
    let pointer: String
    let text: String
}

/// The names that no public text may contain, by commune or unit above: each is read once for all rows of a table.
struct NamesWithTier {
    private var units: [AdministrativeUnit.Code: [NameSet]] = [:]

    init() {}

    /// Those of the households in `unit`, which a province has in its communes.
    fileprivate mutating func names<Transaction: Reading & ~Copyable>(
        in unit: AdministrativeUnit.Code, _ tx: borrowing Transaction
    ) throws -> [NameSet] {
        if let known = units[unit] { return known }
        let found: [NameSet]
        if try tx.isCommune(unit) {
            var names = NameSet()
            for name in try tx.headNamesWithTier(in: unit) { names.insert(name) }
            found = [names]
        } else {
            found = try tx.namesWithTier(below: unit)
        }
        units[unit] = found
        return found
    }
}

extension Reading where Self: ~Copyable {
    /// Checks texts that will be public: they name no household of the commune whose economic tier is or was recorded;
    /// those of a province none of any of its communes.
    ///
    /// The names are read once, and only for a text that is long enough for one.
    ///
    /// - Parameters:
    ///   - texts: all of the request.
    ///   - place: of what the request is about.
    /// - Throws: `private-data`.
    borrowing func check(_ texts: [GivenPublicText], in place: Place?) throws {
        var names = NamesWithTier()
        try check(texts, in: place, keeping: &names)
    }

    /// The same, with the names that were read before in the same transaction.
    borrowing func check(
        _ texts: [GivenPublicText], in place: Place?, keeping known: inout NamesWithTier
    ) throws {
        guard let place else { return }
        let texts = texts.map { (pointer: $0.pointer, words: WordSequence($0.text)) }
            .filter { $0.words.mayName }
        guard !texts.isEmpty else { return }
        var names: [NameSet] = []
        for unit in try unitsOfHouseholds(in: place) { names += try known.names(in: unit, self) }
        let errors = texts.filter { text in names.contains { $0.isNamed(in: text.words) } }
            .map { FieldError($0.pointer, .privateData, PrivateData.householdName.sentence) }
        guard errors.isEmpty else { throw Problem(errors: errors) }
    }

    /// The unit above communes with whose many households the texts of a request are compared; nil when there is none.
    borrowing func unitAboveCommunes(
        comparing texts: [GivenPublicText], in place: Place?
    ) throws -> AdministrativeUnit.Code? {
        guard let place, texts.contains(where: { WordSequence($0.text).mayName }) else { return nil }
        return try unitsOfHouseholds(in: place).first { try !isCommune($0) }
    }

    /// The communes of `place`, or, for what is above communes, the lowest unit in it, whose households are many.
    private borrowing func unitsOfHouseholds(in place: Place) throws -> Set<AdministrativeUnit.Code> {
        // A hamlet may still be in a commune that has ended.
        let named = place.units + (try place.hamlets.compactMap { try find($0)?.commune })
        let communes = try Set(named).filter { try isCommune($0) }
        return communes.isEmpty ? Set(place.units.suffix(1)) : communes
    }

    borrowing func isCommune(_ code: AdministrativeUnit.Code) throws -> Bool {
        try unitHistory(code).contains { $0.level == .commune }
    }

    /// Checks the item of support to persons, which names no household of the hamlet or commune at all.
    ///
    /// - Throws: `Refusal.privateData`.
    borrowing func checkSupport(_ item: String, at field: Field, in keeper: BookKeeper) throws {
        try checkSupport(
            item, at: field, in: keeper.hamlet.map { [$0.id] } ?? hamlets(of: keeper.unit, on: today))
    }

    /// Checks the item of support to persons, which names no household of `hamlets` at all.
    ///
    /// - Throws: `Refusal.privateData`.
    borrowing func checkSupport(
        _ item: String, at field: Field, in hamlets: @autoclosure () throws -> [Hamlet.ID]
    ) throws {
        let words = WordSequence(item)
        guard words.mayName else { return }
        if try hamlets().flatMap({ try headNames(of: $0) })
            .contains(where: { words.contains(WordSequence($0)) })
        {
            throw Refusal.privateData(.householdName, at: field)
        }
    }
}
