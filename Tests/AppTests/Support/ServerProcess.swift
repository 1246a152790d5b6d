import Foundation
import Glibc
import JSON
import TestSupport
import Testing

@testable import Network

/// A running `danvan serve` that is ready for requests.
final class ServerProcess {
    let command: Command
    let listeners: [Listener]

    /// Starts the server and waits until `/readyz` succeeds.
    init(
        in folder: Folder, listen: String = "127.0.0.1:0", environment: [String: String] = [:]
    ) throws {
        // Only `migrate` creates a file.
        if !folder.exists("data/danvan.db"), !folder.exists("danvan.db") {
            try #require(try folder.danvan("migrate").code == 0)
        }
        let format = ["DANVAN_LOG_FORMAT": "json"].merging(environment) { $1 }
        let command = try Command(["serve", "--listen", listen], in: folder, environment: format)
        waits(seconds: 60) { ServerProcess.line(of: "listening", in: command) != nil || !command.isRunning }
        let line = try #require(ServerProcess.line(of: "listening", in: command), "\(command.errorText)")
        let places = try #require(line.text("/at"))
        self.command = command
        listeners = try places.components(separatedBy: ", ").map { try Listener($0) }
        let isReady = waits(seconds: 60) { [listeners] in
            // A server that is not ready responds with an error or not at all.
            listeners.allSatisfy { (try? Client($0).get("/readyz").status) == 200 }
        }
        try #require(isReady, "\(command.errorText)")
    }

    var listener: Listener { listeners[0] }

    /// Stops the server and waits for its end.
    func stopped(by signal: Int32 = SIGTERM, withinSeconds seconds: Double = 30) throws -> Ending {
        command.signal(signal)
        return try command.ended(withinSeconds: seconds)
    }

    func kill() { command.kill() }

    /// Waits until the log has a line with this message.
    func logs(_ message: String, withinSeconds seconds: Double = 30) -> Bool {
        waits(seconds: seconds) { ServerProcess.line(of: message, in: self.command) != nil }
    }

    /// The line of the log with this message; nil while there is none.
    func line(of message: String) -> JSONValue? { ServerProcess.line(of: message, in: command) }

    /// The line of a command's log with this message; nil while there is none.
    static func line(of message: String, in command: Command) -> JSONValue? {
        for line in command.errorText.split(separator: "\n") {
            // Skip a line that is incomplete or not from the logger.
            guard let json = try? JSONDocument(parsing: Array(line.utf8)).root else { continue }
            if json.text("/message") == message { return json }
        }
        return nil
    }
}
