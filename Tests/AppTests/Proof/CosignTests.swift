import Foundation
import TestSupport
import Testing
import Transparency

@testable import App

extension ProcessTests {
    /// `danvan cosign` with files of a USB stick.
    @Suite struct CosignTests {
        private let folder: Folder
        private let log: SampleLog
        private let key: SigningKey

        init() throws {
            folder = try Folder()
            log = try SampleLog()
            key = try SampleLog.witnessKey()
            _ = try folder.write(key, to: "witness.key")
        }

        private func words(_ file: String, _ consistency: String? = nil) -> [String] {
            [
                "cosign", file, "--key", "witness.key", "--log", log.key.verifierKey.text, "--state",
                "state",
            ] + (consistency.map { ["--consistency", $0] } ?? [])
        }

        private func cosign(_ file: String, _ consistency: String? = nil) throws -> Ending {
            try folder.danvan(words(file, consistency))
        }

        private func expectCosigned(_ ending: Ending, _ size: Int) throws {
            #expect(ending.code == 0, "\(ending.errors)")
            let note = try SignedNote(parsing: Array(ending.output.utf8))
            #expect(try note.text == log.note(size).text)
            let keys = [log.key.verifierKey, key.verifierKey]
            #expect(try note.verified(by: keys).map(\.key) == keys)
        }

        @Test func `the first needs no proof, a later one says which`() throws {
            _ = try folder.write(log.note(12).string, to: "first")
            try expectCosigned(cosign("first"), 12)
            // The same again shows that nothing has changed.
            try expectCosigned(cosign("first"), 12)
            _ = try folder.write(log.note(34).string, to: "second")
            let refused = try cosign("second")
            #expect(refused.code == 1 && refused.output == "")
            #expect(refused.errors.contains("…/v1/public/log/consistency?from=12&to=34"))
            _ = try folder.write(log.proofText(from: 11, to: 34), to: "wrong")
            #expect(try cosign("second", "wrong").errors.contains("from=12&to=34"))
            _ = try folder.write("{}", to: "wrong")
            #expect(try cosign("second", "wrong").errors.contains("from=12&to=34"))
            _ = try folder.write(log.proofText(from: 12, to: 34), to: "proof")
            try expectCosigned(cosign("second", "proof"), 34)
            let older = try cosign("first")
            #expect(older.code == 1 && older.errors.contains("ít hơn 34 mục"))
        }

        @Test func `a request of C2SP is checkpoint and proof`() throws {
            _ = try folder.write(log.request(from: 0, to: 12).bytes, to: "first")
            try expectCosigned(cosign("first"), 12)
            _ = try folder.write(log.request(from: 12, to: 20).bytes, to: "second")
            try expectCosigned(cosign("second"), 20)
            _ = try folder.write(log.note(34).string, to: "third")
            _ = try folder.write(log.request(from: 20, to: 34).bytes, to: "proof")
            try expectCosigned(cosign("third", "proof"), 34)
            let old = try cosign("second")
            #expect(old.code == 1 && old.errors.contains("ít hơn 34 mục"))
        }

        @Test func `a second history is not cosigned, and its two notes are kept`() throws {
            _ = try folder.write(log.note(12).string, to: "first")
            try expectCosigned(cosign("first"), 12)
            let second = try SampleLog(changed: 2)
            _ = try folder.write(second.note(12).string, to: "same")
            let same = try cosign("same")
            #expect(same.code == 1 && same.output == "" && same.errors.contains("KHÔNG KÝ"))
            let evidence = folder.text(of: "state.evidence-1")
            #expect(try evidence.contains(log.note(12).string) && evidence.contains(second.note(12).string))
            _ = try folder.write(second.note(34).string, to: "later")
            _ = try folder.write(second.proofText(from: 12, to: 34), to: "proof")
            let later = try cosign("later", "proof")
            #expect(later.code == 1 && later.output == "" && later.errors.contains("KHÔNG KÝ"))
            #expect(folder.text(of: "state.evidence-2").contains(try second.note(34).string))
            try expectCosigned(cosign("first"), 12)
        }

        @Test func `what is no checkpoint of a known log is refused`() throws {
            let stranger = try SampleLog(key: SampleLog.key(9))
            _ = try folder.write(stranger.note(8).string, to: "forged")
            _ = try folder.write(SampleLog(key: SampleLog.key(1, "khac.vn")).note(8).string, to: "other")
            _ = try folder.write("một\nhai\n", to: "text")
            _ = try folder.write([UInt8](repeating: 0x61, count: WitnessRequest.bytesMax + 1), to: "long")
            for (file, code, words) in [
                ("forged", 1, "không có chữ ký đúng"), ("other", 1, "khac.vn"), ("text", 1, "không phải"),
                ("long", 1, "quá dài"), ("no", 74, "Không có tệp"),
            ] {
                let ending = try cosign(file)
                #expect(ending.code == Int32(code) && ending.output == "", "\(file)")
                #expect(ending.errors.contains(words), "\(ending.errors)")
            }
            #expect(!folder.exists("state"))
        }

        @Test func `of many processes at once, one is cosigned`() throws {
            for size in 1...6 { _ = try folder.write(log.note(size).string, to: "note-\(size)") }
            let commands = try (1...6).map { try Command(words("note-\($0)"), in: folder) }
            let endings = try commands.map { try $0.ended() }
            let cosigned = endings.filter { $0.code == 0 }
            #expect(cosigned.count >= 1 && endings.allSatisfy { $0.code == 0 || $0.code == 1 })
            // Those that came later needed a proof, or had a smaller checkpoint.
            #expect(cosigned.count == 1)
        }
    }
}
