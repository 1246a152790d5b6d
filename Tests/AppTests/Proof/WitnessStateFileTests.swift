import Dispatch
import Foundation
import Glibc
import Locks
import TestSupport
import Testing
import Transparency

@testable import App

@Suite struct WitnessStateFileTests {
    private let folder: Folder
    private let file: WitnessStateFile
    private let log: SampleLog

    init() throws {
        folder = try Folder()
        file = try WitnessStateFile(path: folder.path(of: "state"), key: SampleLog.witnessKey())
        log = try SampleLog()
    }

    private func decide(
        _ request: WitnessRequest, at seconds: Int64 = 1_790_000_000
    ) throws -> WitnessDecision {
        try file.decide(on: request, logs: [log.known], at: seconds)
    }

    @Test func `a checkpoint is cosigned, and kept for the owner alone`() throws {
        let decision = try decide(log.request(from: 0, to: 8))
        #expect(decision.answer.status == 200)
        var note = try log.note(8)
        note.add(try #require(decision.cosignature))
        #expect(try file.note(of: log.known.origin) == note && decision.last == note)
        let own = try note.verified(by: [file.key.verifierKey])
        #expect(own.map(\.seconds) == [1_790_000_000])
        var status = stat()
        try #require(stat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        // Another reader of the same file goes on from there.
        let again = try WitnessStateFile(path: file.path, key: file.key)
        #expect(
            try again.decide(on: log.request(from: 8, to: 40), logs: [log.known], at: 1).answer.status == 200)
    }

    @Test func `every other answer leaves the file as it is`() throws {
        _ = try decide(log.request(from: 0, to: 8))
        let before = folder.text(of: "state")
        let second = try SampleLog(changed: 3)
        let requests: [(WitnessRequest, Int)] = [
            (try log.request(from: 5, to: 9), 409), (try log.request(from: 0, to: 3), 409),
            (try WitnessRequest(oldSize: 9, hashes: [], note: log.note(3)), 400),
            (try second.request(from: 8, to: 40), 422), (try second.request(from: 8, to: 8), 422),
            (try SampleLog(key: SampleLog.key(9)).request(from: 8, to: 9), 403),
            (try SampleLog(key: SampleLog.key(1, "khac.vn")).request(from: 0, to: 9), 404),
        ]
        for (request, status) in requests {
            let decision = try decide(request)
            #expect(decision.answer.status == status && decision.cosignature == nil, "\(status)")
        }
        #expect(folder.text(of: "state") == before)
    }

    @Test func `each log has a state of its own`() throws {
        let other = try SampleLog(key: SampleLog.key(5, "khac.vn/41"))
        let logs = [log.known, other.known]
        _ = try file.decide(on: log.request(from: 0, to: 8), logs: logs, at: 1)
        #expect(try file.decide(on: other.request(from: 0, to: 5), logs: logs, at: 1).answer.status == 200)
        #expect(try file.note(of: log.known.origin)?.text == log.note(8).text)
        #expect(try file.note(of: other.known.origin)?.text == other.note(5).text)
    }

    @Test func `the lines of strangers are not kept`() throws {
        var note = try log.note(8)
        note.add(try SampleLog.witnessKey(7).cosignature(of: note.text, at: 5))
        let decision = try decide(WitnessRequest(oldSize: 0, hashes: [], note: note))
        #expect(decision.last?.signatures.map(\.name.string) == ["sodan.vn/40", "giamsat.example/2"])
    }

    @Test func `what cannot be stored is not cosigned`() throws {
        _ = try decide(log.request(from: 0, to: 8))
        let before = folder.text(of: "state")
        // A folder at the place of the new file: it can be neither removed nor written.
        try FileManager.default.createDirectory(
            atPath: folder.path(of: "state.new"), withIntermediateDirectories: false)
        #expect(throws: Failure.self) { try decide(log.request(from: 8, to: 9)) }
        #expect(folder.text(of: "state") == before)
        let elsewhere = try WitnessStateFile(path: folder.path(of: "no/state"), key: file.key)
        #expect(throws: Failure.self) {
            try elsewhere.decide(on: log.request(from: 0, to: 8), logs: [log.known], at: 1)
        }
    }

    @Test func `a loss of power leaves the old state, and the next step succeeds`() throws {
        _ = try decide(log.request(from: 0, to: 8))
        _ = try folder.write("{\"logs\":[{\"orig", to: "state.new")
        #expect(try file.note(of: log.known.origin)?.text == log.note(8).text)
        #expect(try decide(log.request(from: 8, to: 9)).answer.status == 200)
        #expect(!folder.exists("state.new"))
        #expect(try file.note(of: log.known.origin)?.text == log.note(9).text)
    }

    @Test func `of many threads at once, one is cosigned`() throws {
        for round in 0..<10 {
            let path = folder.path(of: "state-\(round)")
            let requests = try (1...8).map { try log.request(from: 0, to: $0) }
            let statuses = Mutex<[Int]>([])
            let (key, known) = (file.key, log.known)
            DispatchQueue.concurrentPerform(iterations: requests.count) { index in
                // A thrown error leaves a status out, which is found below.
                let file = try? WitnessStateFile(path: path, key: key)
                let decision = try? file?.decide(on: requests[index], logs: [known], at: 1)
                if let decision { statuses.withLock { $0.append(decision.answer.status) } }
            }
            #expect(statuses.withLock { $0.sorted() } == [200] + [Int](repeating: 409, count: 7))
        }
    }

    @Test func `a damaged file is refused, and stays as it is`() throws {
        _ = try decide(log.request(from: 0, to: 8))
        let good = folder.text(of: "state")
        let note = try #require(good.range(of: "\\n8\\n"))
        let damaged = [
            "", "{}", "{\"logs\":[]} ", String(good.dropLast(5)), good + good, good + " ",
            good.replacingCharacters(in: note, with: "\\n9\\n"),
            good.replacing("\"origin\":\"sodan.vn/40\"", with: "\"origin\":\"sodan.vn/41\""),
            good.replacing("{\"logs\":[", with: "{\"logs\":[{},"),
            good.replacing("{\"logs\":", with: "{\"logs\":[],\"logs\":"),
        ]
        for text in damaged {
            _ = try folder.write(text, to: "state")
            #expect(throws: Failure.self, "\(text)") { try decide(log.request(from: 0, to: 9)) }
            #expect(throws: Failure.self, "\(text)") { try decide(log.request(from: 8, to: 9)) }
            #expect(throws: Failure.self, "\(text)") { try file.note(of: log.known.origin) }
            #expect(folder.text(of: "state") == text)
        }
        _ = try folder.write(good, to: "state")
        #expect(try decide(log.request(from: 8, to: 9)).answer.status == 200)
    }

    @Test func `the state of another key, a link and the key of a log are refused`() throws {
        _ = try decide(log.request(from: 0, to: 8))
        let other = try WitnessStateFile(path: file.path, key: SampleLog.witnessKey(3))
        #expect(throws: Failure.self) { try other.note(of: log.known.origin) }
        let link = folder.path(of: "link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
        let linked = try WitnessStateFile(path: link, key: file.key)
        #expect(throws: Failure.self) {
            try linked.decide(on: log.request(from: 8, to: 9), logs: [log.known], at: 1)
        }
        #expect(throws: Failure.self) { try WitnessStateFile(path: file.path, key: log.key) }
    }
}
