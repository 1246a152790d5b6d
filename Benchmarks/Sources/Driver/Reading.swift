import Foundation

extension Plan {
    /// Measures reads during writes: two wrk processes, the second of which sends about a tenth of all requests.
    func takeMixed(into record: inout Record) throws {
        let stage = try Stage([.danvan], data: data, layout: layout)
        defer { stage.stop() }
        let server = try stage.server(.danvan)
        let readers = manyConnections - 6
        try warm(server, .summary, on: stage)
        let writers = try writersCount(on: server, stage, readers: readers)
        var shares: [Double] = []
        for round in 1...rounds {
            let alone = try Load(
                [.summary, .list], on: server, in: stage, connections: readers, seconds: seconds
            )
            .result()
            record.samples.append(
                mixedSample("reads alone", alone, server, round: round, connections: readers))
            let (reads, writes) = try together(server, stage, readers, writers, seconds: seconds)
            record.samples.append(
                mixedSample("reads beside writes", reads, server, round: round, connections: readers))
            record.samples.append(
                mixedSample("writes beside reads", writes, server, round: round, connections: writers))
            shares.append(writes.requestsPerSecond / (reads.requestsPerSecond + writes.requestsPerSecond))
        }
        let share = 100 * (middleValue(shares) ?? 0)
        record.note(
            "Mixed: \(readers) connections read W1 and W2 evenly, \(writers) write W3; writes were \(Int(share.rounded())) % of the requests"
        )
        if let alone = record.median(.mixed, "reads alone", Peer.danvan.title, \.p99Micros),
            let mixed = record.median(.mixed, "reads beside writes", Peer.danvan.title, \.p99Micros)
        {
            record.claims.append(
                Claim(
                    words: "p99 of reads beside 10 % writes / alone", value: mixed / alone, reach: .atMost(3),
                    unit: "×"))
        }
    }

    private func together(
        _ server: ServerProcess, _ stage: Stage, _ readers: Int, _ writers: Int, seconds: Int
    ) throws -> (reads: LoadResult, writes: LoadResult) {
        let reads = try Load(
            [.summary, .list], on: server, in: stage, connections: readers, seconds: seconds)
        let writes = try Load([.contribution], on: server, in: stage, connections: writers, seconds: seconds)
        return (try reads.result(), try writes.result())
    }

    /// The number of writing connections that give about a tenth of the requests, found in at most five tries.
    private func writersCount(on server: ServerProcess, _ stage: Stage, readers: Int) throws -> Int {
        var writers = 16
        for _ in 1...5 {
            let (reads, writes) = try together(server, stage, readers, writers, seconds: 2)
            let share = writes.requestsPerSecond / (reads.requestsPerSecond + writes.requestsPerSecond)
            printError("\(writers) writing connections: \(Int(share * 100)) % of the requests")
            if (0.09...0.11).contains(share) { break }
            writers = min(256, max(1, Int((Double(writers) * 0.1 / share).rounded())))
        }
        return writers
    }

    private func mixedSample(
        _ name: String, _ result: LoadResult, _ server: ServerProcess, round: Int, connections: Int
    ) -> Sample {
        Sample(
            section: .mixed, workload: name, server: Peer.danvan.title, round: round,
            connections: connections,
            requestsPerSecond: result.requestsPerSecond, p50Micros: result.p50Micros,
            p99Micros: result.p99Micros,
            residentKiB: server.residentKiB)
    }

    /// Measures the latency of a single client.
    func takeOneConnection(into record: inout Record) throws {
        let stage = try Stage([.danvan, .nginx], data: data, layout: layout)
        defer { stage.stop() }
        let danvan = try stage.server(.danvan)
        let nginx = try stage.server(.nginx)
        for round in 1...rounds {
            for (workload, server) in [
                (Workload.summary, danvan), (.summary, nginx), (.contribution, danvan),
            ] {
                record.samples.append(
                    try sample(.one, workload, server, stage, round: round, connections: 1))
            }
            let words = named(try run(layout.bareSQLite, ["sync", layout.data, "200"], in: layout))
            guard let median = words["median_us"].flatMap(Double.init) else {
                throw BenchError("no fdatasync figure")
            }
            record.samples.append(
                Sample(
                    section: .one, workload: "fdatasync of 4 KiB", server: "the disk", round: round,
                    connections: 0,
                    p50Micros: median, p99Micros: words["p99_us"].flatMap(Double.init)))
        }
        if let ours = record.median(.one, "W1", Peer.danvan.title, \.p50Micros),
            let theirs = record.median(.one, "W1", Peer.nginx.title, \.p50Micros)
        {
            record.claims.append(
                Claim(
                    words: "W1 p50 at one connection / nginx", value: ours / theirs, reach: .atMost(1.2),
                    unit: "×"))
        }
        if let ours = record.median(.one, "W3", Peer.danvan.title, \.p50Micros),
            let sync = record.median(.one, "fdatasync of 4 KiB", "the disk", \.p50Micros)
        {
            let bound = 1.5 * sync + 150
            record.claims.append(
                Claim(
                    words: "W3 p50 at one connection (reach: 1.5 fdatasync + 150 µs)", value: ours,
                    reach: .atMost(bound), digits: 0, unit: " µs"))
        }
    }
}
