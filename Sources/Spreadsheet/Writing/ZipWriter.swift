/// Writes a zip archive: files that are compressed already, then the directory.
///
/// - Source: PKWARE APPNOTE 6.3.10, §4.3; ISO/IEC 21320-1.
struct ZipWriter {
    private(set) var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var entriesCount = 0

    /// Appends a deflated or stored file.
    ///
    /// - Throws: `.unwritten` beyond 4 GiB, which need 64-bit fields.
    mutating func append(
        name: String, method: Int, crc: UInt32, inflatedCount: Int, data: ArraySlice<UInt8>
    ) throws(SpreadsheetError) {
        let start = bytes.count
        guard start + data.count < UInt32.max, inflatedCount < UInt32.max else {
            throw .unwritten("a sheet of more than 4 GiB")
        }
        var fields: [UInt8] = []
        // Version 2.0; UTF-8 names are ASCII here; no flags; 1980-01-01, because bytes may not depend on the clock.
        fields.append(20, bytesCount: 2)
        fields.append(0, bytesCount: 2)
        fields.append(method, bytesCount: 2)
        fields.append(0, bytesCount: 2)
        fields.append(0x21, bytesCount: 2)
        fields.append(Int(crc), bytesCount: 4)
        fields.append(data.count, bytesCount: 4)
        fields.append(inflatedCount, bytesCount: 4)
        fields.append(name.utf8.count, bytesCount: 2)
        fields.append(0, bytesCount: 2)
        bytes.append(0x0403_4B50, bytesCount: 4)
        bytes += fields
        bytes += name.utf8
        bytes += data
        directory.append(0x0201_4B50, bytesCount: 4)
        directory.append(20, bytesCount: 2)
        directory += fields
        // No comment, first disk, no attributes.
        directory.append(0, bytesCount: 2)
        directory.append(0, bytesCount: 2)
        directory.append(0, bytesCount: 2)
        directory.append(0, bytesCount: 4)
        directory.append(start, bytesCount: 4)
        directory += name.utf8
        entriesCount += 1
    }

    /// The archive.
    consuming func finish() -> [UInt8] {
        let start = bytes.count
        bytes += directory
        bytes.append(0x0605_4B50, bytesCount: 4)
        bytes.append(0, bytesCount: 4)
        bytes.append(entriesCount, bytesCount: 2)
        bytes.append(entriesCount, bytesCount: 2)
        bytes.append(directory.count, bytesCount: 4)
        bytes.append(start, bytesCount: 4)
        bytes.append(0, bytesCount: 2)
        return bytes
    }
}

extension [UInt8] {
    /// Appends a number, least significant byte first.
    fileprivate mutating func append(_ number: Int, bytesCount: Int) {
        for index in 0..<bytesCount { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}
