import Testing

@testable import Transparency

@Suite struct VerifierKeyTests {
    @Test(arguments: [
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "example.org/witness+cacf2e50+BGbguFjkYqYJ5m/nE3DIFtiEb/ED1UmaIqf+w3/bxCSn", SampleKeys.logText,
        SampleKeys.witnessText,
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
    ])
    func `the text of a key gives the key, and the key its text`(_ text: String) throws {
        let key = try VerifierKey(parsing: text)
        #expect(key.text == text)
        #expect(key.type == (text.contains("+B") ? .cosignature : .ed25519))
    }

    @Test func `a mistyped key is refused with its fault`() throws {
        func fault(_ text: String) -> VerifierKey.Fault? {
            do throws(VerifierKey.Fault) {
                _ = try VerifierKey(parsing: text)
                return nil
            } catch {
                return error
            }
        }
        let key = "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
        #expect(fault("danvan.example/40+19030554+" + key) == nil)
        #expect(fault("") == .form && fault("danvan.example/40+19030554") == .form)
        #expect(fault("+19030554+" + key) == .name && fault("danvan example+19030554+" + key) == .name)
        #expect(fault("danvan.example/40+1903055+" + key) == .keyID)
        #expect(fault("danvan.example/40+1903055G+" + key) == .keyID)
        #expect(fault("danvan.example/40+ 1903055+" + key) == .keyID)
        #expect(fault("danvan.example/40+ABCDEF01+" + key) == .keyID)
        #expect(fault("danvan.example/40+19030554+") == .publicKey)
        #expect(fault("danvan.example/40+19030554+" + key.dropLast(4)) == .publicKey)
        #expect(fault("danvan.example/40+19030554+" + key + "\n") == .publicKey)
        #expect(fault("danvan.example/40+19030554+A" + key.dropFirst(2) + "A") != nil)
        #expect(fault("danvan.example/40+19030554+Bg" + key.dropFirst(2)) == .type(6))
        #expect(fault("danvan.example/40+19030554+AA" + key.dropFirst(2)) == .type(0))
        #expect(fault("danvan.example/40+19030555+" + key) == .otherKeyID(0x1903_0554))
        #expect(fault("danvan.example/41+19030554+" + key) != nil)
        // The same key as that of a witness has another ID.
        #expect(fault("danvan.example/40+19030554+BA" + key.dropFirst(2)) != nil)
    }

    @Test(arguments: [
        "", " ", "a b", "a+b", "a\u{A0}b", "a\u{2003}b", "a\u{85}b", "a\nb", "a\tb", "a\u{0}b", "\u{3000}",
    ])
    func `a name has no space, plus or control character`(_ text: String) {
        #expect(KeyName(text) == nil)
    }
}

@Suite struct SigningKeyTests {
    @Test func `a seed gives the keys of the independent signer`() throws {
        #expect(try SampleKeys.log().verifierKey.text == SampleKeys.logText)
        #expect(try SampleKeys.witness().verifierKey.text == SampleKeys.witnessText)
    }

    /// - Source: the form of golang.org/x/mod/sumdb/note, GenerateKey.
    @Test func `the text of a key gives it again`() throws {
        let log = try SampleKeys.log()
        #expect(
            log.text == "PRIVATE+KEY+danvan.example/40+19030554+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f")
        let read = try SigningKey(parsing: log.text)
        #expect(read.verifierKey == log.verifierKey && read.text == log.text)
        #expect(try read.signature(of: ExactText("a\n")) == log.signature(of: ExactText("a\n")))
        let witness = try SampleKeys.witness()
        #expect(try SigningKey(parsing: witness.text).verifierKey == witness.verifierKey)
    }

    @Test func `a mistyped key is refused with its fault`() throws {
        func fault(_ text: String) -> SigningKey.Fault? {
            do throws(SigningKey.Fault) {
                _ = try SigningKey(parsing: text)
                return nil
            } catch {
                return error
            }
        }
        let text = try SampleKeys.log().text
        #expect(fault(text) == nil)
        #expect(fault("") == .form && fault(SampleKeys.logText) == .form && fault("PRIVATE+KEY+a") == .form)
        #expect(fault(text + "\n") == .seed && fault(String(text.dropLast(4))) == .seed)
        #expect(fault(text.replacing("40+1903", with: "40+190g")) == .keyID)
        #expect(fault(text.replacing("40+1903", with: "40+1904")) == .otherKeyID(0x1903_0554))
        #expect(fault(text.replacing("+AQAB", with: "+AgAB")) == .type(2))
        #expect(fault(text.replacing("danvan.example/40", with: "")) == .name)
        if case .otherKeyID = fault(text.replacing("HR4f", with: "HR4e")) {
        } else {
            Issue.record("another seed")
        }
    }

    @Test func `printing a key does not show its secret`() throws {
        let log = try SampleKeys.log()
        var dumped = ""
        dump(log, to: &dumped)
        for text in [
            "\(log)", String(reflecting: log), String(describing: log), dumped, "\([log])", "\(log as Any?)",
        ] {
            #expect(text.contains("19030554") && !text.contains("AQABAg") && !text.contains("PRIVATE"))
        }
    }

    @Test func `a drawn key signs`() throws {
        var generator = SystemRandomNumberGenerator()
        let key = try SigningKey(name: SampleKeys.name("a"), type: .ed25519, using: &generator)
        let other = try SigningKey(name: SampleKeys.name("a"), type: .ed25519, using: &generator)
        #expect(key.verifierKey != other.verifierKey)
        var note = try SignedNote(text: "a\n")
        note.add(try key.signature(of: note.text))
        #expect(try note.verified(by: [key.verifierKey]).count == 1)
        #expect(throws: SigningKey.Fault.seed) {
            try SigningKey(name: SampleKeys.name("a"), type: .ed25519, seed: [1, 2, 3])
        }
    }
}
