import Foundation
import Glibc
import JSON
import Network
import TestSupport
import Testing
import Transparency

@testable import App

extension ProcessTests {
    /// The service and a witness, each as a process of its own.
    @Suite struct WitnessCommandTests {
        private let place: WitnessedOffice

        init() throws { place = try WitnessedOffice() }

        /// Copies the database of a service that was stopped.
        private func copyDatabase() throws -> Data {
            try #require(FileManager.default.contents(atPath: place.office.folder.database))
        }

        /// Puts an older copy in place, and removes what was signed since.
        private func putBack(_ copy: Data) throws {
            for end in ["-wal", "-shm"] { unlink(place.office.folder.database + end) }
            try copy.write(to: URL(filePath: place.office.folder.database))
            unlink(place.office.folder.path(of: "log.key.signed"))
        }

        @Test func `each checkpoint is sent to the witness, and shown with its cosignature`() throws {
            let witness = try WitnessProcess(in: place.board, of: place.log)
            let server = try place.serve(sendingTo: witness.listener)
            let first = try #require(place.cosigned(by: server), "\(server.command.errorText)")
            try place.contribute("w-1", to: server)
            let second = try #require(place.cosigned(by: server, atLeast: first.size + 1))
            let hex = ExactText(second.origin.string).sha256Hex
            let kept = try Client(#require(witness.listener)).get("/\(hex)/checkpoint")
            #expect(try SignedNote(parsing: kept.body).text == second.text)
            #expect(try server.stopped().code == 0 && witness.stopped().code == 0)
        }

        @Test func `a witness that is away delays nothing, and is told later`() throws {
            let witness = try WitnessProcess(in: place.board, of: place.log)
            let listener = try #require(witness.listener)
            #expect(try witness.stopped().code == 0)
            let server = try place.serve(sendingTo: listener)
            let first = try #require(place.signed(by: server, atLeast: 1))
            #expect(server.logs("a witness has not cosigned"))
            try place.contribute("w-2", to: server)
            #expect(place.signed(by: server, atLeast: first.checkpoint.size + 1) != nil)
            let next = try WitnessProcess(in: place.board, of: place.log, listen: listener.description)
            #expect(place.cosigned(by: server, atLeast: first.checkpoint.size + 1) != nil)
            #expect(try server.stopped().code == 0 && next.stopped().code == 0)
        }

        @Test func `after an older file was put back, the witness stops the signing`() throws {
            let witness = try WitnessProcess(in: place.board, of: place.log)
            var server = try place.serve(sendingTo: witness.listener)
            let first = try #require(place.cosigned(by: server))
            #expect(try server.stopped().code == 0)
            let copy = try copyDatabase()
            server = try place.serve(sendingTo: witness.listener)
            for number in 1...3 { try place.contribute("w-\(number)", to: server) }
            let second = try #require(place.cosigned(by: server, atLeast: first.size + 3))
            #expect(try server.stopped().code == 0)
            try putBack(copy)

            server = try place.serve(sendingTo: witness.listener)
            #expect(server.logs("no checkpoint is signed"))
            for number in 11...15 { try place.contribute("x-\(number)", to: server) }
            // Longer than what was signed, but not the same.
            sleep(3)
            #expect(place.shown(by: server)?.checkpoint == first)
            #expect(try server.stopped().code == 0)
            // Kept beside the key: the next start refuses without the witness, too.
            #expect(try witness.stopped().code == 0)
            let signed = try SignedNote(parsing: Array(place.office.folder.text(of: "log.key.signed").utf8))
            #expect(signed.text == second.text)
            server = try place.serve()
            #expect(server.logs("no checkpoint is signed"))
            #expect(place.shown(by: server)?.checkpoint == first)
        }

        @Test func `a witness without an address cosigns from a stick`() throws {
            let server = try place.serve()
            let first = try #require(place.signed(by: server, atLeast: 1))
            let words = [
                "--key", "witness.key", "--log", place.log.text, "--state", "witness.state",
            ]
            _ = try place.board.write(first.note.string, to: "first")
            let cosigned = try place.board.danvan(["cosign", "first"] + words)
            #expect(cosigned.code == 0, "\(cosigned.errors)")
            #expect(try post(cosigned.output, to: server).status == 200)
            #expect(place.cosigned(by: server)?.size == first.checkpoint.size)

            try place.contribute("w-1", to: server)
            let second = try #require(place.signed(by: server, atLeast: first.checkpoint.size + 1))
            _ = try place.board.write(second.note.string, to: "second")
            let refused = try place.board.danvan(["cosign", "second"] + words)
            let path =
                "/v1/public/log/consistency?from=\(first.checkpoint.size)&to=\(second.checkpoint.size)"
            #expect(refused.code == 1 && refused.errors.contains("…" + path))
            let proof = try Client(server.listener).get(path)
            _ = try place.board.write(proof.body, to: "proof")
            let again = try place.board.danvan(["cosign", "second", "--consistency", "proof"] + words)
            #expect(again.code == 0, "\(again.errors)")
            #expect(try post(again.output, to: server).status == 200)
            #expect(place.cosigned(by: server, atLeast: second.checkpoint.size) != nil)
            // A stranger, an older checkpoint, one that was never signed here.
            #expect(try post(cosigned.output, to: server).status == 409)
            var strange = second.note
            strange.add(try SampleLog.witnessKey(9).cosignature(of: strange.text, at: 1))
            let own = strange.signatures.filter { $0.name != place.witness.name }
            var note = try SignedNote(text: strange.text.string)
            for line in own { note.add(line) }
            #expect(try post(note.string, to: server).status == 403)
            #expect(try post(SampleLog(size: 999).note(999).string, to: server).status == 404)
        }

        @Test func `a stick may take longer than the next checkpoint`() throws {
            let server = try place.serve()
            let first = try #require(place.signed(by: server, atLeast: 1))
            _ = try place.board.write(first.note.string, to: "first")
            let cosigned = try place.board.danvan([
                "cosign", "first", "--key", "witness.key", "--log", place.log.text, "--state",
                "witness.state",
            ])
            // Only the last checkpoint of an hour is kept.
            try place.contribute("w-1", to: server)
            let second = try #require(place.signed(by: server, atLeast: first.checkpoint.size + 1))
            let response = try post(cosigned.output, to: server)
            #expect(response.status == 200, "\(response.text)")
            #expect(response.json.integer("/size") == first.checkpoint.size)
            #expect(response.json.items("/witnesses").map { $0.text() } == ["giamsat.example/40"])
            #expect(place.shown(by: server)?.checkpoint == second.checkpoint)
            #expect(try place.office.folder.danvan("verify").code == 0)
        }

        private func post(_ note: String, to server: ServerProcess) throws -> ReceivedResponse {
            var json = JSONWriter()
            json.beginObject()
            json.member("note", note)
            json.endObject()
            let body = String(decoding: json.finish(), as: UTF8.self)
            return try Client(server.listener)
                .response(to: Message("POST", "/v1/public/log/cosignatures", body: body))
        }

        @Test func `a witness that follows cosigns, and reports a log that shrank`() throws {
            var server = try place.serve()
            let listener = server.listener
            let witness = try WitnessProcess(in: place.board, of: place.log, listen: nil, follow: listener)
            let first = try #require(place.cosigned(by: server), "\(witness.command.errorText)")
            #expect(try server.stopped().code == 0)
            let copy = try copyDatabase()
            server = try place.serve(at: listener.description)
            try place.contribute("w-1", to: server)
            let second = try #require(place.cosigned(by: server, atLeast: first.size + 1))
            #expect(try server.stopped().code == 0)
            try putBack(copy)

            server = try place.serve(at: listener.description)
            let charge = WitnessCharge.shrunk(from: second.size, to: first.size)
            #expect(witness.logs(charge.sentence), "\(witness.command.errorText)")
            let evidence = place.board.text(of: "witness.state.evidence-1")
            #expect(evidence.contains(first.text.string) && evidence.contains(second.text.string))

            // Another history of the same size: other contributions than before.
            try place.contribute("x-1", to: server)
            let other = try #require(place.signed(by: server, atLeast: second.size))
            #expect(other.checkpoint.size == second.size && other.checkpoint.root != second.root)
            #expect(witness.logs(WitnessCharge.otherRoot.sentence), "\(witness.command.errorText)")
            #expect(place.board.text(of: "witness.state.evidence-2").contains(other.note.text.string))
            let ending = try witness.stopped()
            #expect(ending.code == 1 && ending.errors.contains("evidence-1"))
        }

        @Test func `a witness that follows nobody says so, and goes on`() throws {
            let witness = try WitnessProcess(
                in: place.board, of: place.log, listen: nil, follow: .tcp(host: "127.0.0.1", port: 1))
            #expect(witness.logs("chưa ký thêm được"))
            #expect(try witness.stopped().code == 0)
            #expect(!place.board.exists("witness.state"))
        }
    }
}
