import API
import Domain
import Foundation
import Logging
import Store
import TestSupport
import Testing

@testable import App

/// A folder with the database of a small commune office, and the tokens of its people.
///
/// Hamlet 1 (Xóm 9, 16702) has fund 1 and households 1–8, hamlet 2 (Xóm 1, 17392) has fund 2 and household 9.
/// For fund 1, household 1 has a confirmed pledge (1) and household 2 a cancelled one (2). There are no
/// contributions.
final class Office {
    let folder: Folder
    let clerk: String
    let accountant: String

    /// A copy of an office that is created once.
    init() throws {
        let template = try Template.shared.get()
        folder = try Folder()
        clerk = template.clerk
        accountant = template.accountant
        try FileManager.default.createDirectory(
            atPath: folder.path + "/data", withIntermediateDirectories: true)
        try Data(template.database).write(to: URL(filePath: folder.database))
    }

    /// A contribution to fund 1 by household 1, in cash, with `key`.
    func contribution(_ amount: Int64, key: String, on day: String = "2024-05-06") -> Message {
        contribution(
            #"{"fund":1,"household":1,"method":"cash","amount":\#(amount),"received_on":"\#(day)"}"#, key: key
        )
    }

    func contribution(_ body: String, key: String) -> Message {
        Message("POST", "/v1/contributions", token: clerk, fields: [("Idempotency-Key", key)], body: body)
    }

    /// The number of receipts in the database, whether or not the service runs.
    func contributionsCount() throws -> Int64 {
        try folder.number("SELECT count(*) FROM contribution")
    }
}

/// The bytes of the office's database, and its tokens.
private struct Template: Sendable {
    let database: [UInt8]
    let clerk: String
    let accountant: String

    static let shared = Result { try Template() }

    private init() throws {
        let folder = try Folder()
        let path = folder.path + "/office.db"
        let store = try Store(path: path, clock: systemClock)
        _ = try store.take(
            CSVTable(path: Repository.units, columns: RowImport.units.columns), as: .units, isDryRun: false)
        clerk = try Template.token(of: "Lan", .clerk, in: store)
        accountant = try Template.token(of: "Minh", .accountant, in: store)
        let service = Service(store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try Template.fill(DemoClient(service, token: clerk))
        store.close()
        database = Array(FileManager.default.contents(atPath: path) ?? Data())
    }

    private static func token(of name: String, _ role: Role, in store: Store) throws -> String {
        let secret = TokenSecret()
        let hash = secret.hash
        _ = try store.writer.write(actor: nil) { tx in
            let user = try tx.addUser(named: name)
            return try tx.issueToken(
                for: user, assignment: RoleAssignment(role: role, scope: .unit("40")), hash: hash,
                daysCount: 30)
        }
        return secret.text
    }

    private static func fill(_ client: DemoClient) throws {
        try client.post([.hamlet("16702", "Xóm 9", type: "xom")])
        try client.post([.hamlet("17392", "Xóm 1", type: "xom")])
        try client.post([.fund(of: 1, "Đường xóm 9")])
        try client.post([.fund(of: 2, "Nhà văn hóa")])
        for number in 1...8 {
            try client.post([
                .household(of: 1, number: number, name: DemoNames.name(number), persons: 3)
            ])
        }
        try client.post([.household(of: 2, number: 1, name: DemoNames.name(99), persons: 4)])
        try client.post([.pledge(to: 1, by: 1, 2_000_000, on: "2024-01-02")])
        try client.post([.confirm(1)])
        try client.post([.pledge(to: 1, by: 2, 500_000, on: "2024-01-02")])
        try client.post([
            DemoRequest(path: "/v1/pledges/2/cancel", members: [], fields: [("if-match", "\"r1\"")])
        ])
    }
}
