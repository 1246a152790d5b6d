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
        // Nobody takes the proof of a voided receipt for that of one which stands.
        for query in ["", "?entry=latest"] {
            let (file, publicPart, leaf) = try proof(try office.get(path + query, as: nil, fields: plain))
            _ = try file.verified(leaf: leaf, log: KnownLog(key))
            #expect(publicPart.contains("contribution.voided"))
            // Neither reason nor name of a voided receipt is public.
            #expect(!publicPart.contains("Sai tên") && !publicPart.contains("Trần Thị Bình"))
        }
    }

    /// Its entry names the donor; whoever kept the proof file from before can still check it.
    @Test func `what a voided receipt said is shown no more, under its code and at its position`() throws {
        let office = try Office.villageWithBooks()
        let receipt = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        let (id, path) = (try #require(receipt.integer("/id")), try #require(receipt.text("/voucher/proof")))
        let position = office.lastPosition
        try office.signCheckpoint()
        let plain = [("Accept", "text/plain")]
        let kept = try proof(try office.get(path, as: nil, fields: plain))
        #expect(kept.publicPart.contains("Trần Thị Bình"))
        let shown = try office.get("/v1/public/log/proof?position=\(position)", as: nil)
        #expect(shown.text("/public_part") == kept.publicPart)
        try #require(try office.void(id).status == 200)
        try office.signCheckpoint()
        let hidden = try office.get("/v1/public/log/proof?position=\(position)", as: nil)
        let voided = try office.get(path, as: nil)
        for (response, pointer) in [(hidden, ""), (voided, "/issued")] {
            #expect(
                response.text(pointer + "/public_part") == nil && !response.bodyText.contains("Trần Thị Bình")
            )
            #expect(try response.hash(pointer + "/leaf") == kept.leaf)
        }
        #expect(
            Refused(try office.get(path + "?entry=issued", as: nil, fields: plain))
                == Refused(404, "not-found"))
        let voiding = try office.get("/v1/public/log/proof?position=\(office.lastPosition)", as: nil)
        #expect(voiding.text("/public_part") == voided.text("/latest/public_part"))
    }

    /// A voided payment is public as item and sum: its purpose tells whom, or why.
    @Test func `what a voided payment was for is shown no more`() throws {
        let office = try Office.villageWithBooks()
        let expenditure = """
            {"fund":1,"payee":"Cửa hàng","purpose":"Mua xi măng","item":"Vật liệu","amount":1000,\
            "method":"cash"}
            """
        try #require(
            try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":9000}"#).status == 201)
        let id = try #require(
            try office.post("/v1/expenditures", expenditure, as: .head, key: office.newKey()).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        let position = office.lastPosition
        let path = "/v1/public/receipts/\(ReceiptCode(Expenditure.ID(id)).text)"
        try office.signCheckpoint()
        let targets = [path, "/v1/public/log/proof?position=\(position)"]
        for target in targets { #expect(try office.get(target, as: nil).bodyText.contains("xi măng")) }
        try #require(try office.take("void", id, #"{"reason":"Sai số tiền"}"#).status == 200)
        try office.signCheckpoint()
        for target in targets { #expect(try !office.get(target, as: nil).bodyText.contains("xi măng")) }
    }

    @Test
    func `the public part of any entry proves itself, and the total of a fund follows from the entries`()
        throws
    {
        let office = try Office.villageWithBooks()
        let before = try office.fundTotal()
        var last: Int64 = 0
        for amount in [1000, 2000, 4000] {
            let body = #"{"fund":1,"household":2,"method":"cash","amount":\#(amount)}"#
            last = try #require(try office.contribute(body).integer("/id"))
        }
        try #require(try office.void(last).status == 200)
        #expect(try office.fundTotal() == before + 3000)
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

extension Office {
    /// What fund 1 received and nobody took back, from the public entries of the log alone, each of which is checked.
    fileprivate func fundTotal() throws -> Int64 {
        try signCheckpoint()
        var total: Int64 = 0
        for position in 1...lastPosition {
            let shown = try get("/v1/public/log/proof?position=\(position)", as: nil)
            guard let text = shown.text("/public_part") else { continue }
            let entry = Entry(
                publicHash: .sha256(of: Array(text.utf8)), privateHash: try shown.hash("/private_hash"))
            #expect(try entry.leaf == shown.hash("/leaf"))
            let json = try JSONDocument(parsing: Array(text.utf8)).root
            guard let data = json["data"], case .integer(1)? = data["fund"],
                case .integer(let amount)? = data["amount"],
                case .string("contribution.recorded")? = json["event"]
            else { continue }
            total += amount
        }
        return total
    }
}
