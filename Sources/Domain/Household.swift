/// A household (hộ) of a hamlet.
///
/// Persons are a count; the head's name is the only personal name kept.
package struct Household: Hashable, Sendable {
    package typealias ID = Identifier<Household>

    package let id: ID
    package let hamlet: Hamlet.ID
    /// The hamlet's own code for it, used once within the hamlet: `H001`.
    package let code: String
    package let headName: String
    package let personsCount: Int64
    package let version: Int64

    /// More is a typing error; the largest household in the census of 2019 was far below.
    package static let personsCountMax: Int64 = 99

    package init(
        id: ID, hamlet: Hamlet.ID, code: String, headName: String, personsCount: Int64, version: Int64
    ) {
        self.id = id
        self.hamlet = hamlet
        self.code = code
        self.headName = headName
        self.personsCount = personsCount
        self.version = version
    }
}
