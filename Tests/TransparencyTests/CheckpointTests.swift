import Testing

@testable import Transparency

@Suite struct CheckpointTests {
    private let root = "HA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    @Test func `a checkpoint has three lines`() throws {
        for size in ["0", "1", "10", "9223372036854775807"] {
            let text = "example.org/log\n\(size)\n\(root)\n"
            let checkpoint = try Checkpoint(parsing: ExactText(text))
            #expect(checkpoint.text.string == text && String(checkpoint.size) == size)
            #expect(checkpoint.root.base64 == root && checkpoint.origin == ExactText("example.org/log"))
        }
        #expect(try Checkpoint(parsing: ExactText("go.sum database tree\n1\n\(root)\n")).size == 1)
    }

    @Test func `another spelling is refused with its fault`() {
        func fault(_ text: String) -> Checkpoint.Fault? {
            do throws(Checkpoint.Fault) {
                _ = try Checkpoint(parsing: ExactText(text))
                return nil
            } catch {
                return error
            }
        }
        #expect(fault("") == .lineCount && fault("a\n1\n\(root)") == .lineCount)
        #expect(fault("a\n1\n\(root)\nextension\n") == .lineCount && fault("a\n1\n\(root)\n\n") == .lineCount)
        #expect(fault("\n1\n\(root)\n") == .origin)
        for size in [
            "", "01", "00", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1_0", "9223372036854775808", "١", "1\r",
        ] {
            #expect(fault("a\n\(size)\n\(root)\n") == .size, "\(size)")
        }
        for root in [
            "", root + " ", " " + root, String(root.dropLast()), String(root.dropFirst(4)), root + "AAAA",
        ] {
            #expect(fault("a\n1\n\(root)\n") == .root, "\(root)")
        }
        #expect(fault("a\n1\n\(root.replacing("AAA=", with: "AAB="))\n") == .root)
    }
}

@Suite struct CosignatureTests {
    private let text = ExactText("example.org/log\n10\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")

    private let line =
        "— example.org/witness ys8uUAAAAAAAAATSftMzceM8zssdZ9jin9SjwIxzx9iADMf63VqirX2hafol9RsqNqbofIz0LVRqHXI2kpEBSki5RTXFtxz1vo9+Cg==\n"

    private func witness() throws -> SigningKey {
        try SigningKey(
            name: SampleKeys.name("example.org/witness"), type: .cosignature,
            seed: [17] + [UInt8](repeating: 0, count: 31))
    }

    /// - Source: sigsum/sigsum-go 2224a39, pkg/checkpoint/checkpoint_test.go.
    @Test func `the cosignature of sigsum`() throws {
        let witness = try witness()
        #expect(
            witness.verifierKey.text
                == "example.org/witness+cacf2e50+BGbguFjkYqYJ5m/nE3DIFtiEb/ED1UmaIqf+w3/bxCSn")
        #expect(try witness.cosignature(of: text, at: 1234).line == line)
        let note = try SignedNote(parsing: Array((text.string + "\n" + line).utf8))
        #expect(
            try note.verified(by: [witness.verifierKey])
                == [VerifiedSignature(key: witness.verifierKey, seconds: 1234)])
    }

    /// - Source: as above; line 1 has another key ID, line 3 another name, line 4 another length.
    @Test func `lines of other keys are ignored, a line of another length is forged`() throws {
        let key = try witness().verifierKey
        let others = line.replacing(" ys8u", with: " yX8u") + line.replacing("witness ", with: "witness-2 ")
        let note = try SignedNote(parsing: Array((text.string + "\n" + others + line).utf8))
        #expect(try note.verified(by: [key]).map(\.seconds) == [1234])
        let long = line.replacing("+Cg==", with: "+CgXX")
        let forged = try SignedNote(parsing: Array((text.string + "\n" + line + long).utf8))
        #expect(throws: SignedNote.Fault.forged(key.name)) { try forged.verified(by: [key]) }
    }

    @Test func `another time, checkpoint, key and type do not verify`() throws {
        let witness = try witness()
        let good = try witness.cosignature(of: text, at: 1234)
        func seconds(_ bytes: [UInt8], of text: ExactText) -> Int64? {
            witness.verifierKey.verify(bytes, of: text)?.seconds
        }
        #expect(seconds(good.signature, of: text) == 1234)
        for place in 0..<72 {
            var bytes = good.signature
            bytes[place] ^= 1
            #expect(seconds(bytes, of: text) == nil)
        }
        #expect(seconds(good.signature, of: ExactText(text.string.replacing("10", with: "11"))) == nil)
        #expect(seconds(Array(good.signature.dropLast()), of: text) == nil)
        #expect(seconds(Array(good.signature.dropFirst(8)), of: text) == nil)
        let plain = try SigningKey(
            name: witness.name, type: .ed25519, seed: [17] + [UInt8](repeating: 0, count: 31))
        #expect(plain.verifierKey.id != witness.verifierKey.id)
        #expect(plain.verifierKey.verify(good.signature, of: text) == nil)
        #expect(try seconds(plain.signature(of: text).signature, of: text) == nil)
    }

    @Test func `a time is more than zero and fits 63 bits`() {
        let signature = [UInt8](repeating: 1, count: 64)
        #expect(Cosignature([0, 0, 0, 0, 0, 0, 0, 1] + signature)?.seconds == 1)
        #expect(Cosignature([0x7F] + [UInt8](repeating: 0xFF, count: 7) + signature)?.seconds == .max)
        #expect(Cosignature([UInt8](repeating: 0, count: 8) + signature) == nil)
        #expect(Cosignature([0x80, 0, 0, 0, 0, 0, 0, 0] + signature) == nil)
        #expect(Cosignature.bytes(of: .max) == [0x7F] + [UInt8](repeating: 0xFF, count: 7))
        #expect(Cosignature.bytes(of: 0x0102_0304_0506_0708) == [1, 2, 3, 4, 5, 6, 7, 8])
    }
}
