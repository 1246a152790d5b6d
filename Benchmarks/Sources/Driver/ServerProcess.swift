import Foundation

/// A server that accepts requests, with its resource usage from the kernel.
final class ServerProcess {
    let peer: Peer
    let port: Int
    /// The durability it reported when it started; empty when it stores nothing.
    let durability: String
    private let child: Child
    private let log: String
    /// The process and its workers.
    private let pids: [Int32]

    /// Waits until the server responds to `path` with 200.
    ///
    /// - Parameters:
    ///   - peer: the participant.
    ///   - port: the port on 127.0.0.1.
    ///   - child: its process.
    ///   - path: the path to poll.
    ///   - log: the file with its standard error.
    ///   - durability: reads the durability from the text of the log.
    /// - Throws: when the process ends, or does not respond within 30 seconds.
    init(
        _ peer: Peer, port: Int, child: Child, ready path: String, log: String, durability: (String) -> String
    )
        throws
    {
        self.peer = peer
        self.port = port
        self.child = child
        self.log = log
        let deadline = ContinuousClock.now + .seconds(30)
        while Connection(port: port)?.exchange("GET", path)?.status != 200 {
            guard child.process.isRunning, ContinuousClock.now < deadline else {
                let how = child.process.isRunning ? "does not answer \(path) with 200" : "ended"
                child.stop()
                throw BenchError("\(peer.title) did not start: it \(how). \(lastLines(of: log))")
            }
            usleep(2000)
        }
        pids = tree(of: child.pid)
        // Empty when the log does not contain it.
        self.durability = durability(text(of: log))
    }

    func stop() { child.stop() }

    /// Throws when the server has ended.
    func expectAlive() throws {
        guard child.process.isRunning else {
            throw BenchError("\(peer.title) ended during the run: \(lastLines(of: log))")
        }
    }

    /// Processor time since the start in microseconds, user and system.
    var processorMicros: Double { pids.reduce(0) { $0 + processorMicrosOf($1) } }

    /// Resident memory in KiB.
    var residentKiB: Int { pids.reduce(0) { $0 + statusKiB("VmRSS", of: $1) } }

    /// Binds all present and future threads to these cores.
    func pin(to cores: String, in layout: Layout) throws {
        for pid in pids { try run(tool("taskset"), ["-a", "-c", "-p", cores, String(pid)], in: layout) }
    }
}

/// A process and its children.
private func tree(of pid: Int32) -> [Int32] {
    // Always readable on Linux.
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let children = all.compactMap { Int32($0) }.filter { parent(of: $0) == pid }
    return [pid] + children
}

private func parent(of pid: Int32) -> Int32? { statFields(of: pid).flatMap { Int32($0[1]) } }

/// The fields of /proc/PID/stat starting at the state, because the name before it may contain anything.
private func statFields(of pid: Int32) -> [Substring]? {
    let stat = text(of: "/proc/\(pid)/stat")
    guard let end = stat.lastIndex(of: ")") else { return nil }
    return stat[stat.index(after: end)...].split(separator: " ")
}

private func processorMicrosOf(_ pid: Int32) -> Double {
    guard let fields = statFields(of: pid), let user = Double(fields[11]), let system = Double(fields[12])
    else {
        return 0
    }
    return (user + system) * 1e6 / Double(sysconf(Int32(_SC_CLK_TCK)))
}

func statusKiB(_ name: String, of pid: Int32) -> Int {
    let line = text(of: "/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }.flatMap { Int($0) }
        ?? 0
}
