import API
import Domain
import Foundation
import JSON
import Logging
import Store
import TestSupport
import Testing

@testable import App

extension ProcessTests {
    @Suite struct KillSpendingTests {
        private static let roundsCount = 20
        private static let writersCount = 64
        /// Payments and recognitions prepared up to their last step.
        private static let waitingCount = 250

        @Test func `after 20 kills amid payments, recognitions and receipts each exists once`() throws {
            let office = try Office()
            let officers = try Officers(waiting: KillSpendingTests.waitingCount, in: office)
            var random = SeededGenerator(seed: 20_240_506)
            var acknowledged: [Int: Int] = [:]
            var unanswered: [Int] = []
            var sentCount = 0
            for _ in 1...KillSpendingTests.roundsCount {
                let server = try ServerProcess(in: office.folder)
                let client = try Client(server.listener)
                for number in unanswered {
                    acknowledged[number] = try client.done(message(number, of: office, officers))
                }
                let swarm = try Swarm(KillSpendingTests.writersCount, at: server.listener, from: sentCount) {
                    message($0, of: office, officers)
                }
                let time = Duration.milliseconds(Int.random(in: 60...200, using: &random))
                swarm.run(until: .now + time) { server.kill() }
                sentCount = swarm.sent.upperBound
                unanswered = swarm.sent.filter { swarm.responses[$0] == nil }
                for (number, response) in swarm.responses {
                    try #require(response.status < 300, "\(response)")
                    acknowledged[number] = Int(try #require(response.json.integer("/id")))
                }
            }
            try check(acknowledged, unanswered, sentCount: sentCount, of: office, officers)
        }

        /// Repeats all requests, then counts what is stored.
        private func check(
            _ acknowledged: [Int: Int], _ unanswered: [Int], sentCount: Int, of office: Office,
            _ officers: Officers
        ) throws {
            let server = try ServerProcess(in: office.folder)
            var client = try Client(server.listener)
            for (index, (number, id)) in acknowledged.sorted(by: { $0.key < $1.key }).enumerated() {
                // A connection is closed after 10,000 requests, which a fast machine reaches.
                if index.isMultiple(of: 1000) { client = try Client(server.listener) }
                let response = try client.response(to: message(number, of: office, officers))
                #expect(
                    response.field("Idempotency-Replayed") == "true"
                        && response.json.integer("/id") == Int64(id))
            }
            for number in unanswered { _ = try client.done(message(number, of: office, officers)) }
            #expect(try server.stopped().code == 0)
            let steps = (0..<sentCount).map(Step.init)
            let paid = Int64(steps.count { $0.isPayment })
            let recognised = Int64(steps.count { $0.isRecognition })
            let received = Int64(sentCount) - paid - recognised + 1
            #expect(paid > 0 && recognised > 0)
            let folder = office.folder
            #expect(try folder.number("SELECT count(*) FROM expenditure WHERE state = 'paid'") == paid)
            #expect(try folder.number("SELECT max(number) FROM voucher WHERE kind = 'payment'") == paid)
            #expect(try folder.number("SELECT count(*) FROM model WHERE state = 'recognised'") == recognised)
            #expect(try folder.number("SELECT max(number) FROM voucher WHERE kind = 'receipt'") == received)
            #expect(try office.contributionsCount() == received)
            let ending = try folder.danvan("verify")
            #expect(ending.code == 0, "\(ending.errors)")
        }

        /// The effect of the request with a number: every fourth pays and every fourth recognises, while any are
        /// waiting.
        private enum Step {
            case pay(Int)
            case recognise(Int)
            case receive

            init(_ number: Int) {
                let id = number / 4 + 1
                switch number % 4 {
                case 0 where id <= waitingCount: self = .pay(id)
                case 2 where id <= waitingCount: self = .recognise(id)
                default: self = .receive
                }
            }

            var isPayment: Bool { if case .pay = self { true } else { false } }
            var isRecognition: Bool { if case .recognise = self { true } else { false } }
        }

        private func message(_ number: Int, of office: Office, _ officers: Officers) -> Message {
            let key = ("Idempotency-Key", "kill-step-\(100_000 + number)")
            switch Step(number) {
            case .pay(let id):
                return Message(
                    "POST", "/v1/expenditures/\(id)/pay", token: officers.treasurer,
                    fields: [key, ("If-Match", "\"r3\"")])
            case .recognise(let id):
                return Message(
                    "POST", "/v1/models/\(id)/recognise", token: officers.front,
                    fields: [key, ("If-Match", "\"r5\"")],
                    body: #"{"level":"commune","decision_number":"\#(id)/QĐ","signer":"Bình"}"#)
            case .receive: return office.contribution(1_000, key: key.1)
            }
        }
    }
}

/// People with further roles, and expenditures and models that wait for their last step.
private struct Officers {
    let treasurer: String
    let front: String

    /// Approves `count` expenditures (1…) and has as many models (1…) appraised, before any service runs.
    init(waiting count: Int, in office: Office) throws {
        let store = try Store(
            path: office.folder.database, clock: systemClock)
        defer { store.close() }
        treasurer = try Officers.token(.treasurer, in: store)
        front = try Officers.token(.frontOfficer, in: store)
        let service = Service(store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let clerk = try DemoClient(service, token: office.clerk)
        try Officers.approve(
            count, clerk: clerk, accountant: DemoClient(service, token: office.accountant),
            approver: DemoClient(service, token: Officers.token(.approver, in: store)))
        let appraisers = try (1...2)
            .map { number in
                try DemoClient(service, token: Officers.token(.appraiser, named: "\(number)", in: store))
            }
        let users = try store.reader()
            .read { tx in
                try (1...2).compactMap { try tx.user(named: "\(Role.appraiser.rawValue)\($0)")?.id.number }
            }
        try Officers.appraise(
            count, clerk: clerk, front: DemoClient(service, token: front), appraisers: appraisers,
            users: users)
    }

    private static func token(_ role: Role, named name: String = "", in store: Store) throws -> String {
        let secret = TokenSecret()
        let hash = secret.hash
        try store.writer.write(actor: nil) { tx in
            let user = try tx.addUser(named: role.rawValue + name)
            _ = try tx.issueToken(
                for: user, assignment: RoleAssignment(role: role, scope: .unit("40")), hash: hash,
                daysCount: 30)
        }
        return secret.text
    }

    private static func approve(
        _ count: Int, clerk: DemoClient, accountant: DemoClient, approver: DemoClient
    ) throws {
        try clerk.post([
            .contribution(
                to: 1, from: ("household", .integer(1)), pledge: nil, 900_000_000, on: "2024-01-05",
                method: "cash")
        ])
        try clerk.post(
            (1...count)
                .map { number in
                    DemoRequest(
                        path: "/v1/expenditures",
                        members: [
                            ("fund", .integer(1)), ("payee", .string("Cửa hàng")),
                            ("purpose", .string("Xi măng")),
                            ("amount", .integer(Int64(1_000 + number))), ("method", .string("cash")),
                        ], fields: [("idempotency-key", "kill-request-\(100_000 + number)")])
                })
        try accountant.post(
            (1...count)
                .map {
                    DemoRequest(
                        path: "/v1/expenditures/\($0)/check", members: [], fields: [("if-match", "\"r1\"")])
                })
        try approver.post(
            (1...count)
                .map {
                    DemoRequest(
                        path: "/v1/expenditures/\($0)/approve", members: [],
                        fields: [("if-match", "\"r2\""), ("idempotency-key", "kill-approve-\(100_000 + $0)")])
                })
    }

    private static func appraise(
        _ count: Int, clerk: DemoClient, front: DemoClient, appraisers: [DemoClient], users: [Int64]
    ) throws {
        let criterion = [
            ("name", JSONValue.string("Kết quả")), ("weight", .integer(100)), ("max", .integer(10)),
        ]
        try front.post([
            DemoRequest(
                path: "/v1/criteria-sets",
                members: [
                    ("unit", .string("40")), ("valid_from", .string("2024-01-01")), ("pass", .integer(50)),
                    ("criteria", .array([.object(criterion.map { JSONMember(name: $0.0, value: $0.1) })])),
                ])
        ])
        try clerk.post(
            (1...count)
                .map { number in
                    DemoRequest(
                        path: "/v1/models",
                        members: [
                            ("hamlet", .integer(1)), ("name", .string("Mô hình \(number)")),
                            ("area", .string("economy")), ("kind", .string("collective")),
                            ("year", .integer(2024)),
                        ])
                })
        func step(_ word: String, _ version: Int) -> [DemoRequest] {
            (1...count)
                .map {
                    DemoRequest(
                        path: "/v1/models/\($0)/\(word)", members: [],
                        fields: [("if-match", "\"r\(version)\"")])
                }
        }
        try clerk.post(step("register", 1))
        try front.post(
            (1...count)
                .map {
                    DemoRequest(
                        path: "/v1/models/\($0)/accept",
                        members: [("appraisers", .array(users.map { .integer($0) }))],
                        fields: [("if-match", "\"r2\"")])
                })
        let score = [("criterion", JSONValue.integer(1)), ("score", .integer(9))]
        for appraiser in appraisers {
            try appraiser.post(
                (1...count)
                    .map {
                        DemoRequest(
                            path: "/v1/models/\($0)/appraisals",
                            members: [
                                (
                                    "scores",
                                    .array([.object(score.map { JSONMember(name: $0.0, value: $0.1) })])
                                )
                            ])
                    })
        }
    }
}

extension Client {
    /// The id in the response to `message`, which must be a success.
    fileprivate func done(_ message: Message) throws -> Int {
        let response = try response(to: message)
        try #require(response.status < 300, "\(response)")
        return Int(try #require(response.json.integer("/id")))
    }
}
