import Text

/// A cache of name keys for one thread, because personal names and codes repeat often.
///
/// A class, because it is shared by all parts that one thread verifies.
package final class NameKeys {
    private var names: [String: (search: String, sort: [UInt8])] = [:]
    private var searchKeys: [String: String] = [:]

    package init() {}

    /// The maximum number of cached names.
    ///
    /// When it is reached, the cache is emptied.
    private static let namesMax = 8192

    /// `searchKey` and `personSortKey` of `name`.
    package func keys(of name: String) -> (search: String, sort: [UInt8]) {
        if let keys = names[name] { return keys }
        if names.count == NameKeys.namesMax { names.removeAll(keepingCapacity: true) }
        let keys = (search: name.searchKey, sort: name.personSortKey)
        names[name] = keys
        return keys
    }

    /// `searchKey` of `code`.
    package func searchKey(of code: String) -> String {
        if let key = searchKeys[code] { return key }
        if searchKeys.count == NameKeys.namesMax { searchKeys.removeAll(keepingCapacity: true) }
        let key = code.searchKey
        searchKeys[code] = key
        return key
    }
}
