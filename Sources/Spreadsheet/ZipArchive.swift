/// A zip archive in memory: its directory, and one file at a time.
///
/// Nothing is written to a disk, and names are only compared, so that a name such as `../x` leads nowhere.
/// - Source: PKWARE APPNOTE 6.3.10, §4.3; ISO/IEC 21320-1.
struct ZipArchive {
    /// A file of the archive.
    struct Entry: Hashable {
        let name: String
        /// 0 for stored, 8 for deflated.
        let method: Int
        let isEncrypted: Bool
        let crc: UInt32
        let inflatedCount: Int
        /// The compressed bytes in the archive.
        let range: Range<Int>
    }

    let bytes: [UInt8]
    private let entries: [String: Entry]

    /// All files, in the order of their bytes.
    var inOrder: [Entry] { entries.values.sorted { $0.range.lowerBound < $1.range.lowerBound } }

    /// Reads the directory.
    ///
    /// - Throws: `.notWorkbook` without one, `.damaged` when it is wrong, `.tooLarge` with too many files.
    init(_ bytes: [UInt8], limits: SpreadsheetLimits) throws(SpreadsheetError) {
        self.bytes = bytes
        let end = try ZipArchive.end(of: bytes)
        guard end.entriesCount <= limits.entriesMax else { throw .tooLarge(.entries, max: limits.entriesMax) }
        var entries: [String: Entry] = [:]
        var reader = ByteReader(bytes, from: end.directory.lowerBound, to: end.directory.upperBound)
        for _ in 0..<end.entriesCount {
            let entry = try ZipArchive.entry(&reader, dataEnd: end.directory.lowerBound)
            // Two files of one name: which of them another program shows is anyone's guess.
            guard entries.updateValue(entry, forKey: entry.name.lowercased()) == nil else {
                throw directoryFault
            }
        }
        self.entries = entries
    }

    /// The file with this name; case does not matter, as in packages (ECMA-376 part 2 §6.2.2.3).
    func entry(named name: String) -> Entry? { entries[name.lowercased()] }

    /// The end of the archive: the number of files and where their directory is.
    private static func end(
        of bytes: [UInt8]
    ) throws(SpreadsheetError) -> (entriesCount: Int, directory: Range<Int>) {
        // Before a comment of at most 65,535 bytes.
        let recordCount = 22
        guard bytes.count >= recordCount else { throw .notWorkbook }
        var place = bytes.count - recordCount
        let first = max(0, place - 65_535)
        while place >= first, !(bytes[place] == 0x50 && bytes.hasSignature(0x0605_4B50, at: place)) {
            place -= 1
        }
        guard place >= first else {
            throw bytes.hasSignature(0x0403_4B50, at: 0) ? directoryFault : .notWorkbook
        }
        var record = ByteReader(bytes, from: place + 10)
        var (count, size) = (try record.uint16(), try record.uint32())
        var start = try record.uint32()
        // Programs that write without knowing the size use 64-bit fields even for small files.
        if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            var locator = ByteReader(bytes, from: place - 20)
            guard place >= 20, try locator.uint32() == 0x0706_4B50 else { throw directoryFault }
            locator.skip(4)
            let recordStart = try locator.uint64()
            guard recordStart < bytes.count, bytes.hasSignature(0x0606_4B50, at: recordStart) else {
                throw directoryFault
            }
            var long = ByteReader(bytes, from: recordStart + 32)
            (count, size, start) = (try long.uint64(), try long.uint64(), try long.uint64())
        }
        guard start <= place, size <= place - start else { throw directoryFault }
        return (count, start..<start + size)
    }

    /// The next file of the directory.
    private static func entry(_ reader: inout ByteReader, dataEnd: Int) throws(SpreadsheetError) -> Entry {
        guard try reader.uint32() == 0x0201_4B50 else { throw directoryFault }
        reader.skip(4)
        let flags = try reader.uint16()
        let method = try reader.uint16()
        reader.skip(4)
        let crc = UInt32(try reader.uint32())
        var (size, inflated) = (try reader.uint32(), try reader.uint32())
        let (nameCount, extraCount, commentCount) = (
            try reader.uint16(), try reader.uint16(), try reader.uint16()
        )
        reader.skip(8)
        var start = try reader.uint32()
        let name = try reader.text(count: nameCount)
        var extra = try reader.part(count: extraCount)
        reader.skip(commentCount)
        if size == 0xFFFF_FFFF || inflated == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            try extra.seekExtraField(1)
            if inflated == 0xFFFF_FFFF { inflated = try extra.uint64() }
            if size == 0xFFFF_FFFF { size = try extra.uint64() }
            if start == 0xFFFF_FFFF { start = try extra.uint64() }
        }
        var local = ByteReader(reader.bytes, from: start)
        guard try local.uint32() == 0x0403_4B50 else { throw .damaged(part: name) }
        local.skip(22)
        let namesCount = try local.uint16() + local.uint16()
        let data = start + 30 + namesCount
        guard data <= dataEnd, size <= dataEnd - data else { throw .damaged(part: name) }
        return Entry(
            name: name, method: method, isEncrypted: flags & 0x41 != 0, crc: crc, inflatedCount: inflated,
            range: data..<data + size)
    }
}

private let directoryFault = SpreadsheetError.damaged(part: "zip")

/// Reads numbers of a zip archive, least significant byte first.
private struct ByteReader {
    let bytes: [UInt8]
    private var place: Int
    private var end: Int

    init(_ bytes: [UInt8], from place: Int, to end: Int? = nil) {
        (self.bytes, self.place, self.end) = (bytes, max(0, place), end ?? bytes.count)
    }

    mutating func skip(_ count: Int) { place = min(end, place + count) }

    mutating func uint16() throws(SpreadsheetError) -> Int { try number(bytesCount: 2) }
    mutating func uint32() throws(SpreadsheetError) -> Int { try number(bytesCount: 4) }

    /// - Throws: `.damaged` also above 2^48, which no file reaches: sums of such numbers stay integers.
    mutating func uint64() throws(SpreadsheetError) -> Int {
        let (low, high) = (try uint32(), try uint32())
        guard high < 1 << 16 else { throw directoryFault }
        return high << 32 | low
    }

    private mutating func number(bytesCount: Int) throws(SpreadsheetError) -> Int {
        guard bytesCount <= end - place else { throw directoryFault }
        var value = 0
        for index in (0..<bytesCount).reversed() { value = value << 8 | Int(bytes[place + index]) }
        place += bytesCount
        return value
    }

    mutating func text(count: Int) throws(SpreadsheetError) -> String {
        let part = try part(count: count)
        return String(decoding: bytes[part.place..<part.end], as: UTF8.self)
    }

    mutating func part(count: Int) throws(SpreadsheetError) -> ByteReader {
        guard count <= end - place else { throw directoryFault }
        defer { place += count }
        return ByteReader(bytes, from: place, to: place + count)
    }

    /// Goes to the content of the extra field `id`.
    mutating func seekExtraField(_ id: Int) throws(SpreadsheetError) {
        while true {
            let (found, count) = (try uint16(), try uint16())
            let content = try part(count: count)
            if found == id {
                self = content
                return
            }
        }
    }
}

extension [UInt8] {
    /// Whether the four bytes of a signature, least significant first, are at `place`.
    fileprivate func hasSignature(_ signature: UInt32, at place: Int) -> Bool {
        guard place >= 0, place <= count - 4 else { return false }
        return (0..<4)
            .allSatisfy { self[place + $0] == UInt8(truncatingIfNeeded: signature >> UInt32(8 * $0)) }
    }
}
