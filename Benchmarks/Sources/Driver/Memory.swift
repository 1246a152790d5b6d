import Foundation

extension Plan {
    /// Measures peak resident memory with 256 busy connections.
    func takeMemory(into record: inout Record) throws {
        let connections = 256
        let stage = try Stage([.danvan], data: data, layout: layout)
        defer { stage.stop() }
        let server = try stage.server(.danvan)
        var most = 0
        for workload in Workload.allCases {
            let load = try Load([workload], on: server, in: stage, connections: connections, seconds: seconds)
            var peak = 0
            while load.isRunning {
                peak = max(peak, server.residentKiB)
                usleep(20_000)
            }
            _ = try load.result()
            record.samples.append(
                Sample(
                    section: .memory, workload: workload.rawValue, server: Peer.danvan.title, round: 1,
                    connections: connections, residentKiB: peak))
            most = max(most, peak)
        }
        record.claims.append(
            Claim(
                words: "resident at 256 busy connections", value: Double(most) / 1024, reach: .atMost(64),
                digits: 1,
                unit: " MiB"))
    }

    /// Measures connections that sent one request and then stay idle.
    func takeIdle(into record: inout Record) throws {
        let count = 10_000
        let stage = try Stage(
            [.danvan], data: data, layout: layout,
            settings: [
                "DANVAN_SERVER_CONNECTIONS_MAX": String(2 * count),
                "DANVAN_SERVER_CONNECTIONS_PER_ADDRESS_MAX": String(2 * count),
                "DANVAN_SERVER_IDLE_SECONDS_MAX": "600",
            ])
        defer { stage.stop() }
        let server = try stage.server(.danvan)
        var held: [Connection] = []
        for index in 1...count {
            guard let connection = Connection(port: server.port),
                connection.exchange("GET", "/livez")?.status == 200
            else { throw BenchError("danvan refused idle connection \(index) of \(count)") }
            held.append(connection)
        }
        sleep(2)
        let resident = server.residentKiB
        for (index, connection) in held.enumerated() where connection.exchange("GET", "/livez")?.status != 200
        {
            throw BenchError("danvan did not hold idle connection \(index + 1) of \(count)")
        }
        record.samples.append(
            Sample(
                section: .idle, workload: "idle", server: Peer.danvan.title, round: 1, connections: count,
                residentKiB: resident))
        record.claims.append(
            Claim(
                words: "resident with 10,000 idle connections, all held", value: Double(resident) / 1024,
                reach: .atMost(120), digits: 1, unit: " MiB"))
    }
}
