import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

@Suite struct JournalTests {
    /// The payloads of the journal, in order.
    private func payloads(of office: TestStore) throws -> [String] {
        try RawFile(office.path).connection
            .all("SELECT payload FROM journal ORDER BY position") { row in
                String(decoding: row.bytes(0), as: UTF8.self)
            }
    }

    @Test func `every effect has one row, in order and with its time`() throws {
        let office = try TestStore()
        try office.write { tx in for name in ["Lan", "Minh"] { _ = try tx.addUser(named: name) } }
        let rows = try RawFile(office.path).connection
            .all(
                "SELECT position, recorded_ms, kind, subject FROM journal ORDER BY position"
            ) { row in "\(row.integer(0)) \(row.integer(1)) \(row.text(2)) \(row.integer(3))" }
        let moment = TestStore.start.milliseconds
        #expect(rows == ["1 \(moment) user.recorded 1", "2 \(moment) user.recorded 2"])
    }

    @Test func `payloads contain the whole state with the names of the API`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            let household = village.households[0]
            let pledge = try tx.pledge(5000, by: household, in: village)
            _ = try tx.take(.confirm, on: pledge, in: village)
            let gift = try tx.receive(2000, from: .sponsor, in: village, method: .bank, reference: "FT\"1")
            _ = try tx.voidReceipt(of: gift, in: village)
            let assignment = RoleAssignment(role: .clerk, scope: .unit("40"))
            let token = try tx.issueToken(
                for: village.clerk, assignment: assignment, hash: [UInt8](repeating: 1, count: 32),
                daysCount: 1)
            _ = try tx.revoke(token)
        }
        let gift = """
            {"id":1,"hamlet":1,"fund":1,"sponsor_name":"Nguyễn Thị Xa","sponsor_kind":"person_away",\
            "anonymous":false,"pledge":null,"method":"bank","bank_reference":"FT\\"1","received_on":"2026-11-23",\
            "amount":2000,"book":"01","number":"PT-2026-0001","party_name":"Nguyễn Văn An",\
            "party_address":"Xóm 9","reason":"Góp quỹ đường","recorded_by":1,\
            "recorded_at":"2026-11-23T02:00:00.000Z",
            """
        let hash = #","secret_sha256":""# + String(repeating: "01", count: 32) + #""}"#
        let token = """
            {"id":1,"user":1,"role":"clerk","unit":"40","hamlet":null,"created_at":"2026-11-23T02:00:00.000Z",\
            "expires_at":"2026-11-24T02:00:00.000Z",
            """
        #expect(
            try payloads(of: office) == [
                #"{"code":"40","level":"province","parent_code":null,"name":"Tỉnh Nghệ An","valid_from":null,"valid_to":null}"#,
                #"{"code":"16702","level":"commune","parent_code":"40","name":"Phường Vinh Phú","valid_from":"2025-07-01","valid_to":null}"#,
                #"{"id":1,"name":"Lan"}"#,
                #"{"id":2,"name":"Minh"}"#,
                #"{"id":1,"commune":"16702","name":"Xóm 9","type":"xom","valid_from":"2025-07-01","valid_to":null,"version":1}"#,
                #"{"id":1,"hamlet":1,"name":"Quỹ đường bê tông","version":1}"#,
                #"{"id":1,"name":"Hội Phụ nữ Xóm 9","type":"womens_union","unit":"16702","version":1}"#,
                #"{"id":1,"hamlet":1,"code":"H001","head_name":"Nguyễn Văn An","persons":1,"version":1}"#,
                #"{"id":2,"hamlet":1,"code":"H002","head_name":"Trần Thị Bình","persons":2,"version":1}"#,
                #"{"id":3,"hamlet":1,"code":"H003","head_name":"Lê Đức Anh","persons":3,"version":1}"#,
                #"{"id":4,"hamlet":1,"code":"H004","head_name":"Phan Thị Ánh","persons":4,"version":1}"#,
                #"{"id":5,"hamlet":1,"code":"H005","head_name":"Hồ Sỹ Cường","persons":5,"version":1}"#,
                #"{"id":1,"fund":1,"household":1,"amount":5000,"received":0,"pledged_on":"2026-11-23","state":"proposed","version":1}"#,
                #"{"id":1,"fund":1,"household":1,"amount":5000,"received":0,"pledged_on":"2026-11-23","state":"confirmed","version":2}"#,
                gift + #""version":1}"#,
                gift
                    + #""void_reason":"Sai số tiền","voided_by":2,"voided_at":"2026-11-23T02:00:00.000Z","version":2}"#,
                token + #""revoked_at":null"# + hash,
                token + #""revoked_at":"2026-11-23T02:00:00.000Z""# + hash,
            ])
    }

    @Test func `a row is inserted without a table in memory`() throws {
        let office = try TestStore()
        let steps = try RawFile(office.path).connection
            .all(
                """
                EXPLAIN INSERT INTO journal (position, recorded_ms, actor, token, assigned_by, kind, subject, owner,
                    public_members, payload, nonce, leaf)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                """, 1, 1, 1, 1, 1, "fund.recorded", 1, "h1", [UInt8](), [UInt8](), [UInt8](), [UInt8]()
            ) { row in row.text(1) }
        #expect(steps.contains("Insert") && !steps.contains("OpenEphemeral"))
    }
}
