import Foundation

extension Plan {
    /// Sends one request of every kind to every server, before any load.
    ///
    /// - Throws: when a status is wrong, or the Hummingbird peer's response differs from danvan's.
    func checkResponses(of stage: Stage, into record: inout Record) throws {
        for workload in Workload.allCases {
            var sizes: [String] = []
            for server in stage.servers where workload.isAnswered(by: server.peer) {
                let body = try response(of: server, workload, hamlet: 1, token: stage.token)
                sizes.append("\(server.peer.title) \(body.count)")
            }
            record.note("Bytes of one \(workload.rawValue) body: " + sizes.joined(separator: ", "))
        }
        for server in stage.servers where !server.durability.isEmpty {
            record.note("\(server.peer.title): \(server.durability)")
        }
    }

    /// - Throws: when the two responses differ in more than the cursor.
    func compareHummingbird(on stage: Stage) throws {
        let danvan = try stage.server(.danvan)
        let peer = try stage.server(.hummingbird)
        for hamlet in Set([1, stage.data.hamlets / 2 + 1, stage.data.hamlets]) {
            for workload in [Workload.summary, .list] {
                let ours = try members(of: response(of: danvan, workload, hamlet: hamlet, token: ""))
                let theirs = try members(of: response(of: peer, workload, hamlet: hamlet, token: ""))
                guard ours == theirs else {
                    throw BenchError(
                        "\(peer.peer.title) answers \(workload.rawValue) of hamlet \(hamlet) otherwise: \(theirs), not \(ours)"
                    )
                }
            }
        }
    }

    private func members(of body: [UInt8]) throws -> NSDictionary {
        guard var object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw BenchError("an answer is no JSON object")
        }
        if var page = object["page"] as? [String: Any] {
            page["next_cursor"] = nil
            object["page"] = page
        }
        // The product publishes counts of households as of the end of a month or year that is over.
        if var hamlet = object["hamlet"] as? [String: Any] {
            for name in ["households", "households_on"] where hamlet[name] != nil { hamlet[name] = "" }
            object["hamlet"] = hamlet
        }
        if let years = object["years"] as? [[String: Any]] {
            object["years"] = years.map { year in
                var year = year
                if year["participating_households"] != nil { year["participating_households"] = "" }
                return year
            }
        }
        return NSDictionary(dictionary: object)
    }

    private func response(
        of server: ServerProcess, _ workload: Workload, hamlet: Int, token: String
    ) throws -> [UInt8] {
        let request = RequestShape(of: workload, to: server.peer).filled(hamlet: hamlet)
        var fields = ["Content-Type: application/json"]
        if workload.needsKey(for: server.peer) {
            fields += ["Authorization: Bearer \(token)", "Idempotency-Key: check-\(UUID().uuidString)"]
        }
        let method = request.body == nil ? "GET" : "POST"
        let connection = Connection(port: server.port)
        guard
            let response = connection?
                .exchange(method, request.path, fields: fields, body: request.body ?? "")
        else { throw BenchError("\(server.peer.title) does not answer \(method) \(request.path)") }
        let accepted = server.peer == .pocketbase ? [200, 201] : [workload.expectedStatus]
        guard accepted.contains(response.status) else {
            let body = String(decoding: response.body.prefix(500), as: UTF8.self)
            throw BenchError(
                "\(server.peer.title) answers \(method) \(request.path) with \(response.status): \(body)")
        }
        return response.body
    }
}
