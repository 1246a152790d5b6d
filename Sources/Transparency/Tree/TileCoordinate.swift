/// Which tile: a row of up to 256 hashes of a tree, all at heights that are multiples of 8.
///
/// Hash i of tile (level, index) is the root of the leaves from (index × 256 + i) × 256^level, 256^level of them.
/// A full tile has 256 hashes and never changes; a partial one belongs to the sizes whose right edge it is.
///
/// - Source: C2SP tlog-tiles.md at 5ba5ee8.
package struct TileCoordinate: Hashable, Sendable {
    package static let widthMax = 256

    /// The greatest level that a path can name.
    ///
    /// Trees of less than 2⁶³ leaves have levels 0 to 7.
    package static let levelMax = 63

    package let level: Int

    /// Counted from 0 within the level.
    package let index: Int64

    /// The number of hashes, 1 to 256.
    package let width: Int

    /// Creates a coordinate; nil outside levels 0–63, indices from 0 (less than 2⁵⁵) and widths 1–256.
    package init?(level: Int, index: Int64, width: Int = widthMax) {
        guard 0...TileCoordinate.levelMax ~= level, index >= 0, index < 1 << 55,
            1...TileCoordinate.widthMax ~= width
        else { return nil }
        self.level = level
        self.index = index
        self.width = width
    }

    /// The tile that holds hash `position` of `level` in a tree of `size` leaves, as wide as it is at that size.
    ///
    /// `position` is less than `hashCount(level:size:)`.
    init(holding position: Int64, level: Int, size: Int64) {
        let count = TileCoordinate.hashCount(level: level, size: size)
        precondition(position >= 0 && position < count, "a hash beyond the size")
        self.level = level
        index = position >> 8
        width = Int(min(Int64(TileCoordinate.widthMax), count - index << 8))
    }

    package var isFull: Bool { width == TileCoordinate.widthMax }

    /// True when a tree of `size` leaves has the hashes.
    ///
    /// True also for a partial tile of an earlier size. False for everything beyond the size.
    package func exists(at size: Int64) -> Bool {
        // Without the sum of both, which the last index of all would make overflow.
        let count = TileCoordinate.hashCount(level: level, size: size)
        return index < count >> 8 || index == count >> 8 && Int64(width) <= count & 255
    }

    /// The number of hashes that tiles of `level` hold together at `size`: ⌊size / 256^level⌋.
    package static func hashCount(level: Int, size: Int64) -> Int64 {
        level > 7 ? 0 : size >> Int64(level * 8)
    }

    /// The partial tiles of a tree of `size` leaves from level 0 up, without empty ones: at most 8.
    package static func partialTiles(at size: Int64) -> [TileCoordinate] {
        (0...7)
            .compactMap { level in
                let count = hashCount(level: level, size: size)
                return TileCoordinate(level: level, index: count >> 8, width: Int(count & 255))
            }
    }
}
