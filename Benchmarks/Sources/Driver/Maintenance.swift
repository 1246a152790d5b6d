import Foundation

extension Plan {
    /// Measures the time from process start to the first summary.
    func takeStart(into record: inout Record) throws {
        let stage = try Stage([.danvan], data: data, layout: layout)
        defer { stage.stop() }
        for round in 1...max(rounds, 5) {
            let spent = try stage.restartDanvan() / .milliseconds(1)
            printError("start \(round): \(Int(spent)) ms")
            record.samples.append(single(.start, "first answer", round, ("ms", spent)))
        }
        addClaim(
            .start, "first answer", "start to first answer with \(rows) contributions", .atMost(100), " ms",
            to: &record)
    }

    func takeVerify(into record: inout Record) throws {
        let filling = Filling(data: data, layout: layout)
        try filling.fill([.danvan])
        for round in 1...rounds {
            let begun = ContinuousClock.now
            let output = try filling.danvan(["verify"], on: data.danvan)
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            guard let rows = output.split(separator: " ").compactMap({ Double($0) }).first else {
                throw BenchError("danvan verify said: \(output)")
            }
            printError("verify \(round): \(Int(rows)) journal rows in \(seconds) s")
            record.samples.append(single(.verify, "journal rows", round, ("rows/s", rows / seconds)))
        }
        addClaim(.verify, "journal rows", "danvan verify", .atLeast(300_000), " journal rows/s", to: &record)
    }

    func takeImport(into record: inout Record) throws {
        let filling = Filling(data: data, layout: layout)
        try filling.fill([.danvan])
        let target = layout.data + "/import.db"
        for round in 1...min(rounds, 3) {
            try copyDatabase(data.danvanBefore, to: target)
            let begun = ContinuousClock.now
            try filling.importContributions(into: target)
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            printError("import \(round): \(rows) rows in \(seconds) s")
            record.samples.append(single(.import, "contributions", round, ("rows/s", Double(rows) / seconds)))
        }
        try removeDatabase(target)
        addClaim(
            .import, "contributions", "danvan import contributions, \(rows) rows", .atLeast(30_000),
            " rows/s",
            to: &record)
    }

    func single(_ section: Section, _ name: String, _ round: Int, _ value: (String, Double)) -> Sample {
        Sample(
            section: section, workload: name, server: Peer.danvan.title, round: round, connections: 0,
            other: value)
    }

    func addClaim(
        _ section: Section, _ name: String, _ words: String, _ reach: Claim.Reach, _ unit: String,
        digits: Int = 0, to record: inout Record
    ) {
        guard let value = record.median(section, name, Peer.danvan.title, { $0.other?.value }) else { return }
        record.claims.append(Claim(words: words, value: value, reach: reach, digits: digits, unit: unit))
    }

    /// Measures the same workloads on little and on much data, in turn.
    func takeScale(into record: inout Record) throws {
        let small = try Stage([.danvan], data: DataSet(rows: scaleRows[0], layout: layout), layout: layout)
        defer { small.stop() }
        let large = try Stage(
            [.danvan], data: DataSet(rows: scaleRows[1], layout: layout), layout: layout, basePort: 18180)
        defer { large.stop() }
        for workload in [Workload.summary, .list, .contribution] {
            for round in 1...rounds {
                for stage in [small, large] {
                    let server = try stage.server(.danvan)
                    if round == 1 { try warm(server, workload, on: stage) }
                    record.samples.append(
                        try sample(
                            .scale, workload, server, stage, round: round, connections: manyConnections,
                            named: scaleName(stage.data.rows)))
                }
            }
            let name = workload.rawValue
            guard let few = record.median(.scale, name, scaleName(scaleRows[0]), \.requestsPerSecond),
                let many = record.median(.scale, name, scaleName(scaleRows[1]), \.requestsPerSecond)
            else { continue }
            record.claims.append(
                Claim(
                    words: "\(name) time at \(scaleRows[1]) contributions / at \(scaleRows[0])",
                    value: few / many,
                    reach: .atMost(1.3), unit: "×"))
        }
    }

    private func scaleName(_ rows: Int) -> String { "danvan, \(rows) contributions" }
}
