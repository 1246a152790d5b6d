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
    /// - Throws: `Refusal.privateData`.
    borrowing func checkPublic(_ text: String, at field: Field, in hamlet: Hamlet.ID) throws {
        if let found = PrivateData.number(in: text) { throw Refusal.privateData(found, at: field) }
        let words = " " + text.searchKey + " "
        let isNamed = try headNamesWithTier(of: hamlet).contains { words.contains(" " + $0.searchKey + " ") }
        if isNamed { throw Refusal.privateData(.householdName, at: field) }
    }
}
