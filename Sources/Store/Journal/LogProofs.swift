import SQLite
package import Transparency

extension Reading where Self: ~Copyable {
    /// A proof that the entry at `position` is in the tree of the first `size` entries; nil when it is not among them.
    package borrowing func inclusionProof(of position: Int64, at size: Int64) throws -> InclusionProof? {
        try InclusionProof.making(of: position - 1, size: size) { coordinate in
            try connection.logTile(coordinate)
        }
    }

    /// A proof that the tree of `to` entries begins with that of `from`; nil unless 1 ≤ `from` ≤ `to`.
    package borrowing func consistencyProof(from: Int64, to: Int64) throws -> ConsistencyProof? {
        try ConsistencyProof.making(from: from, to: to) { coordinate in try connection.logTile(coordinate) }
    }
}
