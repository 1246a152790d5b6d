import Testing

@testable import Transparency

@Suite struct SignedNoteTests {
    private let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    private let text = "This is an example message.\n"
    private let line =
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

    /// - Source: C2SP signed-note.md at 5ba5ee8.
    @Test func `the note of the specification`() throws {
        let key = try VerifierKey(parsing: foo)
        let note = try SignedNote(parsing: Array((text + "\n" + line).utf8))
        #expect(try note.verified(by: [key]) == [VerifiedSignature(key: key, seconds: nil)])
        #expect(note.string == text + "\n" + line && note.text.string == text && note.signatureLines == line)
    }

    /// - Source: sigsum/sigsum-go 2224a39, pkg/checkpoint/checkpoint_test.go; from sum.golang.org, 2024-09-23.
    @Test func `a checkpoint of sum.golang.org`() throws {
        let key = try VerifierKey(
            parsing: "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
        let note = try SignedNote(
            parsing: Array(
                """
                go.sum database tree
                30055305
                mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=

                — sum.golang.org Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8=

                """
                .utf8))
        #expect(try note.verified(by: [key]).map(\.key) == [key])
        let checkpoint = try Checkpoint(parsing: note.text)
        #expect(checkpoint.size == 30_055_305 && checkpoint.origin.string == "go.sum database tree")
    }

    @Test func `our checkpoint of an independent signer`() throws {
        let note = try SignedNote(parsing: Array(SampleKeys.checkpoint.utf8))
        let log = try VerifierKey(parsing: SampleKeys.logText)
        let witness = try VerifierKey(parsing: SampleKeys.witnessText)
        #expect(
            try note.verified(by: [log, witness]) == [
                VerifiedSignature(key: log, seconds: nil),
                VerifiedSignature(key: witness, seconds: 1_790_000_000),
            ])
        var ours = try SampleKeys.note(SampleTree(SampleTree.eightEntries.map(TreeHash.leaf)), size: 8)
        ours.add(try SampleKeys.witness().cosignature(of: ours.text, at: 1_790_000_000))
        #expect(ours.string == SampleKeys.checkpoint && ours == note)
    }

    @Test func `each changed byte of a signed text is found`() throws {
        let key = try VerifierKey(parsing: foo)
        for place in text.utf8.indices.dropLast() {
            var bytes = Array((text + "\n" + line).utf8)
            bytes[text.utf8.distance(from: text.startIndex, to: place)] ^= 1
            let note = try SignedNote(parsing: bytes)
            #expect(throws: SignedNote.Fault.forged(key.name)) { try note.verified(by: [key]) }
        }
    }

    @Test func `unknown keys are ignored, also with a known name or ID`() throws {
        let log = try SampleKeys.log()
        var note = try SignedNote(text: text)
        #expect(throws: SignedNote.Fault.unknownKeys) { try note.verified(by: [log.verifierKey]) }
        let namesake = try SampleKeys.stranger(9, name: log.name.string, type: .ed25519)
        note.add(try namesake.signature(of: note.text))
        let sameID = NoteSignature(
            name: try SampleKeys.name("other"), keyID: log.verifierKey.id,
            signature: [UInt8](repeating: 0, count: 64))
        note.add(sameID)
        #expect(throws: SignedNote.Fault.unknownKeys) { try note.verified(by: [log.verifierKey]) }
        #expect(throws: SignedNote.Fault.unknownKeys) { try note.verified(by: []) }
        note.add(try log.signature(of: note.text))
        #expect(try note.verified(by: [log.verifierKey]).map(\.key) == [log.verifierKey])
    }

    @Test func `a known key that fails spoils the note`() throws {
        let log = try SampleKeys.log()
        let witness = try SampleKeys.witness()
        var note = try SignedNote(text: text)
        note.add(try log.signature(of: note.text))
        let other = try SignedNote(text: "Other.\n")
        note.add(try witness.cosignature(of: other.text, at: 5))
        #expect(throws: SignedNote.Fault.forged(witness.name)) {
            try note.verified(by: [log.verifierKey, witness.verifierKey])
        }
        #expect(try note.verified(by: [log.verifierKey]).count == 1)
        note.add(try witness.cosignature(of: note.text, at: 5))
        #expect(try note.verified(by: [log.verifierKey, witness.verifierKey]).count == 2)
        #expect(note.signatures.count == 2)
    }

    @Test func `one key that signed twice counts once, and both must hold`() throws {
        let log = try SampleKeys.log()
        let good = try log.signature(of: ExactText(text)).line
        let bad = try log.signature(of: ExactText("Other.\n")).line
        let twice = try SignedNote(parsing: Array((text + "\n" + good + good).utf8))
        #expect(try twice.verified(by: [log.verifierKey, log.verifierKey]).count == 1)
        for lines in [good + bad, bad + good] {
            let note = try SignedNote(parsing: Array((text + "\n" + lines).utf8))
            #expect(throws: SignedNote.Fault.forged(log.name)) { try note.verified(by: [log.verifierKey]) }
        }
    }

    @Test func `16 signatures are read, and 64, not 65`() throws {
        var note = try SignedNote(text: text)
        let keys = try (UInt8(0)..<64).map { try SampleKeys.stranger($0, name: "witness\($0)") }
        for key in keys { note.add(try key.cosignature(of: note.text, at: 7)) }
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try read.verified(by: keys.map(\.verifierKey)).count == 64)
        let more = note.bytes + Array(try SampleKeys.log().signature(of: note.text).line.utf8)
        #expect(throws: SignedNote.Fault.tooManySignatures(65)) { try SignedNote(parsing: more) }
    }

    @Test func `the text ends before the last empty line`() throws {
        let log = try SampleKeys.log()
        for text in ["\n", "a\n\nb\n", "a\n\n", "\n\n", "— a b\n\n— c d\n", "Tiền thu: 50.000 đ\n"] {
            var note = try SignedNote(text: text)
            note.add(try log.signature(of: note.text))
            let read = try SignedNote(parsing: note.bytes)
            #expect(read == note && read.text.string == text)
            #expect(try read.verified(by: [log.verifierKey]).count == 1)
        }
    }

    @Test func `another composition of a letter is another text`() throws {
        let log = try SampleKeys.log()
        let line = try log.signature(of: ExactText("Thu\u{1EBF}\n")).line
        let decomposed = try SignedNote(parsing: Array(("Thue\u{302}\u{301}\n\n" + line).utf8))
        #expect(throws: SignedNote.Fault.forged(log.name)) { try decomposed.verified(by: [log.verifierKey]) }
        #expect(ExactText("\u{E9}") != ExactText("e\u{301}"))
    }

    @Test func `what is no note is refused with its fault`() throws {
        func fault(_ text: String) -> SignedNote.Fault? {
            do throws(SignedNote.Fault) {
                _ = try SignedNote(parsing: Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(text + "\n" + line) == nil)
        #expect(fault("") == .noText && fault("\n") == .noText && fault("a") == .noText)
        #expect(fault("\n" + line) == .noText && fault(line) == .noText && fault(text + line) == .noText)
        #expect(fault(text + "\n") == .unsigned && fault(text + "\n" + line + "\n") == .unsigned)
        let good = text + "\n" + line
        #expect(fault(String(good.dropLast())) == .signatureLine(number: 1))
        #expect(fault(good + "x\n") == .signatureLine(number: 2))
        #expect(fault(good + line.dropLast() + " \n") == .signatureLine(number: 2))
        for (old, new) in [
            ("— ", "- "), ("— ", "—"), ("— ", "—  "), ("— ", "—\u{A0}"), ("foo Uw", "foo  Uw"),
            ("foo Uw", "foo+a Uw"),
            ("foo Uw", "fo\u{3000}o Uw"), ("foo Uw", "foo b Uw"), ("example.com/foo", ""), ("aQM=", "aQM"),
            ("aQM=", "aQN="), ("aQM=", "aQM=="), ("aQM=", "aQM= "), ("Uw2QOk", "Uw2Q*k"),
        ] {
            #expect(fault(good.replacing(old, with: new)) == .signatureLine(number: 1), "\(new)")
        }
        #expect(fault(text + "\n— example.com/foo Uw2QOg==\n") == .signatureLine(number: 1))
        for control in ["\r", "\t", "\0", "\u{1B}"] {
            #expect(
                fault(control + good) == .notText
                    && fault(good.replacing("— ", with: "— " + control)) == .notText)
        }
        #expect(fault(String(repeating: "a", count: 262_145)) == .tooLong(byteCount: 262_145))
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let bytes = Array((text + "\n" + line).utf8)
        #expect(throws: SignedNote.Fault.notText) { try SignedNote(parsing: [0xFF] + bytes) }
        #expect(throws: SignedNote.Fault.notText) {
            try SignedNote(parsing: bytes.dropLast() + [0xC3, 0x0A])
        }
        #expect(throws: SignedNote.Fault.notText) { try SignedNote(text: "a\tb\n") }
        #expect(throws: SignedNote.Fault.noText) { try SignedNote(text: "a") }
    }
}
