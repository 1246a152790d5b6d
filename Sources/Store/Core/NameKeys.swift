import Text

/// The keys of names that one thread asked for before: names of persons, and codes, come again and again.
///
/// Reference, because it outlives the parts of a thread.
package final class NameKeys {
    private var names: [String: (search: String, sort: [UInt8])] = [:]
    private var searchKeys: [String: String] = [:]

    package init() {}

    /// Names that are kept; one more and all are forgotten.
    private static let namesMax = 8192

    /// `searchKey` and `personSortKey`.
    package func keys(of name: String) -> (search: String, sort: [UInt8]) {
        if let keys = names[name] { return keys }
        if names.count == NameKeys.namesMax { names.removeAll(keepingCapacity: true) }
        let keys = (search: name.searchKey, sort: name.personSortKey)
        names[name] = keys
        return keys
    }

    /// `searchKey` alone.
    package func searchKey(of code: String) -> String {
        if let key = searchKeys[code] { return key }
        if searchKeys.count == NameKeys.namesMax { searchKeys.removeAll(keepingCapacity: true) }
        let key = code.searchKey
        searchKeys[code] = key
        return key
    }
}
