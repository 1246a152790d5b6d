/// Text and the signatures below it.
///
/// What it says counts only when `verified(by:)` finds the signature of a known key.
///
/// - Source: C2SP signed-note.md at 5ba5ee8.
package struct SignedNote: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// More than `bytesMax`.
        case tooLong(byteCount: Int)
        /// Not UTF-8, or with a control character other than newline.
        case notText
        /// No empty line between text and signatures, or nothing before it.
        case noText
        /// No signature line below the last empty line.
        case unsigned
        /// More than `signaturesMax` signature lines.
        case tooManySignatures(Int)
        /// A line below the last empty line is no signature, or the last one does not end in a newline.
        case signatureLine(number: Int)
        /// The signature of a known key does not verify: the note or the line was forged.
        case forged(KeyName)
        /// No known key has signed.
        case unknownKeys
    }

    /// Enough for 64 signatures with ML-DSA-44, 3.3 kB each; Go's reader takes a million bytes.
    package static let bytesMax = 262_144

    /// The specification asks for at least 16.
    package static let signaturesMax = 64

    /// What is signed, with the newline at its end.
    package let text: ExactText

    /// In the order of the lines.
    package private(set) var signatures: [NoteSignature]

    /// Creates a note without signatures.
    ///
    /// - Parameter text: UTF-8 that ends in a newline, without other control characters.
    /// - Throws: `Fault.notText`, `Fault.noText`.
    package init(text: String) throws(Fault) {
        guard text.utf8.allSatisfy(SignedNote.isAllowed) else { throw .notText }
        guard text.utf8.last == UInt8(ascii: "\n") else { throw .noText }
        self.text = ExactText(text)
        signatures = []
    }

    /// Parses a note; every other spelling than `bytes` would write is refused.
    package init(parsing bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= SignedNote.bytesMax else { throw .tooLong(byteCount: bytes.count) }
        guard bytes.allSatisfy(SignedNote.isAllowed) else { throw .notText }
        guard let end = SignedNote.endOfText(in: bytes) else { throw .noText }
        guard let text = ExactText(bytes: bytes[..<end]), ExactText(bytes: bytes[end...]) != nil else {
            throw .notText
        }
        self.text = text
        signatures = try SignedNote.signatures(in: bytes[(end + 1)...])
    }

    /// The note as it is stored and sent.
    package var bytes: [UInt8] { Array(string.utf8) }

    package var string: String { text.string + "\n" + signatureLines }

    /// The signature lines alone, each with its newline, as a witness answers.
    package var signatureLines: String { signatures.map(\.line).joined() }

    /// Adds a signature at the end; one of the same key is replaced.
    package mutating func add(_ signature: NoteSignature) {
        signatures.removeAll { $0.name == signature.name && $0.keyID == signature.keyID }
        signatures.append(signature)
    }

    /// The signatures of known keys, all of which verify.
    ///
    /// Lines of unknown keys are ignored, also when they have the name or the ID of a known one, but not both.
    ///
    /// - Parameter keys: those that the caller trusts. Each counts once.
    /// - Returns: at least one, in the order of the lines.
    /// - Throws: `Fault.forged` when a signature of a known key does not verify, `Fault.unknownKeys` when none is of
    ///   a known key.
    package func verified(by keys: [VerifierKey]) throws(Fault) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            for key in keys where key.name == signature.name && key.id == signature.keyID {
                guard let found = key.verify(signature.signature, of: text) else { throw .forged(key.name) }
                if !verified.contains(where: { $0.key == key }) { verified.append(found) }
            }
        }
        guard !verified.isEmpty else { throw .unknownKeys }
        return verified
    }

    /// Parses signature lines, at least one.
    package static func signatures(in bytes: ArraySlice<UInt8>) throws(Fault) -> [NoteSignature] {
        guard !bytes.isEmpty else { throw .unsigned }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let last = lines.popLast(), last.isEmpty else { throw .signatureLine(number: lines.count + 1) }
        guard lines.count <= signaturesMax else { throw .tooManySignatures(lines.count) }
        var signatures: [NoteSignature] = []
        for (index, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else { throw .signatureLine(number: index + 1) }
            signatures.append(signature)
        }
        return signatures
    }

    /// The index of the empty line's newline: the second of the last two newlines that follow each other.
    private static func endOfText(in bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == UInt8(ascii: "\n"), bytes[index - 1] == UInt8(ascii: "\n") { return index }
            index -= 1
        }
        return nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 || byte == UInt8(ascii: "\n") }
}
