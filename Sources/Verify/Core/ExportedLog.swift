import JSON
package import Store
package import Transparency

extension PublicEntry {
    /// The entry as a line of the exported log.
    package var exportedLine: [UInt8] {
        var json = JSONWriter(capacity: publicPart.count + 128)
        json.beginObject()
        json.member("position", position)
        json.member("public_part", String(decoding: publicPart, as: UTF8.self))
        json.member("private_hash", entry.privateHash.base64)
        json.endObject()
        json.newline()
        return json.finish()
    }
}

/// The tree that the lines of an exported log make, computed without a database.
package struct ExportedLog: Sendable {
    package enum Fault: Error, Hashable {
        /// The line is not what `exportedLine` writes.
        case notAnEntry(line: Int64)
        /// The line has another position, or its public part says so.
        case otherPosition(line: Int64)
    }

    private var edge = TreeEdge()
    private let noted: Int64
    private var notedRoot: TreeHash?

    /// Creates an empty log that remembers the root over its first `size` entries.
    package init(noting size: Int64) {
        noted = size
        if size == 0 { notedRoot = edge.root }
    }

    /// The number of entries.
    package var size: Int64 { edge.size }

    /// The root over all entries.
    package var root: TreeHash { edge.root }

    /// The root over the first `size` entries, if that is the size to note and there are as many.
    package func root(at size: Int64) -> TreeHash? { size == noted ? notedRoot : nil }

    /// Adds a line without its newline.
    package mutating func add(_ line: [UInt8]) throws(Fault) {
        let number = size + 1
        guard let entry = ExportedLog.entry(line) else { throw .notAnEntry(line: number) }
        let beginning = Array(#"{"format":1,"position":\#(number)"#.utf8)
        let next = entry.publicPart.dropFirst(beginning.count).first
        guard entry.position == number, entry.publicPart.starts(with: beginning),
            next == UInt8(ascii: ",") || next == UInt8(ascii: "}")
        else { throw .otherPosition(line: number) }
        let parts = Entry(publicHash: .sha256(of: entry.publicPart), privateHash: entry.privateHash)
        _ = edge.append(parts.leaf)
        if size == noted { notedRoot = edge.root }
    }

    private static func entry(
        _ line: [UInt8]
    ) -> (position: Int64, publicPart: [UInt8], privateHash: TreeHash)? {
        // What cannot be read is reported as no entry.
        guard let json = try? JSONDocument(parsing: line).root, case .object = json,
            case .integer(let position)? = json["position"],
            case .string(let publicPart)? = json["public_part"],
            case .string(let text)? = json["private_hash"],
            let privateHash = TreeHash(base64: text.utf8)
        else { return nil }
        return (position, Array(publicPart.utf8), privateHash)
    }
}
