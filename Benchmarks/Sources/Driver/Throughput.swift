import Foundation

let manyConnections = 64

extension Plan {
    func takeThroughput(into record: inout Record) throws {
        let stage = try Stage(peers, data: data, layout: layout)
        defer { stage.stop() }
        try compareHummingbird(on: stage)
        try checkResponses(of: stage, into: &record)
        try takeRounds(.throughput, on: stage, rounds: rounds, cores: nil, into: &record)
        addThroughputClaims(to: &record)
    }

    /// Measures the cost of a request with the server on one core and wrk on the other, so that they do not
    /// interfere.
    func takePinned(into record: inout Record) throws {
        guard ProcessInfo.processInfo.activeProcessorCount >= 2 else {
            throw BenchError("the section pinned needs two cores")
        }
        let stage = try Stage(peers.filter { $0 != .bare }, data: data, layout: layout)
        defer { stage.stop() }
        for server in stage.servers { try server.pin(to: "1", in: layout) }
        try takeRounds(.pinned, on: stage, rounds: isQuick ? 1 : rounds, cores: "0", into: &record)
    }

    /// Runs all servers in turn in each round, so that a temporary disturbance affects all of them.
    private func takeRounds(
        _ section: Section, on stage: Stage, rounds: Int, cores: String?, into record: inout Record
    ) throws {
        for workload in Workload.allCases {
            for round in 1...rounds {
                for server in stage.servers(from: round) where workload.isAnswered(by: server.peer) {
                    if round == 1 { try warm(server, workload, on: stage, cores: cores) }
                    record.samples.append(
                        try sample(
                            section, workload, server, stage, round: round, connections: manyConnections,
                            cores: cores))
                }
                if section == .throughput, workload == .contribution, peers.contains(.bare) {
                    record.samples.append(try bareSample(on: stage, round: round, into: &record))
                }
            }
        }
    }

    func warm(_ server: ServerProcess, _ workload: Workload, on stage: Stage, cores: String? = nil) throws {
        _ = try Load(
            [workload], on: server, in: stage, connections: manyConnections, seconds: 1, cores: cores
        )
        .result()
    }

    func sample(
        _ section: Section, _ workload: Workload, _ server: ServerProcess, _ stage: Stage, round: Int,
        connections: Int, cores: String? = nil, named name: String? = nil
    ) throws -> Sample {
        let before = server.processorMicros
        let result = try Load(
            [workload], on: server, in: stage, connections: connections, seconds: seconds, cores: cores
        )
        .result()
        try server.expectAlive()
        let spent = server.processorMicros - before
        let title = name ?? server.peer.title
        printError(
            "\(section.rawValue) \(workload.rawValue) \(title) \(round): \(Int(result.requestsPerSecond))/s")
        return Sample(
            section: section, workload: workload.rawValue, server: title, round: round,
            connections: connections,
            requestsPerSecond: result.requestsPerSecond, p50Micros: result.p50Micros,
            p99Micros: result.p99Micros,
            processorMicros: spent / Double(result.requests), residentKiB: server.residentKiB)
    }

    private func bareSample(on stage: Stage, round: Int, into record: inout Record) throws -> Sample {
        let output = try run(
            layout.bareSQLite, ["insert", stage.bareDatabase, String(seconds), String(stage.data.hamlets)],
            in: layout)
        let words = named(output)
        guard words["journal_mode"] == "wal", words["synchronous"] == "2",
            let rows = words["rows"].flatMap(Double.init), let spent = words["seconds"].flatMap(Double.init)
        else { throw BenchError("bare-sqlite said: \(output)") }
        record.note("\(Peer.bare.title): journal_mode=wal synchronous=2 (read back), 64 rows a transaction")
        printError("\(Workload.contribution.rawValue) \(Peer.bare.title) \(round): \(Int(rows / spent))/s")
        return Sample(
            section: .throughput, workload: Workload.contribution.rawValue, server: Peer.bare.title,
            round: round,
            connections: 0, requestsPerSecond: rows / spent)
    }

    private func addThroughputClaims(to record: inout Record) {
        let reaches: [(Workload, Peer, Double, String)] = [
            (.livez, .hummingbird, 2.5, ""), (.livez, .pocketbase, 2.5, ""), (.livez, .nginx, 0.9, ""),
            (.summary, .hummingbird, 6, ""), (.summary, .pocketbase, 8, ""), (.summary, .nginx, 1, ""),
            (.list, .hummingbird, 8, ""), (.list, .pocketbase, 25, ""), (.list, .nginx, 0.35, ""),
            (.contribution, .hummingbird, 3, ", theirs one plain INSERT"),
            (.wholeContribution, .hummingbird, 3, ", in one transaction each"),
            (.contribution, .pocketbase, 3, ", its writes not power-safe"),
            (.contribution, .bare, 0.3, " in batches of 64"),
        ]
        for (workload, peer, bound, remark) in reaches {
            guard
                let ours = record.median(
                    .throughput, workload.rawValue, Peer.danvan.title, \.requestsPerSecond),
                let theirs = record.median(.throughput, workload.rawValue, peer.title, \.requestsPerSecond)
            else { continue }
            record.claims.append(
                Claim(
                    words: "\(workload.rawValue) throughput / \(peer.title)\(remark)", value: ours / theirs,
                    reach: .atLeast(bound), unit: "×"))
        }
        let summary = Workload.summary.rawValue
        if let ours = record.median(.throughput, summary, Peer.danvan.title, \.p99Micros),
            let theirs = record.median(.throughput, summary, Peer.nginx.title, \.p99Micros)
        {
            record.claims.append(
                Claim(
                    words: "W1 p99 at 64 connections / nginx", value: ours / theirs, reach: .atMost(2),
                    unit: "×"))
        }
    }
}

/// The `name=value` words of a line.
func named(_ line: String) -> [String: String] {
    var words: [String: String] = [:]
    for word in line.split(whereSeparator: \.isWhitespace) {
        let parts = word.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { words[String(parts[0])] = String(parts[1]) }
    }
    return words
}
