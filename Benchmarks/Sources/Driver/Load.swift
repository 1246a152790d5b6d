import Foundation

/// The result of one wrk run.
struct LoadResult {
    let requests: Int
    let seconds: Double
    let p50Micros: Double
    let p99Micros: Double

    var requestsPerSecond: Double { Double(requests) / seconds }

    /// - Throws: when any request failed.
    init(_ output: String, of name: String) throws {
        let line = output.split(separator: "\n").first { $0.hasPrefix("bench ") }
        var numbers: [Substring: Double] = [:]
        for word in (line ?? "").split(separator: " ").dropFirst() {
            let parts = word.split(separator: "=")
            if parts.count == 2 { numbers[parts[0]] = Double(parts[1]) }
        }
        let failures = try ["connect", "read", "write", "status", "timeout"]
            .compactMap { kind -> String? in
                guard let count = numbers[Substring(kind)] else {
                    throw BenchError("wrk said nothing of \(name)")
                }
                return count == 0 ? nil : "\(Int(count)) × \(LoadResult.words[kind] ?? kind)"
            }
        guard failures.isEmpty else {
            throw BenchError("the load of \(name) failed: \(failures.joined(separator: ", ")). No result.")
        }
        guard let requests = numbers["requests"], requests > 0, let micros = numbers["duration_us"],
            let p50 = numbers["p50_us"], let p99 = numbers["p99_us"]
        else { throw BenchError("\(name) answered no request") }
        self.requests = Int(requests)
        seconds = micros / 1e6
        p50Micros = p50
        p99Micros = p99
    }

    private static let words = [
        "connect": "connection refused", "read": "read failed", "write": "write failed",
        "status": "an answer that is no 2xx", "timeout": "no answer in 10 s",
    ]
}

/// A running wrk process with one target server.
final class Load {
    private let child: Child
    private let name: String
    private let log: String

    /// Starts wrk with GETs, mixed evenly, or with one kind of POST.
    ///
    /// `cores` are the cores it is bound to; nil means any.
    init(
        _ workloads: [Workload], on server: ServerProcess, in stage: Stage, connections: Int, seconds: Int,
        cores: String? = nil
    ) throws {
        name = workloads.map(\.rawValue).joined(separator: "/") + " on " + server.peer.title
        let shapes = workloads.map { RequestShape(of: $0, to: server.peer) }
        let layout = stage.layout
        let scripts = layout.benchmarks + "/wrk"
        var arguments = ["-t1", "-c\(connections)", "-d\(seconds)s", "--timeout", "10s", "-s"]
        let url = "http://127.0.0.1:\(server.port)/"
        // The same hamlets in the same order for every server.
        let common = [url, "--", "1", workloads == [.livez] ? "1" : String(stage.data.hamlets)]
        if let body = shapes[0].body {
            arguments += [scripts + "/post.lua"] + common + [shapes[0].path, body]
            if workloads[0].needsKey(for: server.peer) { arguments += [stage.token, UUID().uuidString] }
        } else {
            arguments += [scripts + "/get.lua"] + common + shapes.map(\.path)
        }
        log = layout.logs + "/wrk-\(workloads[0].rawValue).log"
        let wrk = try tool("wrk")
        let words = cores.map { ["-c", $0, wrk] + arguments }
        child = try Child(
            "wrk", words == nil ? wrk : tool("taskset"), words ?? arguments,
            environment: ["LUA_PATH": scripts + "/?.lua;;"], folder: layout.data, log: log)
    }

    var isRunning: Bool { child.process.isRunning }

    func result() throws -> LoadResult { try LoadResult(child.wait(log: log), of: name) }
}
