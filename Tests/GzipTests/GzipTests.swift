import Testing

@testable import Gzip

@Suite struct GzipTests {
    private static let list = Array(
        String(repeating: #"{"number":"PT-2026-0164","name":"Hồ Quang Hà","amount":1490000},"#, count: 50)
            .utf8)

    @Test func `compressed bytes are decompressed unchanged`() {
        let gzip = Gzip()
        var random = SystemRandomNumberGenerator()
        for count in [0, 1, 2, 100, 8192, 8193, 70_000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(gzip.decompressed(gzip.compressed(noise), count: count) == noise, "\(count) bytes")
        }
        #expect(gzip.decompressed(gzip.compressed(Self.list), count: Self.list.count) == Self.list)
    }

    @Test func `a list compresses to a tenth with the same result each time`() {
        let gzip = Gzip()
        let first = gzip.compressed(Self.list)
        #expect(first.count < Self.list.count / 10)
        _ = gzip.compressed([1, 2, 3])
        #expect(gzip.compressed(Self.list) == first)
        #expect(Gzip().compressed(Self.list) == first)
    }

    /// - Source: RFC 1952 §2.3.1: ID1, ID2, CM = deflate, no flags, no time.
    @Test func `the output is gzip without name and time`() {
        #expect(Gzip().compressed(Self.list).prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    }

    /// Made by gzip 1.12, `printf 'Dân vận khéo' | gzip -n`.
    @Test func `output of another program is decompressed`() {
        let text = Array("Dân vận khéo".utf8)
        let compressed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 115, 57, 188, 40, 79, 161, 236, 225, 174, 181, 121, 10, 217, 25,
            135, 87, 230, 3, 0, 249, 240, 105, 31, 16, 0, 0, 0,
        ]
        #expect(Gzip().decompressed(compressed, count: text.count) == text)
    }

    @Test func `truncated or corrupt data and a wrong length are rejected`() {
        let gzip = Gzip()
        let (list, compressed) = (Self.list, gzip.compressed(Self.list))
        #expect(gzip.decompressed(compressed, count: list.count - 1) == nil)
        #expect(gzip.decompressed(compressed, count: list.count + 1) == nil)
        #expect(gzip.decompressed(Array(compressed.dropLast()), count: list.count) == nil)
        #expect(gzip.decompressed([], count: 0) == nil)
        for index in compressed.indices where index > 9 {
            var changed = compressed
            changed[index] ^= 0x55
            #expect(gzip.decompressed(changed, count: list.count) != list, "byte \(index)")
        }
        #expect(gzip.decompressed(compressed, count: list.count) == list)
    }
}
