import Dispatch
import Domain
import HTTP
import Locks
import Store
import TestSupport
import Testing

@testable import API

/// Slow reads wait for a worker; everything else goes on.
@Suite struct SlowReadTests {
    private static let slow = Service.table.filter { $0.cost == .slow }

    private func office(waitingMax: Int) throws -> Office {
        var settings = ServiceSettings()
        settings.slowReadsMax = waitingMax
        return try Office.villageWithBooks(settings: settings)
    }

    /// Holds the only worker until the semaphore is signalled.
    private func hold(_ workers: ReadWorkers) throws -> DispatchSemaphore {
        let (started, held) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try workers.submit(
            ReadWorkers.Job { _ in
                started.signal()
                held.wait()
            } fail: { _ in
            }, by: nil)
        started.wait()
        return held
    }

    @Test func `only reads are slow`() {
        #expect(Self.slow.count >= 10)
        for endpoint in Self.slow { #expect(endpoint.method == .get, "\(endpoint.path.text)") }
    }

    @Test func `what is taken away is made on a worker, its JSON on the event loop`() throws {
        let office = try office(waitingMax: 8)
        let held = try hold(office.service.readWorkers)
        defer { held.signal() }
        let loop = try office.service.responder()
        let target = "/v1/public/hamlets/1/contributions"
        func answer(_ media: Media) -> Response? {
            let fields = [("Accept", media.type)]
            return loop.respond(
                to: Request(method: .get, target: target, fields: fields), completion: { _ in })
        }
        #expect(answer(.json)?.status == 200)
        #expect(answer(.xlsx) == nil && answer(.csv) == nil && answer(.ndjson) == nil)
    }

    /// Searches and earlier days of what the service holds in memory, or of a few rows.
    private static let quickWith: [String: Set<String>] = [
        "/v1/units": ["q", "as_of"], "/v1/units/{code}/tree": ["as_of"], "/v1/parameters": ["as_of"],
        "/v1/public/parameters": ["as_of"], "/v1/hamlets/{id}/profiles": ["as_of"],
        "/v1/public/hamlets/{id}/profiles": ["as_of"],
    ]

    @Test func `a search and a list of an earlier day are slow, unless their data are small`() {
        for endpoint in Service.table where endpoint.method == .get {
            for name in ["q", "as_of"] where endpoint.fields.contains(where: { $0.name == name }) {
                let isQuick = Self.quickWith[endpoint.path.text]?.contains(name) ?? false
                #expect(
                    endpoint.isSlow(with: [QueryValue(name: name, text: "x")]) != isQuick,
                    "\(endpoint.path.text)?\(name)")
            }
            // A name that is not read would never make it slow.
            let names = endpoint.fields.filter { $0.section == .query }.map(\.name)
            #expect(Set(endpoint.slowParameters).isSubset(of: names), "\(endpoint.path.text)")
        }
    }

    @Test(arguments: [
        ("/v1/households?hamlet=1", true), ("/v1/households?hamlet=1&limit=500", true),
        ("/v1/households?hamlet=1&q=An", false), ("/v1/households?hamlet=1&as_of=2026-11-01", false),
        ("/v1/organisations?unit=16702&q=H%E1%BB%99i", false),
    ])
    func `the same list is quick without a filter and slow with it`(
        _ target: String, _ isAnsweredAtOnce: Bool
    ) throws {
        let office = try office(waitingMax: 2)
        let loop = try office.service.responder()
        let fields = [("Authorization", "Bearer " + (try office.secret(of: .clerk)))]
        let arrived = DispatchSemaphore(value: 0)
        let request = Request(method: .get, target: target, fields: fields)
        let response = loop.respond(to: request) { response in
            if response.status == 200 { arrived.signal() }
        }
        loop.tickEnded()
        #expect((response?.status == 200) == isAnsweredAtOnce)
        guard !isAnsweredAtOnce else { return }
        #expect(arrived.wait(timeout: .now() + .seconds(30)) == .success)
    }

    @Test func `quick reads and writes go on while slow ones wait, and too many are refused`() throws {
        let office = try office(waitingMax: 2)
        let held = try hold(office.service.readWorkers)
        let loop = try office.service.responder()
        let responses = Mutex<[Int]>([])
        let arrived = DispatchSemaphore(value: 0)
        let slow = Request(method: .get, target: "/v1/public/hamlets?unit=40")
        func ask() -> Response? {
            loop.respond(to: slow) { response in
                responses.withLock { $0.append(response.status) }
                arrived.signal()
            }
        }
        #expect(ask() == nil)
        #expect(ask() == nil)
        let refused = try #require(ask())
        #expect(Refused(refused) == Refused(503, "busy"))
        #expect(refused.field("Retry-After") == "1")
        #expect(try office.get("/v1/public/hamlets/1/summary", as: nil).status == 200)
        #expect(try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#).status == 201)
        held.signal()
        arrived.wait()
        arrived.wait()
        #expect(responses.withLock { $0 } == [200, 200])
        // The place in the line is free again, and the response is cached.
        let cached = try #require(ask())
        #expect(cached.status == 200)
    }

    /// Every worker takes the next read when it has finished one.
    @Test func `all waiting reads are answered, by several workers`() throws {
        let office = try Office.village()
        let workers = ReadWorkers(count: 3, waitingMax: 1000, store: office.service.store)
        let count = Mutex(0)
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<500 {
            try workers.submit(
                ReadWorkers.Job { connection in
                    let units = try? connection.reader.read { tx in try tx.unitsCount() }
                    if units != nil { count.withLock { $0 += 1 } }
                    done.signal()
                } fail: { _ in
                    done.signal()
                }, by: nil)
        }
        for _ in 0..<500 { done.wait() }
        #expect(count.withLock { $0 } == 500)
    }

    /// How many of `count` reads are accepted.
    private func accepted(_ count: Int, of client: RateLimiter.Client?, by workers: ReadWorkers) -> Int {
        (0..<count)
            .count { _ in
                do {
                    try workers.submit(
                        ReadWorkers.Job { _ in
                        } fail: { _ in
                        }, by: client)
                    return true
                } catch {
                    return false
                }
            }
    }

    @Test func `one client leaves room for the reads of others`() throws {
        let office = try office(waitingMax: 100)
        let workers = office.service.readWorkers
        let held = try hold(workers)
        #expect(accepted(1000, of: .address("192.0.2.1"), by: workers) == 50)
        #expect(accepted(1000, of: .token(AccessToken.ID(1)), by: workers) == 25)
        #expect(accepted(1, of: .address("192.0.2.2"), by: workers) == 1)
        #expect(accepted(1000, of: .address("192.0.2.1"), by: workers) == 0)
        // Nobody knows whose these are: they share what is left.
        #expect(accepted(1000, of: nil, by: workers) == 24)
        #expect(accepted(1, of: .address("192.0.2.3"), by: workers) == 0)
        held.signal()
    }

    @Test func `a client whose reads are done may wait again`() throws {
        let office = try office(waitingMax: 4)
        let workers = office.service.readWorkers
        for _ in 0..<20 {
            let held = try hold(workers)
            #expect(accepted(10, of: .address("192.0.2.1"), by: workers) == 2)
            held.signal()
            let done = DispatchSemaphore(value: 0)
            // The only worker runs them in order.
            try workers.submit(
                ReadWorkers.Job { _ in
                    done.signal()
                } fail: { _ in
                }, by: nil)
            done.wait()
        }
    }

    @Test func `a flood of slow reads from one address does not refuse those of a token`() throws {
        let office = try office(waitingMax: 8)
        let secret = try office.secret(of: .auditor)
        let held = try hold(office.service.readWorkers)
        let loop = try office.service.responder()
        let done = DispatchSemaphore(value: 0)
        func ask(_ target: String, fields: [(String, String)] = []) -> Response? {
            let request = Request(method: .get, target: target, fields: fields, peer: "192.0.2.7")
            return loop.respond(to: request) { _ in done.signal() }
        }
        let flood = (0..<20).map { _ in ask("/v1/public/hamlets?unit=40") }
        #expect(flood.count { $0 == nil } == 4)
        for refused in flood.compactMap(\.self) { #expect(Refused(refused) == Refused(503, "busy")) }
        #expect(ask("/v1/hamlets?unit=16702", fields: [("Authorization", "Bearer " + secret)]) == nil)
        held.signal()
        for _ in 0..<5 { done.wait() }
    }

    @Test func `a refusal of a slow read is a problem like any other`() throws {
        let office = try Office.village()
        #expect(Refused(try office.get("/v1/public/hamlets?unit=99999", as: nil)).status == 404)
        #expect(Refused(try office.get("/v1/users", as: .clerk)) == Refused(403, "role-missing"))
    }
}
