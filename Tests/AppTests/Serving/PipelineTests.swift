import TestSupport
import Testing

extension ProcessTests {
    @Suite struct PipelineTests {
        @Test func `300 mixed requests on one connection get responses in order`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let messages = (0..<300)
                .map { number in
                    switch number % 3 {
                    case 0: office.contribution(Int64(1_000 + number), key: "pipelined-\(100_000 + number)")
                    case 1: Message("GET", "/v1/hamlets/1/contributions?limit=1", token: office.clerk)
                    default: Message("GET", "/v1/public/hamlets/1/summary")
                    }
                }
            let client = try Client(server.listener)
            try client.send(messages.enumerated().flatMap { $1.with("X-Request-Id", "p-\($0)").bytes })
            var receiptsCount: Int64 = 0
            for (number, message) in messages.enumerated() {
                let response = try client.readResponse()
                #expect(response.field("X-Request-Id") == "p-\(number)")
                #expect(response.status == (message.method == "POST" ? 201 : 200))
                if message.method == "POST" {
                    receiptsCount += 1
                    #expect(response.json.integer("/amount") == Int64(1_000 + number))
                    #expect(response.json.integer("/id") == receiptsCount)
                } else if message.path.hasPrefix("/v1/hamlets") {
                    // Everyone reads their own writes.
                    #expect(response.json.integer("/data/0/id") == receiptsCount)
                }
            }
            #expect(receiptsCount == 100)
            _ = try server.stopped()
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `300 requests whose responses are not read do not delay others`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder, environment: ["DANVAN_SERVER_LOOPS_COUNT": "1"])
            let greedy = try Client(server.listener)
            let list = Message("GET", "/v1/households?hamlet=1&limit=500", token: office.clerk).bytes
            try greedy.send((0..<300).flatMap { _ in list })
            #expect(try Client(server.listener).get("/livez").status == 200)
            for _ in 0..<300 { #expect(try greedy.readResponse().status == 200) }
        }
    }

    @Suite struct RepetitionTests {
        @Test func `one key at once on two connections has one effect and one response`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            for round in 1...20 {
                let receipt = office.contribution(Int64(round) * 1_000, key: "twice-at-once-\(1000 + round)")
                let clients = try (1...2).map { _ in try Client(server.listener) }
                for client in clients { try client.send(receipt) }
                let responses = try clients.map { try $0.readResponse() }
                #expect(responses.map(\.status) == [201, 201])
                #expect(responses[0].body == responses[1].body)
                #expect(responses[0].field("ETag") == responses[1].field("ETag"))
                #expect(responses[0].field("Location") == responses[1].field("Location"))
                let replays = responses.compactMap { $0.field("Idempotency-Replayed") }
                #expect(replays == ["true"])
            }
            #expect(try office.contributionsCount() == 20)
        }

        @Test func `another request with the same key is refused`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            #expect(
                try client.response(to: office.contribution(1_000, key: "other-request-01")).status == 201)
            let response = try client.response(to: office.contribution(2_000, key: "other-request-01"))
            #expect(response.status == 422 && response.code == "idempotency-key-reused")
            #expect(try office.contributionsCount() == 1)
        }

        @Test func `a refused request may be retried with its key`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            #expect(try client.response(to: office.contribution(0, key: "refused-at-first")).status == 422)
            let response = try client.response(to: office.contribution(7, key: "refused-at-first"))
            #expect(response.status == 201 && response.field("Idempotency-Replayed") == nil)
        }

        @Test func `a request that moves money is refused without a key`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            var message = office.contribution(1_000, key: "")
            message.fields.removeAll { $0.0 == "Idempotency-Key" }
            let response = try Client(server.listener).response(to: message)
            #expect(response.status == 400 && response.code == "idempotency-key-missing")
            #expect(try office.contributionsCount() == 0)
        }

        @Test func `a client that disconnects leaves a complete receipt or none`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            for number in 1...60 {
                let bytes = office.contribution(1_000, key: "vanishing-one-\(1000 + number)").bytes
                let client = try Client(server.listener)
                try client.send(Array(bytes.prefix(number.isMultiple(of: 3) ? bytes.count / 2 : bytes.count)))
                client.reset()
            }
            let client = try Client(server.listener)
            for number in 1...60 {
                let receipt = office.contribution(1_000, key: "vanishing-one-\(1000 + number)")
                #expect(try client.response(to: receipt).status == 201)
            }
            #expect(try office.contributionsCount() == 60)
            _ = try server.stopped()
            #expect(try office.folder.danvan("verify").code == 0)
        }
    }
}
