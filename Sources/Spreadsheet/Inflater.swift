import CZlib

/// Inflates a file of a zip archive piece by piece, and stops at the limits.
///
/// Not Sendable: use it from one thread.
/// - Source: RFC 1951; https://www.zlib.net/manual.html.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private var piece = [UInt8](repeating: 0, count: 1 << 16)

    init() throws(SpreadsheetError) {
        stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard danvan_inflate_raw_init(stream) == Z_OK else {
            stream.deallocate()
            throw .unwritten("no memory for zlib")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Calls `use` with the inflated bytes of `entry`, in order, in pieces.
    ///
    /// - Parameters:
    ///   - entry: of `archive`.
    ///   - archive: the archive.
    ///   - budget: what may still be inflated; less afterwards.
    ///   - use: gets a piece; false stops.
    /// - Throws: `.damaged`, `.encrypted`, `.tooLarge`.
    func inflate(
        _ entry: ZipArchive.Entry, of archive: ZipArchive, within budget: inout InflationBudget,
        _ use: (UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) -> Bool
    ) throws(SpreadsheetError) {
        guard !entry.isEncrypted else { throw .encrypted }
        let fault = SpreadsheetError.damaged(part: entry.name)
        guard entry.method == 8 || entry.method == 0 else { throw fault }
        inflateReset(stream)
        var place = entry.range.lowerBound
        var sum = (crc: crc32(0, nil, 0), count: 0)
        var isEnd = false
        while !isEnd {
            let step =
                entry.method == 8
                ? inflatePiece(of: archive.bytes, from: &place, to: entry.range.upperBound)
                : copyPiece(of: archive.bytes, from: &place, to: entry.range.upperBound)
            guard let step else { throw fault }
            isEnd = step.isEnd
            sum.count += step.count
            try budget.spend(step.count)
            // What is written nowhere cannot be more than the directory says.
            guard sum.count <= entry.inflatedCount else { throw fault }
            let isWanted = try result(of: step.count) { piece throws(SpreadsheetError) in
                sum.crc = crc32(sum.crc, piece.baseAddress, UInt32(piece.count))
                return try use(piece)
            }
            guard isWanted else { return }
        }
        guard sum.count == entry.inflatedCount, UInt32(truncatingIfNeeded: sum.crc) == entry.crc else {
            throw fault
        }
    }

    private func result(
        of count: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) -> Bool
    ) throws(SpreadsheetError) -> Bool {
        try piece.withUnsafeBufferPointer { buffer throws(SpreadsheetError) in
            try body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Fills `piece`; nil when the stream is wrong or ends too early.
    private func inflatePiece(
        of bytes: [UInt8], from place: inout Int, to end: Int
    ) -> (count: Int, isEnd: Bool)? {
        bytes.withUnsafeBufferPointer { input in
            piece.withUnsafeMutableBufferPointer { output in
                let inputCount = min(end - place, Int(UInt32.max))
                // zlib does not write to `next_in`, although it is declared without const.
                stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.advanced(by: place))
                stream.pointee.avail_in = UInt32(inputCount)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let code = CZlib.inflate(stream, Z_NO_FLUSH)
                let count = output.count - Int(stream.pointee.avail_out)
                place += inputCount - Int(stream.pointee.avail_in)
                switch code {
                case Z_STREAM_END: return (count, true)
                // Without progress the input has ended before the stream.
                case Z_OK where count > 0: return (count, false)
                default: return nil
                }
            }
        }
    }

    private func copyPiece(
        of bytes: [UInt8], from place: inout Int, to end: Int
    ) -> (count: Int, isEnd: Bool)? {
        let count = min(piece.count, end - place)
        piece.replaceSubrange(..<count, with: bytes[place..<place + count])
        place += count
        return (count, place == end)
    }
}

/// How many bytes may still be inflated from one file.
struct InflationBudget {
    private let limits: SpreadsheetLimits
    private let ratioBytesMax: Int
    private var spentCount = 0

    init(fileBytesCount: Int, limits: SpreadsheetLimits) {
        self.limits = limits
        let (product, isOver) = fileBytesCount.multipliedReportingOverflow(by: limits.inflationRatioMax)
        ratioBytesMax = max(limits.freeBytes, isOver ? .max : product)
    }

    /// - Throws: `.tooLarge`.
    mutating func spend(_ count: Int) throws(SpreadsheetError) {
        spentCount += count
        guard spentCount <= limits.inflatedBytesMax else {
            throw .tooLarge(.inflatedBytes, max: limits.inflatedBytesMax)
        }
        guard spentCount <= ratioBytesMax else {
            throw .tooLarge(.inflationRatio, max: limits.inflationRatioMax)
        }
    }
}
