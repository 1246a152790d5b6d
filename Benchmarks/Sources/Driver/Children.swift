import Dispatch
import Foundation
import Synchronization

/// The running child processes of this run.
///
/// They end with it, also on Ctrl-C.
private let running = Mutex<Set<Int32>>([])

/// Ends all children when the run receives a signal.
///
/// - Returns: the signal sources, which must be kept alive for this to work.
func endChildrenOnSignals() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP]
        .map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // A child that ignores SIGTERM gets SIGKILL.
                for word in [SIGTERM, SIGKILL] {
                    running.withLock { pids in for pid in pids { kill(pid, word) } }
                    sleep(1)
                }
                exit(128 + number)
            }
            source.resume()
            return source
        }
}

/// A child process.
final class Child {
    let process = Process()
    let name: String
    var pid: Int32 { process.processIdentifier }

    /// Starts `path`.
    ///
    /// `output` is the file for standard output, or nil for a pipe read by `wait`; `log` is the file for standard
    /// error.
    init(
        _ name: String, _ path: String, _ arguments: [String], environment: [String: String] = [:],
        folder: String, output: String? = nil, log: String
    ) throws {
        self.name = name
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try output.map(emptyFile) ?? Pipe()
        process.standardError = output == log ? process.standardOutput : try emptyFile(log)
        try process.run()
        let pid = self.pid
        running.withLock { _ = $0.insert(pid) }
    }

    /// Waits for the end of the process.
    ///
    /// - Parameter log: the file with its standard error.
    /// - Returns: the standard output when it is a pipe.
    /// - Throws: when the exit code is not 0.
    @discardableResult
    func wait(log: String) throws -> String {
        let pipe = process.standardOutput as? Pipe
        let output = pipe?.fileHandleForReading.readDataToEndOfFile() ?? Data()
        process.waitUntilExit()
        forget()
        guard process.terminationStatus == 0 else {
            throw BenchError("\(name) ended with \(process.terminationStatus): \(lastLines(of: log))")
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Like `wait`, but returns the peak resident memory in KiB.
    func waitWatchingMemory(log: String) throws -> Int {
        var peak = 0
        while process.isRunning {
            // The kernel maintains the peak itself; the last value read counts.
            peak = max(peak, statusKiB("VmHWM", of: pid))
            usleep(20_000)
        }
        try wait(log: log)
        return peak
    }

    /// Ends the process, first with SIGTERM.
    func stop() {
        guard process.isRunning else { return forget() }
        kill(pid, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(15)
        while process.isRunning, ContinuousClock.now < deadline { usleep(5000) }
        if process.isRunning { kill(pid, SIGKILL) }
        process.waitUntilExit()
        forget()
    }

    private func forget() {
        let pid = self.pid
        running.withLock { _ = $0.remove(pid) }
    }
}

/// The last lines of a log, for an error message.
func lastLines(of path: String) -> String {
    let lines = text(of: path).split(separator: "\n").suffix(5)
    return lines.isEmpty ? "(nothing in \(path))" : lines.joined(separator: " | ")
}

/// Runs a program to completion and returns its output.
@discardableResult
func run(
    _ path: String, _ arguments: [String], environment: [String: String] = [:], in layout: Layout
) throws -> String {
    let name = ([URL(fileURLWithPath: path).lastPathComponent] + arguments.prefix(2)).joined(separator: " ")
    let log = layout.logs + "/command.log"
    let child = try Child(name, path, arguments, environment: environment, folder: layout.data, log: log)
    return try child.wait(log: log)
}

/// The path at which the shell would find a tool.
func tool(_ name: String) throws -> String {
    for folder in ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    where exists("\(folder)/\(name)") {
        return "\(folder)/\(name)"
    }
    throw BenchError("\(name) is not installed")
}
