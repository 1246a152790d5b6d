import CQREncode
import Text

/// A QR code: a square of light and dark modules.
///
/// - Source: ISO/IEC 18004; libqrencode 4.1, whose functions may be called from several threads.
package struct QRCode: Hashable, Sendable {
    /// An image as a complete `svg` element, whose texts are escaped: for a page as it is, or a file of its own.
    package struct Image: Hashable, Sendable {
        package let text: String
    }

    package enum Fault: Error, Hashable, Sendable {
        case empty
        case hasNull
        /// More than the largest code at this level of correction takes.
        case tooLong(bytesCount: Int)
    }

    /// Modules along one side, without the quiet zone.
    let side: Int
    /// Row by row; true for dark.
    let isDark: [Bool]

    /// Light modules around the code.
    static let quietZone = 4
    /// Of the largest code at level M, version 40, in bytes.
    static let bytesMax = 2331

    /// Encodes `text` with error correction M: up to 15 % of a stained or folded code may be unreadable.
    init(_ text: String) throws(Fault) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(0) else { throw .hasNull }
        guard text.utf8.count <= QRCode.bytesMax else { throw .tooLong(bytesCount: text.utf8.count) }
        // The smallest version that takes the text; letters keep their case.
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            preconditionFailure("no memory for a QR code")
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit of a module is its colour, the others say what it is for.
        isDark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// The image of a QR code with `text`.
    ///
    /// - Parameters:
    ///   - text: what a reader gets, of 1 to 2331 bytes in UTF-8.
    ///   - title: what the code is for, for screen readers.
    /// - Returns: black on white, with a quiet zone of four modules, without a size: print it at least 24 mm wide.
    /// - Throws: `Fault`.
    package static func svg(of text: String, title: String) throws(Fault) -> Image {
        try QRCode(text).image(title: title)
    }

    /// One path for all dark modules: a horizontal line for each run, half a module below the upper edge.
    private func image(title: String) -> Image {
        let size = side + 2 * QRCode.quietZone
        var bytes = Array("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"".utf8)
        bytes += " viewBox=\"0 0 \(size) \(size)\" shape-rendering=\"crispEdges\"><title>".utf8
        bytes.appendEscaped(title)
        bytes += "</title><rect width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/>".utf8
        bytes += "<path stroke=\"#000\" d=\"".utf8
        for row in 0..<side {
            for run in runs(inRow: row) {
                bytes += "M\(run.lowerBound + QRCode.quietZone) \(row + QRCode.quietZone).5h\(run.count)".utf8
            }
        }
        bytes += "\"/></svg>".utf8
        return Image(text: String(decoding: bytes, as: UTF8.self))
    }

    /// The ranges of dark modules in a row, from the left.
    func runs(inRow row: Int) -> [Range<Int>] {
        var (runs, start) = ([Range<Int>](), Int?.none)
        for column in 0...side {
            let isDark = column < side && self.isDark[row * side + column]
            if isDark, start == nil { start = column }
            if !isDark, let first = start {
                runs.append(first..<column)
                start = nil
            }
        }
        return runs
    }
}
