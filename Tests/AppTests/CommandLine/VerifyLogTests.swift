import Foundation
import TestSupport
import Testing
import Transparency

extension ProcessTests {
    /// `danvan verify` against what was kept elsewhere.
    @Suite struct VerifyLogTests {
        private let office: Office
        private let key: SigningKey
        /// The database before the last row.
        private let older: Data

        /// An office whose last row adds a user, with its signed checkpoint in the file `kept`.
        init() throws {
            office = try Office()
            key = try SampleLog.key()
            older = try Data(contentsOf: URL(filePath: office.folder.database))
            try add("Hoa")
            _ = try office.folder.write(try checkpoint().string, to: "kept")
        }

        private func add(_ name: String) throws {
            #expect(try office.folder.danvan("user", "add", name).code == 0)
        }

        private func putOlderBack() throws { try older.write(to: URL(filePath: office.folder.database)) }

        /// The checkpoint of size and root as `verify` prints them.
        private func checkpoint() throws -> SignedNote {
            let line = try #require(try office.folder.danvan("verify").outputLines.last)
            let words = line.split(separator: " ")
            let size = try #require(words.compactMap { Int64($0) }.first)
            let root = try #require(words.last.flatMap { TreeHash(base64: $0.utf8) })
            return try Checkpoint(origin: key.name, size: size, root: root).signed(by: key)
        }

        private func verifySince(_ key: SigningKey? = nil) throws -> Ending {
            let words = ["verify", "--since", "kept"]
            return try office.folder.danvan(words + (key.map { ["--key", $0.verifierKey.text] } ?? []))
        }

        @Test func `a file that only grew contains the checkpoint`() throws {
            for _ in 1...2 {
                let ending = try verifySince()
                #expect(ending.code == 0 && ending.outputLines.first?.hasPrefix("Sổ đúng: ") == true)
                #expect(ending.outputLines.last?.contains("chưa kiểm tra chữ ký") == true)
                let signed = try verifySince(key)
                #expect(signed.code == 0 && signed.outputLines.last?.contains("chữ ký đúng") == true)
                try add("Cúc")
                try putOlderBack()
                try add("Hoa")
                // Another nonce is another history, although every row says the same.
                #expect(try verifySince().code == 1)
                _ = try office.folder.write(try checkpoint().string, to: "kept")
            }
        }

        @Test func `an older file put back and another history are found`() throws {
            try putOlderBack()
            #expect(try office.folder.danvan("verify").code == 0)
            let cut = try verifySince(key)
            #expect(cut.code == 1 && cut.output == "" && cut.errors.contains("các dòng cuối đã bị cắt"))
            try add("Người khác")
            #expect(try office.folder.danvan("verify").code == 0)
            let other = try verifySince(key)
            #expect(other.code == 1 && other.output == "" && other.errors.contains("lịch sử khác"))
        }

        /// Beside the key lies what was signed with it last.
        @Test func `an older file and another history are found on the machine that signed`() throws {
            _ = try office.folder.write(office.folder.text(of: "kept"), to: "danvan.key.signed")
            #expect(try office.folder.danvan("verify").code == 0)
            try putOlderBack()
            let cut = try office.folder.danvan("verify")
            #expect(cut.code == 1 && cut.output.hasPrefix("Sổ đúng"))
            #expect(cut.errors.contains("các dòng cuối đã bị cắt"))
            // A file that is named may be a backup.
            let named = try office.folder.danvan("verify", "--database", office.folder.database)
            #expect(named.code == 0 && named.errors.contains("Lưu ý: Điểm đối chiếu danvan.key.signed"))
            try add("Người khác")
            let other = try office.folder.danvan("verify")
            #expect(other.code == 1 && other.errors.contains("lịch sử khác"))
            _ = try office.folder.write("{}", to: "danvan.key.signed")
            #expect(try office.folder.danvan("verify").code == 1)
        }

        @Test func `a checkpoint of another key, and what is none, are refused`() throws {
            let stranger = try verifySince(SampleLog.key(9))
            #expect(stranger.code == 1 && stranger.errors.contains("không có chữ ký đúng"))
            // The same name with another key.
            #expect(try verifySince(SampleLog.key(9, "khac.vn/1")).code == 1)
            #expect(try verifySince(SampleLog.witnessKey()).code == 64)
            _ = try office.folder.write("{}", to: "kept")
            let none = try verifySince()
            #expect(none.code == 1 && none.errors.contains("không phải điểm đối chiếu"))
            #expect(try office.folder.danvan("verify", "--since", "missing").code == 74)
            #expect(try office.folder.danvan("verify", "--key", "x").code == 64)
            #expect(try office.folder.danvan("verify", "--checkpoint", "kept").code == 64)
        }

        @Test func `an outsider checks the exported log without a database`() throws {
            #expect(try office.folder.danvan("export", "log", "--output", "log").code == 0)
            // A file is never replaced.
            #expect(try office.folder.danvan("export", "log", "--output", "log").code == 74)
            let outside = try Folder()
            let exported = office.folder.text(of: "log")
            // As values, plain or escaped: a hash in base64 may contain the letters.
            for name in ["Hoa", "Lan"] {
                #expect(!exported.contains("\"\(name)\"") && !exported.contains("\(name)\\\""))
            }
            _ = try outside.write(office.folder.text(of: "kept"), to: "kept")
            func verify(_ text: String) throws -> Ending {
                _ = try outside.write(text, to: "log")
                return try outside.danvan(
                    "verify", "--export", "log", "--checkpoint", "kept", "--key", key.verifierKey.text)
            }
            let right = try verify(exported)
            #expect(right.code == 0 && right.outputLines.count == 2, "\(right.errors)")
            #expect(!outside.exists("data"))
            let lines = exported.split(separator: "\n").map { "\($0)\n" }
            for number in [0, lines.count / 2, lines.count - 1] {
                var changed = lines
                changed[number] = lines[number].replacing("format", with: "f0rmat")
                #expect(try verify(changed.joined()).code == 1)
                changed[number] = lines[number].replacing("\"private_hash\":\"", with: "\"private_hash\":\"A")
                #expect(try verify(changed.joined()).code == 1)
                changed.remove(at: number)
                #expect(try verify(changed.joined()).code == 1)
            }
            var swapped = lines
            swapped.swapAt(3, 4)
            #expect(try verify(swapped.joined()).errors.contains("không phải mục ở vị trí 4"))
            #expect(try verify(String(exported.dropLast())).code == 1)
        }
    }
}
