import Domain
import Store
import Text

extension Reading where Self: ~Copyable {
    /// Checks a text that will be public.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - field: its place in the request.
    ///   - hamlet: the hamlet whose households it must not name, if their economic tier is recorded.
    ///   - isSupport: true for the item of support to persons, which must name no household at all.
    /// - Throws: `Refusal.privateData`.
    borrowing func checkPublic(
        _ text: String, at field: Field, in hamlet: Hamlet.ID, ofSupport isSupport: Bool = false
    ) throws {
        if let found = PrivateData.number(in: text) { throw Refusal.privateData(found, at: field) }
        let words = " " + text.searchKey + " "
        let names = try isSupport ? headNames(of: hamlet) : headNamesWithTier(of: hamlet)
        if names.contains(where: { words.contains(" " + $0.searchKey + " ") }) {
            throw Refusal.privateData(.householdName, at: field)
        }
    }
}
