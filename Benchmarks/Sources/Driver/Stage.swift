import Foundation

/// The servers of one section, each on a fresh copy of its data.
final class Stage {
    let data: DataSet
    let layout: Layout
    private(set) var servers: [ServerProcess] = []
    /// A clerk's token for danvan.
    private(set) var token = ""
    private let folder: String
    private let basePort: Int

    /// Fills missing data and starts `peers` in turn, on ports starting at `basePort`.
    ///
    /// `settings` are added to danvan's default settings for benchmarks.
    init(
        _ peers: [Peer], data: DataSet, layout: Layout, basePort: Int = 18080,
        settings: [String: String] = [:]
    ) throws {
        self.data = data
        self.layout = layout
        self.basePort = basePort
        folder = layout.data + "/work-\(basePort)"
        try removeIfThere(folder)
        try makeFolder(folder)
        try Filling(data: data, layout: layout).fill(peers)
        do {
            for peer in peers where peer != .bare { servers.append(try start(peer, settings: settings)) }
            if peers.contains(.bare) { try copyDatabase(data.hummingbird, to: bareDatabase) }
        } catch {
            stop()
            throw error
        }
    }

    var bareDatabase: String { folder + "/bare.db" }
    var danvanDatabase: String { folder + "/danvan.db" }

    func server(_ peer: Peer) throws -> ServerProcess {
        guard let server = servers.first(where: { $0.peer == peer }) else {
            throw BenchError("\(peer.title) takes no part in this section")
        }
        return server
    }

    /// All servers, starting with a different one in each round.
    func servers(from round: Int) -> [ServerProcess] {
        let first = (round - 1) % servers.count
        return Array(servers[first...] + servers[..<first])
    }

    func stop() {
        for server in servers { server.stop() }
        servers = []
        // A folder that cannot be removed is removed by the next run.
        try? removeIfThere(folder)
    }

    private func start(_ peer: Peer, settings: [String: String]) throws -> ServerProcess {
        let port = basePort + (Peer.allCases.firstIndex(of: peer) ?? 0)
        guard Connection(port: port) == nil else {
            throw BenchError("port \(port) of 127.0.0.1 is taken; \(peer.title) needs it")
        }
        switch peer {
        case .danvan: return try startDanvan(port: port, settings: settings)
        case .hummingbird: return try startHummingbird(port: port)
        case .pocketbase: return try startPocketBase(port: port)
        case .nginx: return try startNginx(port: port)
        case .bare: throw BenchError("bare SQLite is no server")
        }
    }

    private func startDanvan(port: Int, settings: [String: String]) throws -> ServerProcess {
        let database = danvanDatabase
        try copyDatabase(data.danvan, to: database)
        let filling = Filling(data: data, layout: layout)
        try filling.danvan(["migrate"], on: database)
        token =
            try filling.danvan(
                [
                    "token", "issue", "--user", Filling.clerk, "--role", "clerk", "--unit", "40", "--days",
                    "2",
                ], on: database
            )
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try serveDanvan(database: database, port: port, settings: settings)
    }

    private func serveDanvan(database: String, port: Int, settings: [String: String]) throws -> ServerProcess
    {
        let log = layout.logs + "/danvan-\(port).log"
        let environment = [
            "DANVAN_DATABASE_PATH": database, "DANVAN_SERVER_LISTEN": "127.0.0.1:\(port)",
            // One client stands for all of a province.
            "DANVAN_LIMITS_REQUESTS_PER_TOKEN_MAX": "0", "DANVAN_LIMITS_REQUESTS_PER_ADDRESS_MAX": "0",
            "DANVAN_LIMITS_KIBIBYTES_PER_TOKEN_MAX": "0",
            // As for nginx here: a connection lasts for the whole round.
            "DANVAN_SERVER_REQUESTS_PER_CONNECTION_MAX": "1000000000",
        ]
        let child = try Child(
            "danvan", layout.danvan, ["serve"], environment: environment.merging(settings) { $1 },
            folder: folder,
            output: log, log: log)
        let ready = RequestShape(of: .summary, to: .danvan).filled(hamlet: 1).path
        return try ServerProcess(.danvan, port: port, child: child, ready: ready, log: log) { _ in
            "journal_mode=wal synchronous=2 (it reads them back itself and does not open a file otherwise)"
        }
    }

    /// Restarts danvan on the same file.
    ///
    /// - Returns: the time from process start to its first response with a hamlet's summary.
    func restartDanvan() throws -> Duration {
        let old = try server(.danvan)
        old.stop()
        servers.removeAll { $0.peer == .danvan }
        let begun = ContinuousClock.now
        servers.append(try serveDanvan(database: danvanDatabase, port: old.port, settings: [:]))
        return ContinuousClock.now - begun
    }

    private func startHummingbird(port: Int) throws -> ServerProcess {
        let database = folder + "/hummingbird.db"
        try copyDatabase(data.hummingbird, to: database)
        let log = layout.logs + "/hummingbird.log"
        let child = try Child(
            "hummingbird-peer", layout.hummingbirdPeer,
            ["serve", "--database", database, "--port", String(port), "--token", token],
            folder: folder, output: log, log: log)
        let server = try ServerProcess(.hummingbird, port: port, child: child, ready: "/livez", log: log) {
            log in
            log.split(separator: "\n").first { $0.hasPrefix("journal_mode") }.map { "\($0) (read back)" }
                ?? ""
        }
        guard server.durability.contains("journal_mode=wal synchronous=2") else {
            server.stop()
            throw BenchError("the Hummingbird peer is not as durable as danvan: \(server.durability)")
        }
        return server
    }

    private func startPocketBase(port: Int) throws -> ServerProcess {
        guard let pocketbase = layout.pocketbase else { throw BenchError("PocketBase is not there") }
        let copy = folder + "/pocketbase"
        try FileManager.default.copyItem(atPath: data.pocketbase, toPath: copy)
        let log = layout.logs + "/pocketbase.log"
        let child = try Child(
            "pocketbase", pocketbase,
            [
                "serve", "--http", "127.0.0.1:\(port)", "--dir", copy, "--migrationsDir",
                layout.benchmarks + "/pocketbase", "--automigrate=false", "--hooksWatch=false",
            ], folder: folder, output: log, log: log)
        return try ServerProcess(.pocketbase, port: port, child: child, ready: "/api/health", log: log) { _ in
            "WAL, synchronous=NORMAL (its fixed default, stated, not read back): a write may be lost with the power"
        }
    }

    /// Starts nginx with the exact responses of danvan in this stage.
    private func startNginx(port: Int) throws -> ServerProcess {
        let files = folder + "/files"
        try StoredResponses(of: server(.danvan), hamlets: data.hamlets).write(to: files)
        let configuration = folder + "/nginx.conf"
        try nginxConfiguration(port: port, files: files, folder: folder)
            .write(toFile: configuration, atomically: true, encoding: .utf8)
        let log = layout.logs + "/nginx.log"
        let child = try Child(
            "nginx", tool("nginx"), ["-c", configuration, "-p", folder, "-e", log], folder: folder,
            output: log,
            log: log)
        return try ServerProcess(.nginx, port: port, child: child, ready: "/livez", log: log) { _ in "" }
    }
}
