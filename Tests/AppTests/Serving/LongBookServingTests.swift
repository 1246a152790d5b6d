import Foundation
import TestSupport
import Testing

extension ProcessTests {
    /// A long cash book from the running service.
    @Suite struct LongBookServingTests {
        private static let count = 3000
        private static let target = "/v1/hamlets/1/cash-book?from=2024-01-01&to=2024-12-31"

        /// The lines of the book, from an import beside it.
        private func fill(_ office: Office) throws {
            let rows = (1...LongBookServingTests.count)
                .map { "1,\($0 % 8 + 1),cash,\(1000 + $0),2024-0\($0 * 3 / 4000 + 1)-11" }
            let table = "fund,household,method,amount,received_on\n" + rows.joined(separator: "\n") + "\n"
            let path = try office.folder.write(table, to: "gifts.csv")
            let ending = try office.folder.danvan("import", "contributions", path, "--user", "Lan")
            try #require(ending.code == 0, "\(ending.errors)")
        }

        private func message(_ method: String = "GET", as type: String, by token: String) -> Message {
            Message(method, LongBookServingTests.target, token: token, fields: [("Accept", type)])
        }

        @Test func `a long book has its length before it begins, and stops nobody when it is taken slowly`()
            throws
        {
            let office = try Office()
            try fill(office)
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            for type in ["text/csv", "application/json", "application/x-ndjson"] {
                let whole = try client.response(to: message(as: type, by: office.accountant))
                try #require(whole.status == 200, "\(whole.text)")
                #expect(whole.body.count > 300_000 && whole.field("Transfer-Encoding") == nil)
                #expect(whole.text.contains("2024-03-11"))
                let head = try client.response(to: message("HEAD", as: type, by: office.accountant))
                #expect(head.field("Content-Length") == String(whole.body.count) && head.body.isEmpty)
                let tag = try #require(whole.field("ETag"))
                #expect(head.field("ETag") == tag)
                let known = message(as: type, by: office.accountant).with("If-None-Match", tag)
                #expect(try client.response(to: known).status == 304)
                // It takes the first bytes only, and holds what the service needs for the others.
                let slow = try (0..<8)
                    .map { _ in
                        let slow = try Client(server.listener, receiveBytes: 4096)
                        try slow.send(message(as: type, by: office.accountant))
                        return slow
                    }
                for _ in 0..<3 {
                    let again = try client.response(to: message(as: type, by: office.accountant))
                    #expect(again.body == whole.body)
                }
                slow[0].reset()
                #expect(try slow[1].readResponse().body == whole.body)
            }
            #expect(try client.get("/livez").status == 200)
            #expect(try server.stopped().code == 0)
        }
    }
}
