import Foundation
import Glibc
import TestSupport
import Testing

/// A process of the built executable `danvan`, with its output in files, because an unread pipe would block it.
final class Command {
    private let process = Process()
    /// Kept alive so that the files the process left can be inspected.
    private let folder: Folder
    private let output: String
    private let errors: String

    /// The executable, which the build puts beside the test bundle.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "danvan")

    /// Starts `danvan` in `folder`, with only the necessary parts of this process's environment.
    init(
        _ arguments: [String], in folder: Folder, environment: [String: String] = [:],
        errorsTo pipe: Pipe? = nil
    ) throws {
        self.folder = folder
        let run = folder.newRun()
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

    /// Nothing of the user's own; the options of a sanitizer hold for the child too.
    private static let environment: [String: String] = {
        let options = ProcessInfo.processInfo.environment.filter {
            ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
        }
        return ["PATH": "/usr/bin:/bin", "HOME": "/tmp"].merging(options) { $1 }
    }()

    var isRunning: Bool { process.isRunning }

    /// The standard error output so far.
    var errorText: String { text(of: errors) }

    /// Limits how far the process may write into any file; nil removes the limit.
    ///
    /// - Source: prlimit(1); beyond the limit a write fails, as on a disk that is full.
    func limitFileSize(toBytes count: Int?) throws {
        let limiting = Process()
        limiting.executableURL = URL(filePath: "/usr/bin/prlimit")
        let limit = count.map(String.init) ?? "unlimited"
        limiting.arguments = ["--pid", String(process.processIdentifier), "--fsize=\(limit):"]
        try limiting.run()
        limiting.waitUntilExit()
        try #require(limiting.terminationStatus == 0)
    }

    func signal(_ number: Int32) { _ = Glibc.kill(process.processIdentifier, number) }

    /// Kills the process without a message.
    func kill() {
        guard process.isRunning else { return }
        signal(SIGKILL)
        waits(seconds: 10) { !self.process.isRunning }
    }

    /// Waits for the end of the process.
    ///
    /// - Parameter seconds: the timeout, after which the process is killed.
    /// - Returns: the exit code or signal, and the output.
    /// - Throws: when the process does not end in time.
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

/// The result of a process.
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

/// Polls `isTrue` until it returns true; false when `seconds` have passed.
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
    /// Runs `danvan` to completion.
    func danvan(_ arguments: [String]) throws -> Ending { try Command(arguments, in: self).ended() }

    func danvan(_ arguments: String..., environment: [String: String] = [:]) throws -> Ending {
        try Command(arguments, in: self, environment: environment).ended()
    }
}

/// Tests that start processes: serialised, so that deadlines hold on a machine with two cores.
@Suite(.serialized) struct ProcessTests {}
