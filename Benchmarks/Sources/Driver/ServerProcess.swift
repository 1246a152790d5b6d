import Foundation

/// A server that answers, with what the kernel says of it.
final class ServerProcess {
    let peer: Peer
    let port: Int
    /// What it said of its durability when it started; empty when it stores nothing.
    let durability: String
    private let child: Child
    private let log: String
    /// It and its workers.
    private let pids: [Int32]

    /// Waits until the server answers `path` with 200.
    ///
    /// - Throws: when it ends, or does not answer in 30 seconds.
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
        while Connection(port: port)?.context("GET", path)?.status != 200 {
            guard child.process.isRunning, ContinuousClock.now < deadline else {
                let how = child.process.isRunning ? "does not answer \(path) with 200" : "ended"
                child.stop()
                throw BenchFault("\(peer.title) did not start: it \(how). \(lastLines(of: log))")
            }
            usleep(2000)
        }
        pids = tree(of: child.pid)
        // What a log cannot say, it does not say.
        self.durability = durability(text(of: log))
    }

    func stop() { child.stop() }

    /// Stops the run when the server is gone.
    func expectAlive() throws {
        guard child.process.isRunning else {
            throw BenchFault("\(peer.title) ended during the run: \(lastLines(of: log))")
        }
    }

    /// Microseconds of processor time since it started, user and system.
    var processorMicros: Double { pids.reduce(0) { $0 + processorMicrosOf($1) } }

    /// Resident memory in KiB.
    var residentKiB: Int { pids.reduce(0) { $0 + statusKiB("VmRSS", of: $1) } }

    /// Binds all its threads, and those they will start, to these cores.
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

/// The fields of /proc/PID/stat from the state on: the name before it may hold anything.
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
