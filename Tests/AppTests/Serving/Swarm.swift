import Foundation
import Glibc
import TestSupport

@testable import Network

/// Many connections that post continuously from one thread, until the server is gone.
final class Swarm {
    private struct Member {
        let client: Client
        var reader = ResponseReader()
        /// The number of the request in progress.
        var request: Int
        var isClosed = false
    }

    private var members: [Member] = []
    private let message: (Int) -> Message
    private var nextRequest: Int
    /// The first response to each request that got one.
    private(set) var responses: [Int: ReceivedResponse] = [:]
    /// The numbers of all requests that were sent, with or without a response.
    private(set) var sent: Range<Int>

    /// Connects `count` clients; each sends its first request at once.
    ///
    /// - Parameters:
    ///   - count: the number of clients.
    ///   - listener: the address of the server.
    ///   - first: the number of the first request.
    ///   - message: returns the request with a number.
    /// - Throws: `Client.Failed` when a client cannot connect.
    init(_ count: Int, at listener: Listener, from first: Int, message: @escaping (Int) -> Message) throws {
        self.message = message
        nextRequest = first
        sent = first..<first
        for _ in 0..<count { members.append(Member(client: try Client(listener), request: first)) }
        for index in members.indices { sendNext(index) }
    }

    /// Posts until `deadline`, calls `kill`, and reads what the kernel still holds for the clients.
    func run(until deadline: ContinuousClock.Instant, kill: () -> Void) {
        while ContinuousClock.now < deadline { pollOnce() }
        kill()
        let end = ContinuousClock.now + .seconds(20)
        while members.contains(where: { !$0.isClosed }), ContinuousClock.now < end { pollOnce() }
    }

    private func pollOnce() {
        var polled = members.map { member in
            pollfd(fd: member.isClosed ? -1 : member.client.descriptor, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&polled, nfds_t(polled.count), 5) > 0 else { return }
        for (index, event) in polled.enumerated() where event.revents != 0 { receive(index) }
    }

    private func receive(_ index: Int) {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = recv(members[index].client.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            members[index].isClosed = true
            return
        }
        members[index].reader.add(buffer[..<count])
        guard let response = members[index].reader.next() else { return }
        responses[members[index].request] = response
        sendNext(index)
    }

    private func sendNext(_ index: Int) {
        members[index].request = nextRequest
        nextRequest += 1
        sent = sent.lowerBound..<nextRequest
        // A server that is gone is detected when reading the response.
        try? members[index].client.send(message(members[index].request))
    }
}
