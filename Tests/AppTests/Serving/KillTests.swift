import Foundation
import Glibc
import JSON
import Network
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct KillTests {
        /// A receipt as the client remembers it.
        private struct Receipt: Hashable {
            let id: Int64
            let number: String
            let amount: Int64

            init?(_ json: JSONValue, number pointer: String) {
                guard let id = json.integer("/id"), let number = json.text(pointer),
                    let amount = json.integer("/amount")
                else { return nil }
                self.id = id
                self.number = number
                self.amount = amount
            }
        }

        private static let roundsCount = 20
        private static let writersCount = 64

        @Test func `after 20 kills amid 64 writers every acknowledged receipt exists once`() throws {
            let office = try Office()
            var random = SeededGenerator(seed: 20_231_123)
            var acknowledged: [Int: Receipt] = [:]
            var sentCount = 0
            var unanswered: [Int] = []
            for _ in 1...KillTests.roundsCount {
                let server = try ServerProcess(in: office.folder)
                // A client without a response repeats its request with the same key.
                for (number, response) in try responses(to: unanswered, from: office, at: server.listener) {
                    acknowledged[number] = try receipt(response)
                }
                let swarm = try Swarm(KillTests.writersCount, at: server.listener, from: sentCount) {
                    message($0, of: office)
                }
                let time = Duration.milliseconds(Int.random(in: 100...400, using: &random))
                swarm.run(until: .now + time) { server.kill() }
                sentCount = swarm.sent.upperBound
                unanswered = swarm.sent.filter { swarm.responses[$0] == nil }
                for (number, response) in swarm.responses {
                    try #require(response.status == 201, "\(response)")
                    acknowledged[number] = try receipt(response)
                }
            }
            try check(acknowledged, unanswered, sentCount: sentCount, of: office)
        }

        /// Repeats all requests, then compares the responses with the stored list.
        private func check(
            _ acknowledged: [Int: Receipt], _ unanswered: [Int], sentCount: Int, of office: Office
        ) throws {
            let server = try ServerProcess(in: office.folder)
            var receipts = acknowledged
            for (number, response) in try responses(
                to: acknowledged.keys.sorted(), from: office, at: server.listener)
            {
                #expect(response.status == 201 && response.field("Idempotency-Replayed") == "true")
                #expect(Receipt(response.json, number: "/voucher/number") == acknowledged[number])
            }
            for (number, response) in try responses(to: unanswered, from: office, at: server.listener) {
                receipts[number] = try receipt(response)
            }
            #expect(receipts.count == sentCount)
            #expect(receipts.allSatisfy { $1.amount == amount($0) })
            let stored = try self.stored(at: server.listener, token: office.clerk)
            #expect(stored.count == sentCount && Set(stored) == Set(receipts.values))
            #expect(stored.map(\.id).sorted() == (1...Int64(sentCount)).map { $0 })
            let numbers = (1...sentCount).map { "PT-2024-" + String(format: "%04d", $0) }
            #expect(stored.map(\.number) == numbers.reversed())
            #expect(try server.stopped().code == 0)
            let ending = try office.folder.danvan("verify")
            #expect(ending.code == 0, "\(ending.errors)")
            print("kill test: \(sentCount) receipts, \(acknowledged.count) acknowledged before their kill")
        }

        private func receipt(_ response: ReceivedResponse) throws -> Receipt {
            let receipt = Receipt(response.json, number: "/voucher/number")
            return try #require(receipt, "\(response)")
        }

        /// The amount of each receipt is unique, so that receipts can be told apart.
        private func amount(_ number: Int) -> Int64 { 1_000 + Int64(number) }

        private func message(_ number: Int, of office: Office) -> Message {
            office.contribution(amount(number), key: "kill-receipt-\(100_000 + number)")
        }

        /// Sends the requests with these numbers, 100 per connection, and receives all responses.
        ///
        /// A connection is closed after 10,000 requests, which a fast machine reaches.
        private func responses(
            to numbers: [Int], from office: Office, at listener: Listener
        ) throws -> [(Int, ReceivedResponse)] {
            var responses: [(Int, ReceivedResponse)] = []
            for start in stride(from: 0, to: numbers.count, by: 100) {
                let client = try Client(listener)
                let block = numbers[start..<min(start + 100, numbers.count)]
                try client.send(block.flatMap { message($0, of: office).bytes })
                for number in block { responses.append((number, try client.readResponse())) }
            }
            return responses
        }

        /// The complete list, newest first.
        private func stored(at listener: Listener, token: String) throws -> [Receipt] {
            let client = try Client(listener)
            var receipts: [Receipt] = []
            var cursor: String? = ""
            while let page = cursor {
                let next = page.isEmpty ? "" : "&cursor=" + page
                let response = try client.get("/v1/hamlets/1/contributions?limit=500" + next, token: token)
                receipts += response.json.items("/data").compactMap { Receipt($0, number: "/number") }
                cursor = response.json.text("/page/next_cursor")
            }
            return receipts
        }
    }
}
