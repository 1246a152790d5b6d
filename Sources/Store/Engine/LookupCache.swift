/// A cache of lookups that is emptied when it reaches its limit.
///
/// Misses are not cached.
struct LookupCache<Key: Hashable, Value> {
    private var values: [Key: Value] = [:]

    /// Far more than a day's requests need, at little memory.
    private static var valuesMax: Int { 4096 }

    /// The cached value of `key`, or the result of `lookUp`, which is then cached.
    ///
    /// - Throws: any error of `lookUp`.
    mutating func value(of key: Key, lookUp: () throws -> Value?) rethrows -> Value? {
        if let value = values[key] { return value }
        guard let value = try lookUp() else { return nil }
        if values.count == LookupCache.valuesMax { values.removeAll() }
        values[key] = value
        return value
    }
}
