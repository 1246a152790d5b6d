import TestSupport
import Testing

extension ProcessTests {
    /// A disk that takes no more: what was acknowledged stays, reads go on, and freed space is noticed.
    @Suite struct FullDiskTests {
        @Test func `a service that cannot write says so, reads on, and heals without a restart`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            func contribute(_ number: Int) throws -> Int {
                try client.send(office.contribution(1_000, key: "full-disk-receipt-\(number)").bytes)
                return try client.readResponse().status
            }
            #expect(try contribute(0) == 201)
            // Less than a page: not even the attempt to write again succeeds.
            try server.command.limitFileSize(toBytes: 4 * 1024)
            var (number, status) = (1, 201)
            while status == 201, number < 1_000 {
                status = try contribute(number)
                number += 1
            }
            #expect([500, 507].contains(status))
            let acknowledgedCount = Int64(number - 1)
            for _ in 0..<3 { #expect(try [500, 507].contains(client.get("/readyz").status)) }
            #expect(try client.get("/livez").status == 200)
            #expect(try client.get("/v1/public/hamlets/1/summary").status == 200)
            #expect(try client.get("/v1/hamlets/1/contributions", token: office.clerk).status == 200)
            try server.command.limitFileSize(toBytes: nil)
            #expect(waits(seconds: 10) { (try? client.get("/readyz").status) == 200 })
            // The refused request, repeated with its key.
            #expect(try contribute(number - 1) == 201)
            #expect(try server.stopped().code == 0)
            #expect(try office.contributionsCount() == acknowledgedCount + 1)
            #expect(try office.folder.danvan("verify").code == 0)
        }
    }
}
