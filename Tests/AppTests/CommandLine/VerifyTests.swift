import Foundation
import SQLite
import TestSupport
import Testing
import Transparency

extension ProcessTests {
    @Suite struct VerifyTests {
        /// An office with three receipts, one of them voided.
        private static func office() throws -> Office {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            for number in 1...3 {
                let key = "verify-receipt-000\(number)"
                #expect(try client.response(to: office.contribution(500_000, key: key)).status == 201)
            }
            let void = Message(
                "POST", "/v1/contributions/2/void", token: office.accountant,
                fields: [("If-Match", "\"r1\""), ("Idempotency-Key", "verify-void-000002")],
                body: #"{"reason":"Lập hai lần"}"#)
            #expect(try client.response(to: void).status == 200)
            _ = try server.stopped()
            return office
        }

        @Test func `consistent books pass verification`() throws {
            let office = try VerifyTests.office()
            let position = try office.folder.number("SELECT max(position) FROM journal")
            let ending = try office.folder.danvan("verify")
            #expect(ending.code == 0)
            #expect(
                ending.outputLines.first == "Sổ đúng: \(position) dòng nhật ký, vị trí cuối \(position).")
            #expect(ending.outputLines.count == 2)
            let root = ending.outputLines.last?.split(separator: " ").last
                .flatMap { TreeHash(base64: $0.utf8) }
            #expect(
                root != nil && ending.outputLines.last?.hasPrefix("Cây băm: \(position) mục, gốc ") == true)
        }

        @Test func `a file in use is verified as of one commit`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            for number in 1...3 {
                let key = "verify-beside-000\(number)"
                #expect(try client.response(to: office.contribution(500_000, key: key)).status == 201)
                let ending = try office.folder.danvan("verify")
                #expect(ending.code == 0 && ending.output.hasPrefix("Sổ đúng"), "\(ending.errors)")
            }
            _ = try server.stopped()
        }

        /// Whoever looks up a receipt by its code reads an index alone.
        @Test func `a row that an index does not have is found`() throws {
            let office = try VerifyTests.office()
            let condition = " WHERE id <> 3"
            try office.folder.connection()
                .execute(
                    script: """
                        DROP INDEX contribution_owner;
                        CREATE INDEX contribution_owner ON contribution (owner, id)\(condition);
                        """)
            // The statement is made as it was, the index is not: nothing but spaces is left of the condition.
            let file = URL(filePath: office.folder.database)
            var bytes = try Data(contentsOf: file)
            let range = try #require(bytes.range(of: Data("(owner, id)\(condition)".utf8)))
            bytes.replaceSubrange(
                range, with: Data("(owner, id)\(String(repeating: " ", count: condition.utf8.count))".utf8))
            try bytes.write(to: file)
            let ending = try office.folder.danvan("verify")
            #expect(ending.code == 1 && ending.output == "", "\(ending.errors)")
            #expect(ending.errors.contains("Cấu trúc tệp: row 3 missing from index contribution_owner"))
        }

        @Test func `a file of an older version stays unchanged`() throws {
            let office = try Office()
            let last = try office.folder.number("SELECT max(number) FROM migration")
            try office.folder.connection().execute(script: "DELETE FROM migration WHERE number = \(last)")
            let ending = try office.folder.danvan("verify")
            #expect(
                ending.code == 78
                    && ending.errors
                        == "danvan: Tệp data/danvan.db ở phiên bản \(last - 1), chương trình cần phiên bản \(last); "
                        + "hãy chạy danvan migrate trước.\n"
            )
            #expect(try office.folder.number("SELECT max(number) FROM migration") == last - 1)
        }

        @Test(arguments: [
            (
                "INSERT INTO pledge_year (hamlet, year, pledged_dong, pledges_count) VALUES (1, 1999, 5, 0)",
                "năm 1999, cột pledged_dong"
            ),
            ("UPDATE ledger_sum SET vouchers = vouchers + 1 WHERE credit = 'households'", "cột vouchers"),
            (
                "DROP TRIGGER contribution_receipt_kept_as_written; "
                    + "UPDATE contribution SET amount_dong = 5000000 WHERE id = 1", "Khoản đóng góp 1"
            ),
            ("UPDATE household SET head_name = 'Ai đó' WHERE id = 3", "Hộ 3"),
            ("UPDATE ledger_sum SET amount = amount + 7 WHERE debit = 'cash'", "nợ tiền mặt"),
            (
                "DROP TRIGGER posting_kept_as_written; UPDATE posting SET amount = amount + 1 WHERE debit = 'cash'",
                "không khớp với chứng từ"
            ),
            (
                "DROP TRIGGER fund_owner_never_erased; DELETE FROM fund_owner WHERE owner = 'h1'",
                "Chủ quỹ h1"
            ),
            (
                "DROP TRIGGER voucher_series_goes_on; UPDATE voucher_series SET last_number = 9",
                "PT-2024-0009"
            ),
            (
                "DROP TRIGGER contribution_never_erased; DELETE FROM contribution WHERE number = 2",
                "PT-2024-0002"
            ),
            (
                "DROP TRIGGER journal_kept_as_written; UPDATE journal SET actor = 2 WHERE position = 570",
                "Nhật ký bị sửa tại vị trí 570."
            ),
            (
                "DROP TRIGGER journal_never_erased; DELETE FROM journal WHERE position = 575",
                "giữa vị trí 574 và 576"
            ),
            (
                "DROP TRIGGER posting_never_erased; DELETE FROM posting "
                    + "WHERE position = (SELECT min(position) FROM posting)", "thiếu bút toán"
            ),
            ("UPDATE hamlet_population SET persons = 1 WHERE hamlet = 1", "Thôn xóm 1, cột persons"),
            ("UPDATE pledge SET received_dong = 1, state = 'partly' WHERE id = 1", "Đăng ký đóng góp 1"),
        ])
        func `changes that bypass the service are reported`(_ script: String, _ name: String) throws {
            let office = try VerifyTests.office()
            try office.folder.connection().execute(script: script)
            let ending = try office.folder.danvan("verify")
            #expect(ending.code == 1 && ending.output == "")
            let lines = ending.errorLines.filter { $0.hasPrefix("danvan: ") }
            #expect(lines.contains { $0.contains(name) }, "\(ending.errors)")
            #expect(
                lines.last?.hasPrefix("danvan: Có ") == true && lines.last?.hasSuffix(" chỗ sai.") == true)
        }

        @Test func `verifying a missing file fails`() throws {
            let folder = try Folder.migrated()
            let ending = try folder.danvan("verify", "--database", "gõ-nhầm.db")
            #expect(ending.code == 74 && ending.output == "")
            #expect(
                ending.errors
                    == "danvan: Không có tệp gõ-nhầm.db. Sổ mới: chạy danvan migrate; sổ đã có: sửa database.path.\n"
            )
            #expect(!folder.exists("gõ-nhầm.db"))
        }
    }
}
