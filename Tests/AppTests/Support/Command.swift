import Foundation
import Glibc
import Testing

/// A process of the built executable `danvan`, with its words in files: a pipe that nobody reads would stop it.
final class Command {
    private let process = Process()
    /// Kept as long as somebody may look at what the process left in it.
    private let folder: Folder
    private let output: String
    private let errors: String

    /// The executable, beside the test bundle where the build puts every product.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "danvan")

    /// Starts `danvan` in `folder`, with nothing of this process's environment but what it needs.
    init(
        _ arguments: [String], in folder: Folder, environment: [String: String] = [:],
        errorsTo pipe: Pipe? = nil
    ) throws {
        self.folder = folder
        let run = folder.nextRun()
        (output, errors) = (run + ".out", run + ".err")
        for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
        process.executableURL = Command.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = Command.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try pipe ?? FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
    }

    deinit { kill() }

    private static let environment = [
        "PATH": "/usr/bin:/bin", "HOME": "/tmp", "DANVAN_DATABASE_MIGRATIONS_PATH": Repository.migrations,
    ]

    var isRunning: Bool { process.isRunning }

    /// What it has written on standard error so far.
    var errorText: String { text(of: errors) }

    func signal(_ number: Int32) { _ = Glibc.kill(process.processIdentifier, number) }

    /// Ends it without a word.
    func kill() {
        guard process.isRunning else { return }
        signal(SIGKILL)
        waits(seconds: 10) { !self.process.isRunning }
    }

    /// How it ended.
    ///
    /// - Throws: when it does not end within `seconds`; it is killed then.
    func ended(withinSeconds seconds: Double = 60) throws -> Ending {
        guard waits(seconds: seconds, for: { !self.process.isRunning }) else {
            kill()
            throw TooSlow(what: "\(process.arguments ?? [])", errors: errorText)
        }
        let wasKilled = process.terminationReason == .uncaughtSignal
        return Ending(
            code: wasKilled ? nil : process.terminationStatus,
            signal: wasKilled ? process.terminationStatus : nil, output: text(of: output), errors: errorText)
    }

    private func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// What a process left.
struct Ending {
    /// The exit code; nil when a signal ended it.
    let code: Int32?
    let signal: Int32?
    let output: String
    let errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}

struct TooSlow: Error {
    let what: String
    let errors: String
}

/// Asks until `isTrue` says so; false when `seconds` have passed.
@discardableResult
func waits(seconds: Double, for isTrue: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isTrue() {
        guard ContinuousClock.now < deadline else { return false }
        usleep(3_000)
    }
    return true
}

extension Folder {
    /// Runs `danvan` to its end.
    func danvan(_ arguments: String..., environment: [String: String] = [:]) throws -> Ending {
        try Command(arguments, in: self, environment: environment).ended()
    }
}

/// Tests that start processes: one after another, so that deadlines hold on a machine with two cores.
@Suite(.serialized) struct ProcessTests {}
