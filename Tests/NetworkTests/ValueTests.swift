import Glibc
import HTTP
import Testing

@testable import Network

@Suite struct DeadlineWheelTests {
    private func token(_ slot: UInt32) -> Token { Token(slot: slot, generation: 1) }

    @Test func `an entry is returned once, after its deadline`() {
        var wheel = DeadlineWheel(now: 1_000)
        _ = wheel.schedule(token(7), at: 2_000)
        #expect(wheel.due(now: 1_999).isEmpty)
        #expect(wheel.due(now: 2_064).map(\.token) == [token(7)])
        #expect(wheel.due(now: 9_000).isEmpty)
        #expect(wheel.next == nil)
    }

    @Test func `the next time is within a wheel tick after the earliest deadline`() {
        var wheel = DeadlineWheel(now: 0)
        #expect(wheel.next == nil)
        _ = wheel.schedule(token(1), at: 5_000)
        _ = wheel.schedule(token(2), at: 300)
        #expect((300...364).contains(wheel.next ?? 0))
        #expect(wheel.due(now: wheel.next ?? 0).map(\.token) == [token(2)])
        #expect((5_000...5_064).contains(wheel.next ?? 0))
    }

    @Test func `a deadline beyond the wheel is returned early to be rescheduled`() {
        var wheel = DeadlineWheel(now: 0)
        _ = wheel.schedule(token(1), at: 1_000_000)
        let early = wheel.next ?? 0
        #expect((60_000...70_000).contains(early))
        #expect(wheel.due(now: early).map(\.token) == [token(1)])
    }

    @Test func `a deadline already passed is returned at the next wheel tick`() {
        var wheel = DeadlineWheel(now: 10_000)
        _ = wheel.schedule(token(1), at: 5)
        #expect(wheel.due(now: 10_000).isEmpty)
        #expect(wheel.due(now: 10_064).count == 1)
    }

    @Test func `all entries are returned after a long sleep`() {
        var wheel = DeadlineWheel(now: 0)
        for slot in 0..<500 { _ = wheel.schedule(token(UInt32(slot)), at: slot * 100) }
        #expect(wheel.due(now: 10_000_000).count == 500)
        _ = wheel.schedule(token(1), at: 10_000_500)
        #expect(wheel.due(now: 10_000_600).count == 1)
    }
}

@Suite struct TimeoutTests {
    private var settings = NetworkSettings(listeners: [])

    @Test func `a head's deadline does not move and the next request has its own`() {
        var timeout = Timeout()
        timeout.rearm(.head, request: 1, byteCount: 1, now: 0, settings: settings)
        timeout.rearm(.head, request: 1, byteCount: 9_999, now: 9_000, settings: settings)
        #expect(timeout.deadline == 10_000)
        timeout.rearm(.head, request: 2, byteCount: 9_999, now: 9_000, settings: settings)
        #expect(timeout.deadline == 19_000)
    }

    @Test(arguments: [Timeout.Wait.body, .write])
    func `the deadline of a body or response moves only with enough bytes`(_ wait: Timeout.Wait) {
        var timeout = Timeout()
        timeout.rearm(wait, request: 1, byteCount: 100, now: 0, settings: settings)
        timeout.rearm(wait, request: 1, byteCount: 1_123, now: 5_000, settings: settings)
        #expect(timeout.deadline == 10_000)
        timeout.rearm(wait, request: 1, byteCount: 1_124, now: 5_000, settings: settings)
        #expect(timeout.deadline == 15_000)
    }

    @Test func `an idle deadline moves with each response and a pending response has none`() {
        var timeout = Timeout()
        timeout.rearm(.idle, request: 1, byteCount: 0, now: 0, settings: settings)
        #expect(timeout.deadline == 60_000)
        timeout.rearm(.idle, request: 2, byteCount: 0, now: 1, settings: settings)
        #expect(timeout.deadline == 60_001)
        timeout.rearm(.response, request: 2, byteCount: 0, now: 2, settings: settings)
        #expect(timeout.deadline == nil)
    }

    @Test func `the deadline for lingering does not move`() {
        var timeout = Timeout()
        timeout.rearm(.linger, request: 1, byteCount: 0, now: 0, settings: settings)
        timeout.rearm(.linger, request: 1, byteCount: 99_999, now: 4_000, settings: settings)
        #expect(timeout.deadline == 5_000)
    }
}

@Suite struct SettingsTests {
    @Test func `the deadlines are those of the API conventions`() {
        let settings = NetworkSettings(listeners: [])
        #expect(settings.headSecondsMax == 10)
        #expect(settings.bodySecondsMax == 10)
        #expect(settings.idleSecondsMax == 60)
        #expect(settings.writeSecondsMax == 10)
    }
}

@Suite struct TokenTests {
    private func connection(_ token: Token) -> Connection {
        Connection(dup(1), token: token, client: nil, state: ConnectionState(limits: Limits()))
    }

    @Test func `a token is restored from its bits`() {
        let token = Token(slot: 7, generation: .max)
        #expect(Token(bits: token.bits) == token)
        #expect(Token(bits: Token.wakeUp.bits) == .wakeUp)
    }

    @Test func `a slot is reused under another token and the old token is invalid`() {
        var table = ConnectionTable()
        let first = table.insert(connection)
        #expect(table[first.token] === first)
        table.remove(first.token)
        #expect(table.isEmpty)
        let second = table.insert(connection)
        #expect(second.token.slot == first.token.slot)
        #expect(table[first.token] == nil)
        table.remove(first.token)
        #expect(table[second.token] === second)
        #expect(table.all.count == 1)
    }
}

@Suite struct ConnectionLimiterTests {
    private func client(_ host: String) throws -> ClientAddress? {
        try SocketAddress(.tcp(host: host, port: 1)).client
    }

    @Test func `IPv4 is counted by address, IPv6 by its first 64 bits`() throws {
        #expect(try client("10.0.0.1") != client("10.0.0.2"))
        #expect(try client("2001:db8::1") == client("2001:db8::ffff:1"))
        #expect(try client("2001:db8::1") != client("2001:db8:0:1::1"))
        #expect(try SocketAddress(.unix(path: "/a")).client == nil)
    }

    @Test func `limits hold at n and n + 1 and a release makes room`() throws {
        var settings = NetworkSettings(listeners: [])
        settings.connectionsMax = 3
        settings.connectionsPerAddressMax = 2
        let connectionLimiter = ConnectionLimiter(settings)
        let here = try client("10.0.0.1")
        #expect(connectionLimiter.acquire(here))
        #expect(connectionLimiter.acquire(here))
        #expect(!connectionLimiter.acquire(here))
        #expect(connectionLimiter.acquire(nil))
        #expect(!connectionLimiter.acquire(nil))
        connectionLimiter.release(here)
        #expect(connectionLimiter.acquire(here))
        #expect(!connectionLimiter.acquire(try client("10.0.0.2")))
    }

    @Test func `one address holds as many bytes of bodies as are free, so that others can send theirs`()
        throws
    {
        var settings = NetworkSettings(listeners: [])
        settings.bodyBytesTotalMax = 1000
        let limiter = ConnectionLimiter(settings)
        let (first, second) = (try client("10.0.0.1"), try client("10.0.0.2"))
        for _ in 0..<5 { #expect(limiter.add(bodyBytes: 100, of: first)) }
        #expect(!limiter.add(bodyBytes: 1, of: first))
        limiter.add(bodyBytes: -1, of: first)
        for _ in 0..<2 { #expect(limiter.add(bodyBytes: 125, of: second)) }
        #expect(!limiter.add(bodyBytes: 1, of: second))
        limiter.add(bodyBytes: -1, of: second)
        // A proxy speaks for many, a Unix socket is one.
        #expect(limiter.add(bodyBytes: 250, of: nil))
        #expect(!limiter.add(bodyBytes: 1, of: nil))
        limiter.add(bodyBytes: -251, of: nil)
        limiter.add(bodyBytes: -500, of: first)
        // What is freed may be used again.
        #expect(limiter.add(bodyBytes: 125, of: second))
        #expect(limiter.add(bodyBytes: 300, of: first))
    }

    @Test func `mail is taken in order and none after the close`() throws {
        let mailbox = try Mailbox()
        for time in 1...3 { #expect(mailbox.post(.stop(by: time))) }
        let times = mailbox.take()
            .map { mail in
                if case .stop(let time) = mail { time } else { 0 }
            }
        #expect(times == [1, 2, 3])
        #expect(mailbox.take().isEmpty)
        mailbox.post(.stop(by: 4))
        #expect(mailbox.close().count == 1)
        #expect(!mailbox.post(.stop(by: 5)))
        #expect(mailbox.close().isEmpty)
    }
}
