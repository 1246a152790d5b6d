import SQLite
import Text

/// A search text for names: matched without accents; names with exactly its accents come first.
package struct NameSearch: Hashable, Sendable {
    /// The search key that must occur in the name's; empty for all.
    package let key: String
    /// The key for matching accents exactly, or nil when the text has none, so that all matches rank equally.
    package let accentedKey: String?

    package init(_ text: String?) {
        key = text?.searchKey ?? ""
        accentedKey = text.flatMap { $0.isAccented ? $0.accentedKey : nil }
    }

    /// Whether `name` matches the accents exactly.
    package func isExact(_ name: String) -> Bool {
        accentedKey.map { name.accentedKey.contains($0) } ?? true
    }

    /// The items in their order, exact matches first, after `cursor`.
    ///
    /// - Parameters:
    ///   - items: the matches.
    ///   - limit: the maximum number of results.
    ///   - name: what is searched in an item.
    ///   - isBehind: whether an item, and whether it is exact, comes after the end of the previous page.
    /// - Returns: at most `limit` items.
    package func ranked<Item>(
        _ items: [Item], limit: Int, name: (Item) -> String, isBehind: (Item, Bool) -> Bool
    ) -> [Item] {
        var (exact, others): ([Item], [Item]) = ([], [])
        for item in items {
            let isExact = isExact(name(item))
            guard isBehind(item, isExact) else { continue }
            if isExact { exact.append(item) } else if others.count < limit { others.append(item) }
        }
        return Array((exact + others).prefix(limit))
    }
}

extension NameSearch {
    /// The number of accented letters whose capitals are found too; a longer query may rank names in capitals lower.
    private static let lettersMax = 6

    /// 0 for a row whose `name` has the accents of the query, otherwise 1; parameters 1 to 13 are `rankValues`.
    ///
    /// SQL's `lower` knows ASCII only, so the capitals of the query's own letters are replaced one by one.
    static let rank: SQL = """
        CASE WHEN instr(replace(replace(replace(replace(replace(replace(lower(name), ?2, ?3), ?4, ?5), ?6, ?7),
            ?8, ?9), ?10, ?11), ?12, ?13), ?1) > 0 THEN 0 ELSE 1 END
        """

    var rankValues: [any Bindable] {
        let key = accentedKey ?? ""
        var letters: [Unicode.Scalar] = []
        for scalar in key.unicodeScalars where !scalar.isASCII && !letters.contains(scalar) {
            letters.append(scalar)
        }
        let pairs = letters.prefix(NameSearch.lettersMax)
            .flatMap { [$0.properties.uppercaseMapping, String($0)] }
        let count = NameSearch.lettersMax * 2
        return [key] + pairs + [String](repeating: "", count: count - pairs.count)
    }
}

/// The position in a list by id whose exact matches come first.
package struct RankedCursor: Hashable, Sendable {
    package let isExact: Bool
    package let id: Int64

    package init(isExact: Bool, id: Int64) {
        self.isExact = isExact
        self.id = id
    }

    /// Whether the item comes after this position.
    package func precedes(_ id: Int64, isExact: Bool) -> Bool {
        self.isExact == isExact ? id > self.id : self.isExact
    }

    /// The rank and the id, as parameters; before everything for nil.
    static func values(_ cursor: RankedCursor?) -> [any Bindable] {
        [cursor.map { $0.isExact ? 0 : 1 } ?? 0, cursor?.id ?? 0]
    }
}
