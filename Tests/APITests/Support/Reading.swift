import Gzip
import HTTP
import JSON
import TestSupport
import Testing

/// The value of a JSON text written in a test.
func json(_ text: String) throws -> JSONValue { try JSONDocument(parsing: Array(text.utf8)).root }

extension Response {
    /// The body as JSON; null when it is not JSON.
    var json: JSONValue {
        // A body that is not JSON differs from whatever the test expects.
        (try? JSONDocument(parsing: content, limits: JSONLimits(bytesMax: 16 << 20)))?.root ?? .null
    }

    var bodyText: String { String(decoding: content, as: UTF8.self) }

    /// The decompressed body; empty when it cannot be decompressed.
    ///
    /// - Source: RFC 1952 §2.3.1: the length is ISIZE, the last four bytes, little-endian.
    var content: [UInt8] {
        if let longBody { return longBody.bytes }
        guard field("Content-Encoding") == "gzip" else { return body }
        let count = body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return Gzip().decompressed(body, count: count) ?? []
    }

    func text(_ pointer: String) -> String? { json.text(pointer) }

    func integer(_ pointer: String) -> Int64? { json.integer(pointer) }

    func items(_ pointer: String = "/data") -> [JSONValue] { json.items(pointer) }

    /// The version in a strong ETag, as in `"r3-…"`; nil for other tags.
    var taggedVersion: Int64? {
        guard let tag = field("ETag"), let match = tag.wholeMatch(of: /"r([1-9][0-9]*)(-[A-Za-z0-9_-]{16})?"/)
        else { return nil }
        return Int64(match.output.1)
    }

    /// The ids of the resources on a page.
    var ids: [Int64] { items().compactMap { $0.integer("/id") } }

    /// The code of a problem.
    var code: String? { text("/code") }

    /// The errors of a problem, each as place and code: `/amount amount-not-exact`, `?limit parameter-invalid`.
    var errors: [String] {
        items("/errors")
            .map { error in
                let place = error.text("/pointer") ?? error.text("/parameter").map { "?" + $0 } ?? "nowhere"
                return place + " " + (error.text("/code") ?? "")
            }
    }
}

/// The expected status and code of a problem.
struct Refused: Hashable, Sendable, CustomStringConvertible {
    let status: Int
    let code: String?

    init(_ status: Int, _ code: String?) {
        self.status = status
        self.code = code
    }

    init(_ response: Response) { self.init(response.status, response.code) }

    var description: String { "\(status) \(code ?? "-")" }
}

/// A JSON text from a test in the compact form the service writes.
func compact(_ text: String) throws -> String {
    var writer = JSONWriter()
    writer.value(try json(text))
    return String(decoding: writer.finish(), as: UTF8.self)
}

/// Expects the body to equal `text`, whose layout is ignored.
func expect(
    _ response: Response, shows text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let wanted = try compact(text)
    #expect(response.bodyText == wanted, sourceLocation: sourceLocation)
}

extension LongBody {
    /// All its bytes, read in pieces as the network layer does.
    var bytes: [UInt8] {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 10_000))
        while bytes.count < count {
            let readCount = read(into: &buffer, at: bytes.count)
            guard readCount > 0 else { return [] }
            bytes += buffer[..<readCount]
        }
        return bytes
    }
}
