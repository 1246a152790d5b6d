import SQLite
import Store
import Transparency

/// The stored public keys of one kind that can be read.
struct StoredLogKeys {
    var logs: [VerifierKey] = []
    var witnesses: [VerifierKey] = []
}

extension Verifier {
    /// Reads the stored public keys, and reports those that are none of their kind, or of two current logs.
    func verifyLogKeys() throws -> StoredLogKeys {
        var (keys, currentLogs) = (StoredLogKeys(), 0)
        try connection.forEach("SELECT vkey, kind, is_current FROM log_key ORDER BY vkey") { row in
            let (text, kind, current) = (row.text(0), LogKeyKind(rawValue: row.text(1)), row.integer(2))
            // A key that cannot be read is reported as damaged.
            let key = try? VerifierKey(parsing: text)
            let isOfKind =
                switch (kind, key?.type) {
                case (.log, .ed25519), (.witness, .cosignature): true
                default: false
                }
            guard let key, isOfKind, current == 0 || current == 1 else {
                return report(.logKeyDiffers(vkey: text))
            }
            if kind == .log, current == 1 {
                currentLogs += 1
                if currentLogs > 1 { report(.logKeyDiffers(vkey: text)) }
            }
            if kind == .log { keys.logs.append(key) } else { keys.witnesses.append(key) }
        }
        return keys
    }

    /// Checks that each cosignature is below a stored checkpoint, by the stored key of the witness that it names.
    func verifyCosignatures(by witnesses: [VerifierKey]) throws {
        try connection.forEach(
            """
            SELECT log_cosignature.size, witness, line, note
            FROM log_cosignature LEFT JOIN log_checkpoint ON log_checkpoint.size = log_cosignature.size
            ORDER BY log_cosignature.size, witness
            """
        ) { row in
            let (size, witness, line) = (row.integer(0), row.text(1), row.text(2))
            let holds =
                row.optionalText(3)
                .map { note in
                    Verifier.isCosigned(
                        note, line, by: witnesses.filter { $0.name.string.isSame(as: witness) })
                } ?? false
            if !holds { report(.cosignatureDiffers(size: size, witness: witness)) }
        }
    }

    /// True when `note` is of size and root, and has the signature of a stored key of its log.
    static func isSigned(_ note: String, size: Int64, root: [UInt8], by logs: [VerifierKey]) -> Bool {
        do {
            let note = try SignedNote(parsing: Array(note.utf8))
            let checkpoint = try Checkpoint(parsing: note.text)
            let own = logs.filter { $0.name.text == checkpoint.origin }
            return try checkpoint.size == size && checkpoint.root.bytes == root
                && !note.verified(by: own).isEmpty
        } catch {
            return false
        }
    }

    private static func isCosigned(_ note: String, _ line: String, by witnesses: [VerifierKey]) -> Bool {
        guard let signature = NoteSignature(line: line.utf8.dropLast()), signature.line.isSame(as: line)
        else {
            return false
        }
        do {
            var cosigned = try SignedNote(text: SignedNote(parsing: Array(note.utf8)).text.string)
            cosigned.add(signature)
            return try !cosigned.verified(by: witnesses).isEmpty
        } catch {
            return false
        }
    }
}
