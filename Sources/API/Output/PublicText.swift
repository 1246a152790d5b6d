import Domain
import Store
import Text

/// A text of a request that will be public, at its place in the body.
struct GivenPublicText: Hashable, Sendable {
    let pointer: String
    let text: String
}

/// The names that no public text may contain, by commune: each commune is read once for all rows of a table.
struct NamesWithTier {
    private var communes: [AdministrativeUnit.Code: [WordSequence]] = [:]

    init() {}

    fileprivate mutating func names<Transaction: Reading & ~Copyable>(
        in commune: AdministrativeUnit.Code, _ tx: borrowing Transaction
    ) throws -> [WordSequence] {
        if let known = communes[commune] { return known }
        let names = try tx.headNamesWithTier(in: commune).map { WordSequence($0) }
        communes[commune] = names
        return names
    }
}

extension Reading where Self: ~Copyable {
    /// Checks texts that will be public: they name no household of the commune whose economic tier is or was recorded.
    ///
    /// The names are read once, and only for a text of at least two words.
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
            .filter { $0.words.wordsCount > 1 }
        guard !texts.isEmpty else { return }
        // A hamlet may still be in a commune that has ended; a province has no hamlets of its own.
        let communes = Set(place.units + (try place.hamlets.compactMap { try find($0)?.commune }))
        var names: [WordSequence] = []
        for commune in communes { names += try known.names(in: commune, self) }
        let errors = texts.filter { text in names.contains { text.words.contains($0) } }
            .map { FieldError($0.pointer, .privateData, PrivateData.householdName.sentence) }
        guard errors.isEmpty else { throw Problem(errors: errors) }
    }

    /// Checks the item of support to persons, which names no household of the hamlet or commune at all.
    ///
    /// - Throws: `Refusal.privateData`.
    borrowing func checkSupport(_ item: String, at field: Field, in keeper: BookKeeper) throws {
        let words = WordSequence(item)
        guard words.wordsCount > 1 else { return }
        let hamlets = try keeper.hamlet.map { [$0.id] } ?? hamlets(of: keeper.unit, on: today)
        if try hamlets.flatMap({ try headNames(of: $0) })
            .contains(where: { words.contains(WordSequence($0)) })
        {
            throw Refusal.privateData(.householdName, at: field)
        }
    }
}
