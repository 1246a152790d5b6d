/// Values that were looked up, forgotten all at once when they are many.
///
/// What was not found is not remembered.
struct LookupCache<Key: Hashable, Value> {
    private var values: [Key: Value] = [:]

    /// Far more than what a day asks for, and little memory.
    private static var valuesMax: Int { 4096 }

    /// The value of `key`, looked up once.
    ///
    /// - Throws: what `lookUp` throws.
    mutating func value(of key: Key, lookUp: () throws -> Value?) rethrows -> Value? {
        if let value = values[key] { return value }
        guard let value = try lookUp() else { return nil }
        if values.count == LookupCache.valuesMax { values.removeAll() }
        values[key] = value
        return value
    }
}
