/// Changes to a household.
///
/// A nil property leaves the value unchanged.
package struct HouseholdChange: Hashable, Sendable {
    package var code: String?
    package var headName: String?
    package var personsCount: Int64?
    /// `.some(nil)` removes the value.
    package var address: String??
    package var workersCount: Int64??
    package var tier: String??

    package init(
        code: String? = nil, headName: String? = nil, personsCount: Int64? = nil, address: String?? = nil,
        workersCount: Int64?? = nil, tier: String?? = nil
    ) {
        self.code = code
        self.headName = headName
        self.personsCount = personsCount
        self.address = address
        self.workersCount = workersCount
        self.tier = tier
    }
}
