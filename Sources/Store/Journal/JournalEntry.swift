package import Domain
import SQLite
package import Transparency

/// A journal row as an entry of the public log: a part that everyone may know, and a private part behind a nonce.
///
/// entry = SHA-256(public part) ‖ SHA-256(nonce ‖ private part). Who has the public part and the hash of the private
/// one can check the entry; who has only the log learns nothing, because 32 random bytes cannot be guessed. Deleting
/// nonce and private part forgets what they said, while the entry and the tree above it stay as they are.
///
/// The public part is one JSON object: format, position and, where the entity has public members, event, time, owner
/// and those members. The private part is a line with all other columns of the row, and the payload as stored. The line
/// ends with the digest of the request that wrote the row, when that had an `Idempotency-Key`.
///
/// Reuses its buffers: write a row, then ask for its hashes.
package struct JournalEntry {
    private var publicPart: [UInt8] = []
    private var privatePart: [UInt8] = []

    package init() {}

    /// Columns of a journal row that every row has.
    package struct Row {
        package let position: Int64
        package let recordedAt: Instant
        package let author: Actor?
        package let event: String
        package let subject: Int64
        /// `FundOwner.text`; nil when no owner's books changed.
        package let owner: String?
        /// `RequestDigest.bytes`; nil for a row that no request with an `Idempotency-Key` wrote.
        package let request: [UInt8]?

        package init(
            position: Int64, recordedAt: Instant, author: Actor?, event: String, subject: Int64,
            owner: String?, request: [UInt8]?
        ) {
            self.position = position
            self.recordedAt = recordedAt
            self.author = author
            self.event = event
            self.subject = subject
            self.owner = owner
            self.request = request
        }
    }

    /// Replaces the previous row in the buffers.
    ///
    /// - Parameters:
    ///   - row: its columns.
    ///   - nonce: 32 random bytes.
    ///   - payload: the whole state of the entity, as stored.
    ///   - publicMembers: those of the payload that everyone may know, as an object; nil for none.
    package mutating func write(_ row: Row, nonce: [UInt8], payload: [UInt8], publicMembers: [UInt8]?) {
        writePublicPart(of: row, publicMembers)
        privatePart.removeAll(keepingCapacity: true)
        privatePart += nonce
        append(JournalEntry.format)
        append(row.position)
        append(row.recordedAt.milliseconds)
        append(row.author?.user.number)
        append(row.author?.token?.number)
        append(row.author?.assignedBy?.number)
        append(row.event)
        append(row.subject)
        append(row.owner ?? "-")
        if let request = row.request {
            privatePart.append(hexadecimal: request)
            privatePart.append(UInt8(ascii: " "))
        }
        privatePart[privatePart.count - 1] = UInt8(ascii: "\n")
        privatePart += payload
    }

    /// The public part as everyone may see it.
    package var publicBytes: [UInt8] { publicPart }

    /// Replaces the public part alone, for a row whose private part was erased.
    package mutating func writePublicPart(of row: Row, _ publicMembers: [UInt8]?) {
        publicPart.removeAll(keepingCapacity: true)
        publicPart += #"{"format":1,"position":"#.utf8
        publicPart.append(decimal: row.position)
        if let publicMembers {
            publicPart += #","event":""#.utf8
            publicPart += row.event.utf8
            publicPart += #"","recorded_at":""#.utf8
            publicPart += row.recordedAt.text.utf8
            publicPart += #"","owner":""#.utf8
            publicPart += (row.owner ?? "").utf8
            publicPart += #"","data":"#.utf8
            publicPart += publicMembers
        }
        publicPart.append(UInt8(ascii: "}"))
    }

    /// The hash of the entry as a leaf of the tree.
    package var leaf: TreeHash { leaf(withPrivateHash: privateHash) }

    /// SHA-256 of nonce and private part.
    package var privateHash: TreeHash { .sha256(of: privatePart) }

    /// The hash of the entry as a leaf of the tree, for a row whose private part was erased.
    package func leaf(withPrivateHash privateHash: TreeHash) -> TreeHash {
        Entry(publicHash: .sha256(of: publicPart), privateHash: privateHash).leaf
    }

    /// Random bytes for a new row.
    static func newNonce() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return Nonce(using: &generator).bytes
    }

    /// Appends a row that names no request to the journal.
    static let insertion = Query(
        """
        INSERT INTO journal (position, recorded_ms, actor, token, assigned_by, kind, subject, owner, public_members,
            payload, nonce, leaf)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """)

    /// Appends a row that names a request.
    static let namingInsertion = Query(
        """
        INSERT INTO journal (position, recorded_ms, actor, token, assigned_by, kind, subject, owner, public_members,
            payload, nonce, leaf, request)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """)

    private static let format: Int64 = 1

    private mutating func append(_ number: Int64?) {
        if let number { privatePart.append(decimal: number) } else { privatePart.append(UInt8(ascii: "-")) }
        privatePart.append(UInt8(ascii: " "))
    }

    private mutating func append(_ text: String) {
        privatePart += text.utf8
        privatePart.append(UInt8(ascii: " "))
    }
}

extension [UInt8] {
    /// Appends two lower-case digits for each of `bytes`.
    mutating func append(hexadecimal bytes: [UInt8]) {
        func digit(_ half: UInt8) -> UInt8 { half + (half < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
        for byte in bytes {
            append(digit(byte >> 4))
            append(digit(byte & 15))
        }
    }

    fileprivate mutating func append(decimal integer: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = integer.magnitude
        var start = digits.count
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        append(addingCapacity: digits.count + 2) { bytes in
            if integer < 0 { bytes.append(UInt8(ascii: "-")) }
            for index in start..<digits.count { bytes.append(digits[index]) }
        }
    }
}
