import Domain
import HTTP
import TestSupport
import Testing

/// What a bank told: recorded once, seen by two roles.
@Suite struct BankCreditEndpointTests {
    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        return office
    }

    @Test func `a credit is recorded once, however its reference is written`() throws {
        let office = try office()
        let first = try office.credit(200_000, "FT26327000001")
        #expect(first.status == 200 && first.text("/outcome") == "recorded")
        #expect(first.integer("/credit") == 1 && first.text("/state") == "unmatched")
        // The first use of a role issues its token.
        _ = try office.get("/v1/bank-credits/1", as: .treasurer)
        let position = office.lastPosition
        for reference in ["FT26327000001", "ft-26327 000001", "ＦＴ26327000001"] {
            let again = try office.credit(200_000, reference, as: .treasurer)
            #expect(again.status == 200 && again.text("/outcome") == "duplicate", "\(reference)")
            #expect(again.integer("/credit") == 1)
        }
        #expect(office.lastPosition == position)
        let other = try office.credit(200_001, "FT26327000001")
        #expect(Refused(other) == Refused(409, "reference-differs"))
        #expect(other.errors == ["/reference reference-differs"])
        #expect(try office.get("/v1/bank-credits?hamlet=1", as: .accountant).ids == [1])
    }

    @Test(arguments: Role.allCases)
    func `only accountant and treasurer see what a bank told, and each read is logged`(_ role: Role) throws {
        let office = try Office.forSamples()
        let isOfficer = role == .accountant || role == .treasurer
        for target in [
            "/v1/bank-credits?hamlet=1", "/v1/bank-credits/1", "/v1/bank-credits/1/suggestions",
        ] {
            let before = office.log.lines.count
            let response = try office.get(target, as: Bearer(role))
            #expect(response.status == (isOfficer ? 200 : 403), "\(target)")
            let reads = office.log.lines.dropFirst(before).filter { $0.message.contains("private data read") }
            #expect(reads.count == (isOfficer ? 1 : 0), "\(target)")
        }
        #expect(try office.credit(1, "FT77", as: Bearer(role)).status == (isOfficer ? 200 : 403))
        #expect(
            try office.importStatement(["Ngày,Ghi có"], as: Bearer(role)).status == (isOfficer ? 200 : 403))
    }

    @Test func `public responses say nothing of accounts and credits`() throws {
        let office = try Office.forSamples()
        for target in ["/v1/public/hamlets/1/summary", "/v1/public/hamlets/1", "/v1/public/hamlets/1/funds"] {
            let text = try office.get(target, as: nil).bodyText
            #expect(!text.contains("3600") && !text.contains("FT1"), "\(target)")
        }
    }

    @Test func `credits are listed by state, account and day`() throws {
        let office = try Office.forSamples()
        func ids(_ query: String) throws -> [Int64] {
            try office.get("/v1/bank-credits?\(query)", as: .accountant).ids
        }
        #expect(try ids("hamlet=1") == [3, 2, 1])
        #expect(try ids("hamlet=1&state=unmatched") == [1])
        #expect(try ids("hamlet=1&state=ignored") == [2])
        #expect(try ids("hamlet=1&state=matched") == [3])
        #expect(try ids("hamlet=1&state=used") == [])
        #expect(try ids("hamlet=1&account=1&from=2026-11-23&to=2026-11-23") == [3, 2, 1])
        #expect(try ids("hamlet=1&to=2026-11-22") == [])
        #expect(try ids("hamlet=2") == [])
        let receipt = try office.receipt(1, #"{"fund":1,"household":2,"amount":500000}"#)
        try #require(receipt.status == 200, "\(receipt.bodyText)")
        #expect(try ids("hamlet=1&state=used") == [1])
    }

    @Test func `an ignored credit has a reason and can be restored`() throws {
        let office = try Office.forSamples()
        let shown = try office.get("/v1/bank-credits/2", as: .treasurer)
        #expect(shown.text("/state") == "ignored" && shown.text("/ignored_reason") == "Lãi tiền gửi")
        let refused = try office.receipt(2, #"{"fund":1,"household":2,"amount":1000}"#)
        #expect(Refused(refused) == Refused(409, "invalid-transition"))
        #expect(refused.text("/detail")?.contains("đưa trở lại") == true)
        let restored = try office.post("/v1/bank-credits/2/restore", as: .treasurer, ifMatch: "*")
        #expect(restored.text("/state") == "unmatched" && restored.integer("/version") == 3)
        let again = try office.post("/v1/bank-credits/2/restore", as: .treasurer, ifMatch: "*")
        #expect(Refused(again) == Refused(409, "invalid-transition"))
    }

    @Test func `a code in the memo matches what it names, if that is the account's owner's`() throws {
        let office = try office()
        let code = try #require(try office.get("/v1/pledges/1/payment-code").text("/code"))
        #expect(try office.get("/v1/pledges/1/payment-code").integer("/outstanding") == 1_500_000)
        let spaced = code.lowercased().map(String.init).joined(separator: " ")
        #expect(try office.credit(1, "FT1", memo: "MBVCB.1.\(spaced).CT tu 01").text("/state") == "matched")
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).text("/code") == code)
        // Of another hamlet, of nothing, and two codes.
        let other = try #require(try office.get("/v1/funds/3/payment-code").text("/code"))
        let unknown = PaymentCode(.pledge(Identifier(999))).text
        let second = try #require(try office.get("/v1/funds/1/payment-code").text("/code"))
        for (index, memo) in [other, unknown, "\(code) \(second)"].enumerated() {
            #expect(try office.credit(1, "FT2\(index)", memo: memo).text("/state") == "unmatched", "\(memo)")
        }
    }

    @Test func `households are suggested by code, name and amount`() throws {
        let office = try office()
        _ = try office.credit(1_500_000, "FT1", memo: "nop quy", payer: "TRAN THI BINH")
        let found = try office.get("/v1/bank-credits/1/suggestions", as: .accountant)
        #expect(found.items().compactMap { $0.integer("/household") } == [2, 1])
        #expect(found.items().compactMap { $0.text("/reasons") } == ["name", "amount"])
        #expect(found.items().compactMap { $0.integer("/pledge") } == [1])
        #expect(found.items().compactMap { $0.integer("/outstanding") } == [1_500_000])
        _ = try office.credit(1, "FT2", memo: "khong biet", payer: "AI DO")
        #expect(try office.get("/v1/bank-credits/2/suggestions", as: .accountant).items().isEmpty)
    }
}
