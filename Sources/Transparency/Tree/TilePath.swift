/// The path of a tile or of a bundle of entries below the prefix of a log.
///
/// `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`, where N is in groups of three digits and all but the last
/// begin with `x`: 1234067 is `x001/x234/067`. Each has exactly one path; parsing refuses every other spelling.
///
/// - Source: C2SP tlog-tiles.md at 5ba5ee8.
package enum TilePath: Hashable, Sendable {
    case hashes(TileCoordinate)
    /// The entries below the tile of level 0.
    case entries(TileCoordinate)

    /// Parses a path without leading slash; nil for any other text, also one with a width of 0 or 256.
    package init?(_ text: String) {
        var steps = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard steps.count >= 3, steps[0].elementsEqual("tile".utf8) else { return nil }
        let isEntries = steps[1].elementsEqual("entries".utf8)
        var width = TileCoordinate.widthMax
        if steps.count > 3, let marked = TilePath.withoutMark(steps[steps.count - 2]) {
            guard let number = StrictDecimal.number(of: steps.removeLast()), 1..<256 ~= number else {
                return nil
            }
            width = Int(number)
            steps[steps.count - 1] = marked
        }
        guard let level = isEntries ? 0 : StrictDecimal.number(of: steps[1]),
            level <= TileCoordinate.levelMax,
            let index = TilePath.index(of: steps[2...]),
            let tile = TileCoordinate(level: Int(level), index: index, width: width)
        else { return nil }
        self = isEntries ? .entries(tile) : .hashes(tile)
    }

    /// The tile; of level 0 for entries.
    package var tile: TileCoordinate {
        switch self {
        case .hashes(let tile), .entries(let tile): tile
        }
    }

    /// The path, without leading slash.
    package var text: String {
        let folder =
            switch self {
            case .hashes(let tile): "tile/\(tile.level)/"
            case .entries: "tile/entries/"
            }
        return folder + groups(of: tile.index) + (tile.isFull ? "" : ".p/\(tile.width)")
    }

    /// `step` without the `.p` at its end, or nil when it has none.
    private static func withoutMark(_ step: Substring.UTF8View) -> Substring.UTF8View? {
        step.suffix(2).elementsEqual(".p".utf8) ? step.dropLast(2) : nil
    }

    /// The number in groups of three digits, or nil when it is written otherwise.
    private static func index(of groups: ArraySlice<Substring.UTF8View>) -> Int64? {
        guard let last = groups.last, groups.count <= 6 else { return nil }
        var index: Int64 = 0
        for (place, group) in groups.enumerated() {
            let isLast = place == groups.count - 1
            guard isLast || group.first == UInt8(ascii: "x") else { return nil }
            let digits = isLast ? last : group.dropFirst()
            guard digits.count == 3, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
                return nil
            }
            for digit in digits { index = index * 10 + Int64(digit - UInt8(ascii: "0")) }
            // A first group of zeroes is left out.
            guard index > 0 || isLast && groups.count == 1 else { return nil }
        }
        return index
    }

    private func groups(of index: Int64) -> String {
        func threeDigits(_ number: Int64) -> String {
            let digits = String(number)
            return String(repeating: "0", count: 3 - digits.utf8.count) + digits
        }
        var text = threeDigits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            text = "x" + threeDigits(rest % 1000) + "/" + text
            rest /= 1000
        }
        return text
    }
}
