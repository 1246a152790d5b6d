/// A household whose personal data were erased.
///
/// - Source: Law 91/2025/QH15 on the protection of personal data. What names a person goes; counts and days stay,
///   because decisions and populations of past days rest on them.
extension Household {
    /// In place of the representative's name.
    package static let forgottenName = "(đã xóa)"

    /// The same state without what names or describes persons.
    package var anonymised: Household {
        Household(
            id: id, hamlet: hamlet, code: code, headName: Household.forgottenName,
            personsCount: personsCount, validFrom: validFrom, origin: origin, end: end, version: version)
    }

    /// The next version, without personal data.
    package var forgotten: Household {
        let old = anonymised
        return Household(
            id: id, hamlet: hamlet, code: code, headName: old.headName, personsCount: personsCount,
            validFrom: validFrom, origin: origin, end: end, version: version + 1)
    }
}
