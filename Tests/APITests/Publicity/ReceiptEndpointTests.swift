import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Transparency

@Suite struct ReceiptEndpointTests {
    private func proof(_ response: Response) throws -> (file: ProofFile, publicPart: String, leaf: TreeHash) {
        #expect(response.field("Content-Type") == "text/plain; charset=utf-8")
        #expect(response.field("Vary")?.contains("Accept") == true)
        let file = try ProofFile(parsing: response.body)
        let extra = try #require(file.extra)
        let privateHash = try #require(TreeHash(extra.prefix(32)))
        let publicPart = Array(extra.dropFirst(32))
        let entry = Entry(publicHash: .sha256(of: publicPart), privateHash: privateHash)
        return (file, String(decoding: publicPart, as: UTF8.self), entry.leaf)
    }

    @Test func `the code on a receipt leads to its public part, and to a proof that holds`() throws {
        let office = try Office.villageWithBooks()
        let receipt = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        let path = try #require(receipt.text("/voucher/proof"))
        let number = try #require(receipt.text("/voucher/number"))
        #expect(path == "/v1/public/receipts/" + (receipt.text("/voucher/code") ?? ""))
        let unsigned = try office.get(path, as: nil)
        #expect(unsigned.status == 200 && unsigned.text("/state") == "valid")
        #expect(unsigned.integer("/issued/proof/index") == nil && unsigned.text("/latest/public_part") == nil)
        let plain = [("Accept", "text/plain")]
        #expect(try office.get(path, as: nil, fields: plain).status == 404)
        try office.signCheckpoint()
        let (file, publicPart, leaf) = try proof(try office.get(path, as: nil, fields: plain))
        let key = try Office.logKey.get().verifierKey
        #expect(try file.verified(leaf: leaf, log: KnownLog(key)).checkpoint.size > file.index)
        #expect(publicPart.contains(#""number":"\#(number)""#) && publicPart.contains(#""amount":1000"#))
        #expect(publicPart.contains(#""event":"contribution.recorded""#))
        #expect(try office.get(path, as: nil).text("/issued/public_part") == publicPart)
    }

    @Test func `a voided receipt says so, with an entry of its own`() throws {
        let office = try Office.villageWithBooks()
        let receipt = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        let (id, path) = (try #require(receipt.integer("/id")), try #require(receipt.text("/voucher/proof")))
        let voided = try office.post(
            "/v1/contributions/\(id)/void", #"{"reason":"Sai tên"}"#, as: .accountant, key: office.newKey(),
            ifMatch: "*")
        try #require(voided.status == 200)
        try office.signCheckpoint()
        let shown = try office.get(path, as: nil)
        #expect(shown.text("/state") == "voided")
        #expect(shown.text("/latest/public_part")?.contains(#""event":"contribution.voided""#) == true)
        let plain = [("Accept", "text/plain")]
        let key = try Office.logKey.get().verifierKey
        for entry in ["issued", "latest"] {
            let (file, publicPart, leaf) = try proof(
                try office.get(path + "?entry=\(entry)", as: nil, fields: plain))
            _ = try file.verified(leaf: leaf, log: KnownLog(key))
            #expect(publicPart.contains("contribution.voided") == (entry == "latest"))
            // Neither reason nor name of a voided receipt is public.
            #expect(!publicPart.contains("Sai tên"))
        }
    }

    @Test func `the name of an anonymous donor is in no public part`() throws {
        let office = try Office.villageWithBooks()
        let body =
            #"{"fund":1,"household":2,"method":"cash","amount":1000,"anonymous":true,"payer_name":"Cao Ẩn"}"#
        let receipt = try office.contribute(body)
        try #require(receipt.status == 201)
        let shown = try office.get(try #require(receipt.text("/voucher/proof")), as: nil)
        #expect(shown.text("/issued/public_part")?.contains("name") == false)
    }

    @Test func `a payment has its code once it is paid`() throws {
        let office = try Office.forSamples()
        let requested = try office.get(
            "/v1/public/receipts/\(ReceiptCode(Expenditure.ID(1)).text)", as: nil)
        #expect(requested.status == 404)
        let booked = try office.get("/v1/expenditures/4", as: .accountant)
        let shown = try office.get(try #require(booked.text("/voucher/proof")), as: nil)
        let publicPart = try #require(shown.text("/issued/public_part"))
        #expect(shown.text("/kind") == "payment" && publicPart.contains(#""state":"paid""#))
        #expect(!publicPart.contains("payee") && !publicPart.contains("requested_by"))
    }

    @Test(arguments: [
        "T-1-00", "T-ZZZZ-ZZ", "C-9-QQ", "x", "T-%00", "T-1-2-3-4-5-6-7-8-9-0-1-2-3-4-5-6-7-8-9-0",
    ])
    func `what is no code is not found`(_ code: String) throws {
        let response = try Office.forSamples().get("/v1/public/receipts/\(code)", as: nil)
        #expect(Refused(response) == Refused(404, "not-found"))
    }
}
