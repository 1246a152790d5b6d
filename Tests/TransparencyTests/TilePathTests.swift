import Testing

@testable import Transparency

@Suite struct TilePathTests {
    @Test(arguments: [
        ("tile/0/000", 0, 0, 256), ("tile/0/000.p/1", 0, 0, 1), ("tile/0/000.p/255", 0, 0, 255),
        ("tile/0/999", 0, 999, 256), ("tile/1/x001/000", 1, 1000, 256),
        ("tile/63/x001/x234/067.p/112", 63, 1_234_067, 112), ("tile/7/x001/x000/000", 7, 1_000_000, 256),
    ])
    func `a path names one tile`(_ text: String, _ level: Int, _ index: Int64, _ width: Int) throws {
        let tile = try #require(TileCoordinate(level: level, index: index, width: width))
        #expect(TilePath(text) == .hashes(tile))
        #expect(TilePath.hashes(tile).text == text)
    }

    @Test func `entries have a folder of their own`() throws {
        let tile = try #require(TileCoordinate(level: 0, index: 1_234_067, width: 5))
        #expect(TilePath.entries(tile).text == "tile/entries/x001/x234/067.p/5")
        #expect(TilePath("tile/entries/x001/x234/067.p/5") == .entries(tile))
        #expect(TilePath("tile/entries/000")?.tile == TileCoordinate(level: 0, index: 0))
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000",
        "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/-01", "tile/0/+01", "tile/0/x00",
        "tile/0/x000/000", "tile/0/x000", "tile/0/x000/x001/000", "tile/0/001/002", "tile/0/x001/x002",
        "tile/0/001/x002", "tile/0/X001/002", "tile/0/x001/02", "tile/0/x001//002", "/tile/0/000",
        "tile/0/000/", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/-1", "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile/0/000.P/1",
        "tile/0/.p/1", "tile/0/x001.p/000", "tile/0/x001.p/1", "tile/0/x001/.p/1", "Tile/0/000",
        "tile/entries",
        "tile/entries/", "tile/entries/0", "tile/Entries/000", "tile/entries/000.p/256", "tile/data/000",
        "tile/8/0/000", "tile/0/٠٠٠", "tile/0/000 ", " tile/0/000", "tile/0/000\n", "tile/0/000?x",
        "tile/0/%30%30%30",
        "tile/0/x036/x028/x797/x018/x963/968", "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/000", "tile/99999999999999999999/000",
        "tile/0/000.p/99999999999999999999",
    ])
    func `another spelling is no path`(_ text: String) {
        #expect(TilePath(text) == nil)
    }

    @Test func `paths give the tile again`() throws {
        for level in [0, 1, 2, 7, 63] {
            for shift in Int64(0)..<55 {
                for index: Int64 in [1 << shift, 1 << shift - 1, (1 << shift) / 1000 * 1000] {
                    for width in [1, 9, 10, 255, 256] {
                        let tile = try #require(TileCoordinate(level: level, index: index, width: width))
                        #expect(TilePath(TilePath.hashes(tile).text) == .hashes(tile))
                    }
                }
            }
        }
    }
}

@Suite struct TileCoordinateTests {
    /// - Source: C2SP tlog-tiles.md, Partial Tiles.
    @Test func `the tiles of 70,000 leaves`() {
        #expect(TileCoordinate.hashCount(level: 0, size: 70_000) >> 8 == 273)
        #expect(TileCoordinate.hashCount(level: 1, size: 70_000) >> 8 == 1)
        #expect(
            TileCoordinate.partialTiles(at: 70_000).map { TilePath.hashes($0).text } == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(
            TileCoordinate.partialTiles(at: 256).map { TilePath.hashes($0).text } == ["tile/1/000.p/1"])
        #expect(TileCoordinate.partialTiles(at: 0).isEmpty)
        #expect(TileCoordinate.partialTiles(at: .max).count == 8)
    }

    @Test func `a tile beyond the size does not exist`() throws {
        func exists(_ path: String, at size: Int64) throws -> Bool {
            try #require(TilePath(path)).tile.exists(at: size)
        }
        #expect(try exists("tile/0/273.p/112", at: 70_000))
        #expect(try exists("tile/0/273.p/111", at: 70_000))
        #expect(try !exists("tile/0/273.p/113", at: 70_000))
        #expect(try !exists("tile/0/273", at: 70_000))
        #expect(try exists("tile/0/272", at: 70_000))
        #expect(try !exists("tile/0/274.p/1", at: 70_000))
        #expect(try exists("tile/1/000", at: 70_000) && !exists("tile/1/001", at: 70_000))
        #expect(try exists("tile/2/000.p/1", at: 70_000) && !exists("tile/2/000.p/2", at: 70_000))
        #expect(try !exists("tile/3/000.p/1", at: 70_000) && !exists("tile/63/000.p/1", at: .max))
        #expect(try !exists("tile/0/000.p/1", at: 0))
        let last = try #require(TileCoordinate(level: 0, index: 1 << 55 - 1, width: 255))
        #expect(last.exists(at: .max))
        #expect(try !exists("tile/0/x036/x028/x797/x018/x963/967", at: .max))
    }

    @Test func `coordinates have bounds`() {
        #expect(TileCoordinate(level: -1, index: 0) == nil && TileCoordinate(level: 64, index: 0) == nil)
        #expect(TileCoordinate(level: 0, index: -1) == nil && TileCoordinate(level: 0, index: 1 << 55) == nil)
        #expect(TileCoordinate(level: 0, index: 0, width: 0) == nil)
        #expect(TileCoordinate(level: 0, index: 0, width: 257) == nil)
    }

    @Test func `a tile has as many bytes as its width`() throws {
        let coordinate = try #require(TileCoordinate(level: 0, index: 0, width: 2))
        let hashes = [TreeHash.leaf([1]), .leaf([2]), .leaf([3])]
        let bytes = hashes.flatMap(\.bytes)
        #expect(try Tile(coordinate, bytes: bytes).hashes == Array(hashes.prefix(2)))
        #expect(try Tile(coordinate, bytes: Array(bytes.prefix(64))).bytes == Array(bytes.prefix(64)))
        for count in [0, 32, 63, 65, 95] {
            #expect(throws: Tile.Fault.length(byteCount: count)) {
                try Tile(coordinate, bytes: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: Tile.Fault.length(byteCount: 8224)) {
            try Tile(coordinate, bytes: [UInt8](repeating: 0, count: 8224))
        }
    }
}
