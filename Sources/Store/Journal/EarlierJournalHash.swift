import Crypto
import Domain

/// The hash of a journal row before migration `0046_journal_entries.sql`, which checks it once more.
///
/// The input is the byte 0, a line with the row's other columns, and the payload bytes as stored. The line ends with
/// the token and who assigned its role when the row has one of them.
struct EarlierJournalHash {
    private var bytes: [UInt8] = []

    init() {}

    /// Replaces the previous row in the buffer.
    mutating func write(
        position: Int64, at moment: Instant, actor: Actor?, event: String, subject: Int64, payload: [UInt8]
    ) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(0)
        append(position, endedBy: UInt8(ascii: " "))
        append(moment.milliseconds, endedBy: UInt8(ascii: " "))
        append(actor?.user.number)
        bytes.append(contentsOf: event.utf8)
        bytes.append(UInt8(ascii: " "))
        let hasDuty = actor?.token != nil || actor?.assignedBy != nil
        append(subject, endedBy: UInt8(ascii: hasDuty ? " " : "\n"))
        if hasDuty {
            append(actor?.token?.number)
            append(actor?.assignedBy?.number)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(contentsOf: payload)
    }

    /// The SHA-256 of the row.
    var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }

    func isHashed(as hash: [UInt8]) -> Bool { SHA256.hash(data: bytes) == hash }

    private mutating func append(_ number: Int64?) {
        if let number { return append(number, endedBy: UInt8(ascii: " ")) }
        bytes.append(UInt8(ascii: "-"))
        bytes.append(UInt8(ascii: " "))
    }

    private mutating func append(_ integer: Int64, endedBy end: UInt8) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = integer.magnitude
        var start = digits.count
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        bytes.append(addingCapacity: digits.count + 2) { bytes in
            if integer < 0 { bytes.append(UInt8(ascii: "-")) }
            for index in start..<digits.count { bytes.append(digits[index]) }
            bytes.append(end)
        }
    }
}

/// The SHA-256 of one journal row of an earlier version.
func earlierJournalHash(
    position: Int64, at moment: Instant, actor: Actor?, event: String, subject: Int64, payload: [UInt8]
) -> [UInt8] {
    var rowHash = EarlierJournalHash()
    rowHash.write(
        position: position, at: moment, actor: actor, event: event, subject: subject, payload: payload)
    return rowHash.hash
}
