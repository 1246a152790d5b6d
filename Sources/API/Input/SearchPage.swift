import Domain
import Store

extension NameSearch {
    /// The part of a list's filter by which its cursors are told from those of other searches.
    var filter: String { key + (accentedKey.map { "|" + $0 } ?? "") }

    /// The cursor after an entity of a list by id, with its rank when the search ranks.
    func cursorKey(after id: Int64, named name: String) -> [UInt8] {
        (accentedKey == nil ? [] : [isExact(name) ? 0 : 1]) + Cursor.key(id)
    }
}

extension RankedCursor {
    /// One byte for an exact match of accents, then the id in 8 bytes.
    ///
    /// - Throws: `cursor-mismatch` for another key.
    init(key: [UInt8]) throws(Problem) {
        guard key.count == 9 else { throw Problem(.cursorMismatch) }
        self.init(isExact: key[0] == 0, id: key.dropFirst().reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }
}

extension PageRequest {
    /// The position after which the page of a ranked list starts.
    func ranked(in filter: String) throws(Problem) -> RankedCursor? {
        guard let key = try key(in: filter) else { return nil }
        return try RankedCursor(key: key)
    }
}
