/// Up to 256 entries as an outsider fetches them: two bytes of length, big-endian, and the bytes of each.
///
/// Entries may have any length to 65,535 bytes, so that bundles of other logs can be read; ours have 64.
///
/// - Source: C2SP tlog-tiles.md at 5ba5ee8, Log entries.
package struct EntryBundle: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// The bytes end within an entry, or within its length.
        case cutShort
        /// More than 256 entries, or none.
        case entryCount(Int)
    }

    package static let entriesMax = 256

    /// In the order of the log.
    package let entries: [[UInt8]]

    /// Creates a bundle of our entries, 1 to 256.
    package init(_ entries: [Entry]) {
        precondition(1...EntryBundle.entriesMax ~= entries.count, "a bundle has 1 to 256 entries")
        self.entries = entries.map(\.bytes)
    }

    package init(parsing bytes: [UInt8]) throws(Fault) {
        var entries: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            guard bytes.count - start >= 2 else { throw .cutShort }
            let end = start + 2 + Int(bytes[start]) << 8 + Int(bytes[start + 1])
            guard end <= bytes.count else { throw .cutShort }
            entries.append(Array(bytes[start + 2..<end]))
            start = end
            guard entries.count <= EntryBundle.entriesMax else { throw .entryCount(entries.count) }
        }
        guard !entries.isEmpty else { throw .entryCount(0) }
        self.entries = entries
    }

    /// The bytes as they are served; 66 for each of our entries.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * (Entry.byteCount + 2))
        for entry in entries {
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 255))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    /// The hashes of the leaves, as tile of level 0 has them.
    package var leaves: [TreeHash] { entries.map(TreeHash.leaf) }
}
