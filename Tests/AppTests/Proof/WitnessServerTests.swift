import Foundation
import Glibc
import TestSupport
import Testing
import Transparency

@testable import App

extension ProcessTests {
    /// `danvan witness --listen` as C2SP tlog-witness has it.
    @Suite struct WitnessServerTests {
        private let folder: Folder
        private let log: SampleLog
        private let witness: WitnessProcess
        private let key: SigningKey

        init() throws {
            folder = try Folder()
            log = try SampleLog()
            key = try SampleLog.witnessKey()
            _ = try folder.write(key, to: "witness.key")
            witness = try WitnessProcess(in: folder, of: log.key.verifierKey)
        }

        @Test func `a checkpoint is cosigned, shown, and known after a restart`() throws {
            let response = try witness.add(log.request(from: 0, to: 8))
            #expect(response.status == 200)
            var note = try log.note(8)
            for line in try SignedNote.signatures(in: response.body[...]) { note.add(line) }
            #expect(try note.verified(by: [key.verifierKey]).count == 1)
            let path = "/\(log.known.origin.sha256Hex)/checkpoint"
            let shown = try Client(#require(witness.listener)).get(path)
            #expect(shown.status == 200 && shown.body == note.bytes)
            #expect(shown.field("Content-Type") == "text/plain; charset=utf-8")
            #expect(try witness.stopped().code == 0)
            let next = try WitnessProcess(in: folder, of: log.key.verifierKey)
            #expect(try next.add(log.request(from: 0, to: 9)).status == 409)
            #expect(try next.add(log.request(from: 8, to: 9)).status == 200)
        }

        @Test func `every refusal has the status of C2SP`() throws {
            try #require(try witness.add(log.request(from: 0, to: 20)).status == 200)
            let bad = log.proof(from: 5, to: 40)
            let refused: [(WitnessRequest, Int)] = [
                (try WitnessRequest(oldSize: 20, hashes: [], note: log.note(8)), 400),
                (try SampleLog(key: SampleLog.key(9)).request(from: 20, to: 40), 403),
                (try SampleLog(key: SampleLog.key(1, "khac.vn")).request(from: 0, to: 8), 404),
                (try log.request(from: 0, to: 8), 409), (try log.request(from: 30, to: 40), 409),
                (try WitnessRequest(oldSize: 20, hashes: [], note: log.note(40)), 422),
                (try WitnessRequest(oldSize: 20, hashes: bad, note: log.note(40)), 422),
                (try SampleLog(changed: 2).request(from: 20, to: 40), 422),
            ]
            for (request, status) in refused { #expect(try witness.add(request).status == status) }
            let old = try witness.add(log.request(from: 5, to: 8))
            #expect(old.field("Content-Type") == "text/x.tlog.size" && old.text == "20\n")
            let note = try log.note(40).string
            for body in [
                "", "old 20\n", note, "old x\n\n" + note, "old 20\nAAAA\n\n" + note,
                "old 20\n\n" + note.dropLast(),
            ] { #expect(try witness.add(body).status == 400, "\(body)") }
            let forged = note.replacing("\n40\n", with: "\n39\n")
            #expect(try witness.add("old 20\n\n" + forged).status == 403)
            // Nothing of this changed the state.
            #expect(try witness.add(log.request(from: 20, to: 40)).status == 200)
        }

        @Test func `other requests are refused`() throws {
            let listener = try #require(witness.listener)
            let hex = log.known.origin.sha256Hex
            for (method, path, status) in [
                ("GET", "/", 404), ("GET", "/add-checkpoint", 405), ("POST", "/\(hex)/checkpoint", 405),
                ("GET", "/\(hex)/checkpoint", 404), ("GET", "/00/checkpoint", 404),
                ("POST", "/prefix/add-checkpoint", 404),
            ] {
                let response = try Client(listener).response(to: Message(method, path))
                #expect(response.status == status, "\(method) \(path)")
            }
            let long = String(repeating: "a", count: WitnessRequest.bytesMax + 1)
            #expect(try witness.add(long).status == 413)
        }

        @Test func `a second history is refused, and its two notes are kept`() throws {
            try #require(try witness.add(log.request(from: 0, to: 20)).status == 200)
            let second = try SampleLog(changed: 2)
            for _ in 1...3 { #expect(try witness.add(second.request(from: 20, to: 20)).status == 422) }
            #expect(witness.logs(WitnessCharge.otherRoot.sentence))
            let evidence = folder.text(of: "witness.state.evidence-1")
            #expect(try evidence.contains(log.note(20).string) && evidence.contains(second.note(20).string))
            // The same again is the same evidence; another is another.
            #expect(!folder.exists("witness.state.evidence-2"))
            let third = try SampleLog(changed: 3)
            #expect(try witness.add(third.request(from: 20, to: 20)).status == 422)
            #expect(folder.text(of: "witness.state.evidence-2").contains(try third.note(20).string))
            let ending = try witness.stopped()
            #expect(ending.code == 1 && ending.errors.contains("evidence-1"))
        }

        @Test func `a damaged state stops the witness at its start`() throws {
            try #require(try witness.add(log.request(from: 0, to: 20)).status == 200)
            #expect(try witness.stopped().code == 0)
            _ = try folder.write("{}", to: "witness.state")
            let ending = try folder.danvan([
                "witness", "--key", "witness.key", "--state", "witness.state", "--log",
                log.key.verifierKey.text, "--listen", "127.0.0.1:0",
            ])
            #expect(ending.code == 78 && ending.errors.contains("bị hỏng"))
            #expect(folder.text(of: "witness.state") == "{}")
        }

        @Test func `a state damaged while it runs is not taken for an empty one`() throws {
            try #require(try witness.add(log.request(from: 0, to: 20)).status == 200)
            _ = try folder.write("", to: "witness.state")
            #expect(try witness.add(log.request(from: 0, to: 8)).status == 500)
            #expect(folder.text(of: "witness.state") == "")
        }

        @Test func `bad arguments are refused`() throws {
            let vkey = log.key.verifierKey.text
            let own = key.verifierKey.text
            let start = ["witness", "--key", "witness.key", "--state", "other.state"]
            let listen = ["--listen", "127.0.0.1:0"]
            for (words, code) in [
                (start + ["--log", vkey], 64), (start + listen, 64), (start + ["--log", "x"] + listen, 64),
                (start + ["--log", own] + listen, 64), (start + ["--log", vkey, "--listen", "x"], 64),
                (start + ["--log", vkey, "--follow", "https://127.0.0.1:1"], 64),
                (start + ["--log", vkey, "--follow", "http://sodan.vn:80"], 64),
                (start + ["--log", vkey, "--follow", "http://127.0.0.1:1", "--every", "0"], 64),
                (start + ["--log", vkey, "--prefix", "a"] + listen, 64),
                (["witness", "--key", "no.key", "--state", "s", "--log", vkey] + listen, 74),
            ] as [([String], Int32)] {
                #expect(try folder.danvan(words).code == code, "\(words)")
            }
            _ = try folder.write(log.key, to: "log.key")
            let wrong = ["witness", "--key", "log.key", "--state", "s", "--log", vkey] + listen
            #expect(try folder.danvan(wrong).code == 78)
            try #require(chmod(folder.path(of: "witness.key"), 0o644) == 0)
            #expect(try folder.danvan(start + ["--log", vkey] + listen).code == 78)
        }
    }
}
