import Glibc
import JSON
import Network
import TestSupport
import Testing
import Transparency

@testable import App

/// A running `danvan witness`.
final class WitnessProcess {
    let command: Command
    /// Nil when it only follows.
    let listener: Listener?

    /// Starts the witness in `folder`, with the key `witness.key` and the state `witness.state` there, and waits until
    /// it serves.
    init(
        in folder: Folder, of log: VerifierKey, listen: String? = "127.0.0.1:0", follow: Listener? = nil
    ) throws {
        var words = ["witness", "--key", "witness.key", "--state", "witness.state", "--log", log.text]
        if let listen { words += ["--listen", listen] }
        if let follow { words += ["--follow", "http://\(follow)", "--every", "1"] }
        let command = try Command(words, in: folder, environment: ["DANVAN_LOG_FORMAT": "json"])
        waits(seconds: 60) {
            ServerProcess.line(of: "giám sát", in: command) != nil || !command.isRunning
        }
        let line = try #require(ServerProcess.line(of: "giám sát", in: command), "\(command.errorText)")
        self.command = command
        listener = try listen == nil ? nil : Listener(try #require(line.text("/at")))
    }

    /// True once the log has a line with this message.
    func logs(_ message: String, withinSeconds seconds: Double = 30) -> Bool {
        waits(seconds: seconds) { ServerProcess.line(of: message, in: self.command) != nil }
    }

    /// Sends a request to `add-checkpoint`.
    func add(_ request: WitnessRequest) throws -> ReceivedResponse {
        try add(String(decoding: request.bytes, as: UTF8.self))
    }

    func add(_ body: String) throws -> ReceivedResponse {
        try Client(#require(listener)).response(to: Message("POST", "/add-checkpoint", body: body))
    }

    func stopped() throws -> Ending {
        command.signal(SIGTERM)
        return try command.ended(withinSeconds: 30)
    }
}

/// The folder of an office with the key of its log, and the folder of a witness with its key.
struct WitnessedOffice {
    let office: Office
    let board: Folder
    let log: VerifierKey
    let witness: VerifierKey

    init() throws {
        office = try Office()
        board = try Folder()
        let made = try office.folder.danvan("key", "new", "--name", "sodan.vn/40", "log.key")
        log = try VerifierKey(parsing: #require(made.outputLines.first, "\(made.errors)"))
        let own = try board.danvan("key", "new", "--witness", "--name", "giamsat.example/40", "witness.key")
        witness = try VerifierKey(parsing: #require(own.outputLines.first, "\(own.errors)"))
    }

    /// Starts the service, which sends its checkpoints to `listener`.
    func serve(
        at address: String = "127.0.0.1:0", sendingTo listener: Listener? = nil
    ) throws -> ServerProcess {
        let witness = witness.text + (listener.map { " http://\($0)" } ?? "")
        return try ServerProcess(
            in: office.folder, listen: address,
            environment: [
                "DANVAN_PROOF_KEY": office.folder.path(of: "log.key"), "DANVAN_PROOF_WITNESSES": witness,
            ])
    }

    /// The checkpoint that the service shows; nil when it is none that the log has signed.
    func shown(by server: ServerProcess) -> (note: SignedNote, checkpoint: Checkpoint)? {
        // A service without a checkpoint answers 404.
        guard let response = try? Client(server.listener).get("/v1/public/log/checkpoint"),
            let note = try? SignedNote(parsing: response.body),
            (try? note.verified(by: [log])) != nil,
            let checkpoint = try? Checkpoint(parsing: note.text)
        else { return nil }
        return (note, checkpoint)
    }

    /// Waits until the service shows a cosigned checkpoint of at least `size` entries.
    func cosigned(by server: ServerProcess, atLeast size: Int64 = 1) -> Checkpoint? {
        var found: Checkpoint?
        waits(seconds: 60) {
            guard let (note, checkpoint) = shown(by: server), checkpoint.size >= size,
                (try? note.verified(by: [witness])) != nil
            else { return false }
            found = checkpoint
            return true
        }
        return found
    }

    /// Waits until the service shows a checkpoint of at least `size` entries.
    func signed(by server: ServerProcess, atLeast size: Int64) -> (note: SignedNote, checkpoint: Checkpoint)?
    {
        var found: (note: SignedNote, checkpoint: Checkpoint)?
        waits(seconds: 60) {
            guard let shown = shown(by: server), shown.checkpoint.size >= size else { return false }
            found = shown
            return true
        }
        return found
    }

    /// Records a contribution.
    func contribute(_ key: String, to server: ServerProcess) throws {
        let response = try Client(server.listener)
            .response(to: office.contribution(1000, key: "witnessed-gift-" + key))
        try #require(response.status == 201, "\(response.text)")
    }
}
