import API
import Domain
import HTTP
import TestSupport
import Testing

@Suite struct VersionTests {
    @Test func `a read is refused when it would not show what If-Match names (RFC 9110 §13.1.1)`() throws {
        let office = try Office.villageWithBooks()
        for (target, bearer) in [("/v1/households/1", Bearer.clerk), ("/v1/households?hamlet=1", .clerk)] {
            let tag = try #require(office.get(target, as: bearer).field("ETag"))
            for (field, status) in [
                (tag, 200), ("*", 200), ("\"x\", \(tag)", 200), ("\"x\"", 412), ("W/" + tag, 412),
            ] {
                let response = try office.get(target, as: bearer, fields: [("If-Match", field)])
                #expect(response.status == status, "\(target) \(field)")
                if status == 412 { #expect(response.field("ETag") == tag) }
            }
            // The first condition decides.
            let both = [("If-Match", "\"x\""), ("If-None-Match", tag)]
            #expect(try office.get(target, as: bearer, fields: both).status == 412)
        }
        // The tags of public reads are weak.
        let target = "/v1/public/hamlets/1/summary"
        let weak = try #require(office.get(target, as: nil).field("ETag"))
        for (field, status) in [(weak, 412), ("*", 200)] {
            #expect(try office.get(target, as: nil, fields: [("If-Match", field)]).status == status)
        }
    }

    @Test(arguments: Endpoint.names { $0.needsVersion })
    func `transitions and updates require If-Match`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        guard case .roles(let roles) = endpoint.access else {
            Issue.record("an update without roles")
            return
        }
        let office = try Office.forSamples()
        let sample = try endpoint.sample
        let ofCommune = Bearer(roles.contains(.clerk) ? .clerk : roles.min() ?? .admin)
        let bearer = sample.about == .province ? ofCommune.ofProvince : ofCommune
        func send(_ ifMatch: String?) throws -> Response {
            endpoint.method == .patch
                ? try office.patch(sample.target, sample.body, as: bearer, ifMatch: ifMatch)
                : try office.post(
                    sample.target, sample.body, as: bearer, key: office.newKey(), ifMatch: ifMatch)
        }
        #expect(Refused(try send(nil)) == Refused(428, "version-missing"))
        let stale = try send(#""r99""#)
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        let current = try #require(stale.field("ETag"))
        #expect(stale.taggedVersion != nil)
        #expect(try send(current).status == endpoint.status)
        #expect(Refused(try send(current)) == Refused(412, "version-mismatch"))
    }

    @Test func `exactly the updates and transitions need a version`() {
        let needing = Service.table.filter(\.needsVersion).map(\.name)
        #expect(
            Set(needing) == [
                "PATCH /v1/consultations/{id}", "PATCH /v1/profiles/{id}", "PATCH /v1/community-events/{id}",
                "PATCH /v1/decisions/{id}", "POST /v1/decisions/{id}/record-votes",
                "POST /v1/decisions/{id}/conclude", "POST /v1/decisions/{id}/recount",
                "POST /v1/decisions/{id}/send",
                "PATCH /v1/households/{id}", "POST /v1/households/{id}/change",
                "POST /v1/households/{id}/move", "POST /v1/households/{id}/split",
                "POST /v1/households/{id}/merge", "POST /v1/households/{id}/dissolve",
                "POST /v1/funds/{id}/authorise", "POST /v1/organisations/{id}/transfer",
                "POST /v1/organisations/{id}/validity", "POST /v1/organisations/{id}/change",
                "POST /v1/pledges/{id}/confirm",
                "POST /v1/pledges/{id}/waive",
                "POST /v1/pledges/{id}/cancel", "POST /v1/contributions/{id}/void",
                "POST /v1/contributions/{id}/replace", "POST /v1/contributions/{id}/reverse",
                "POST /v1/receipts/{id}/void", "POST /v1/receipts/{id}/reverse",
                "POST /v1/receipts/{id}/replace",
                "POST /v1/expenditures/{id}/reverse", "POST /v1/expenditures/{id}/replace",
                "POST /v1/payments/{id}/check", "POST /v1/payments/{id}/approve",
                "POST /v1/payments/{id}/pay", "POST /v1/payments/{id}/book",
                "POST /v1/payments/{id}/reject", "POST /v1/payments/{id}/withdraw",
                "POST /v1/payments/{id}/cancel", "POST /v1/payments/{id}/void",
                "POST /v1/payments/{id}/reverse", "POST /v1/payments/{id}/replace",
                "POST /v1/expenditures/{id}/check", "POST /v1/expenditures/{id}/approve",
                "POST /v1/expenditures/{id}/pay", "POST /v1/expenditures/{id}/book",
                "POST /v1/expenditures/{id}/reject", "POST /v1/expenditures/{id}/withdraw",
                "POST /v1/expenditures/{id}/cancel", "POST /v1/expenditures/{id}/void",
                "POST /v1/expenditures/{id}/owe", "POST /v1/payables/{id}/void",
                "POST /v1/payables/{id}/reverse", "POST /v1/hand-over-slips/{id}/reverse",
                "POST /v1/hand-over-slips/{id}/confirm", "POST /v1/hand-over-slips/{id}/void",
                "POST /v1/payable-gifts/{id}/confirm", "POST /v1/payable-gifts/{id}/withdraw",
                "PATCH /v1/models/{id}", "POST /v1/models/{id}/register", "POST /v1/models/{id}/accept",
                "POST /v1/models/{id}/name-appraisers", "POST /v1/models/{id}/return",
                "POST /v1/models/{id}/recognise", "POST /v1/models/{id}/decline",
                "POST /v1/voucher-books/{id}/close",
                "POST /v1/cash-counts/{id}/confirm", "POST /v1/cash-counts/{id}/withdraw",
                "POST /v1/bank-reconciliations/{id}/confirm", "POST /v1/bank-reconciliations/{id}/withdraw",
                "POST /v1/periods/{id}/submit", "POST /v1/periods/{id}/close",
                "POST /v1/periods/{id}/reopen",
                "POST /v1/opening-balances/{id}/confirm", "POST /v1/opening-balances/{id}/void",
                "POST /v1/fund-transfers/{id}/void", "POST /v1/bank-entries/{id}/void",
                "POST /v1/opening-balances/{id}/reverse", "POST /v1/fund-transfers/{id}/reverse",
                "POST /v1/bank-entries/{id}/reverse",
                "POST /v1/bank-accounts/{id}/close", "POST /v1/bank-accounts/{id}/holders",
                "POST /v1/bank-credits/{id}/receipts", "POST /v1/bank-credits/{id}/ignore",
                "POST /v1/bank-credits/{id}/restore",
            ])
    }

    @Test(arguments: [
        (#""r1""#, 200), (#""r0", "r1""#, 200), (#" "r1" "#, 200), ("*", 200), (#""r2","r1""#, 200),
        (#""r1-AAAAAAAAAAAAAAAA""#, 200), (#""r2-AAAAAAAAAAAAAAAA""#, 412),
        (#"W/"r1-AAAAAAAAAAAAAAAA""#, 412),
        (#"W/"r1""#, 412), ("r1", 412), (#""r2""#, 412), ("", 412), (#""R1""#, 412), (#"r1""#, 412),
    ])
    func `If-Match is compared strongly`(_ field: String, _ status: Int) throws {
        let office = try Office.village()
        let response = try office.patch("/v1/households/1", #"{"persons":9}"#, ifMatch: field)
        #expect(response.status == status)
        #expect(response.taggedVersion == (status == 200 ? 2 : 1))
        #expect(try office.get("/v1/households/1").integer("/persons") == (status == 200 ? 9 : 2))
    }

    @Test func `of two updates of the same version, one gets 412`() throws {
        let office = try Office.village()
        let tag = try #require(try office.get("/v1/households/1").field("ETag"))
        #expect(try office.patch("/v1/households/1", #"{"persons":5}"#, ifMatch: tag).status == 200)
        let second = try office.patch("/v1/households/1", #"{"persons":6}"#, ifMatch: tag)
        #expect(Refused(second) == Refused(412, "version-mismatch"))
        #expect(second.text("/detail") == "Phiên bản hiện tại là 2.")
        #expect(try office.get("/v1/households/1").integer("/persons") == 5)
    }

    /// Paths whose responses have an ETag, and a change that makes each stale.
    private static let fresh: [(String, Bearer?)] = [
        ("/v1/hamlets/1/summary", .clerk), ("/v1/hamlets/1/contributions", .clerk), ("/v1/funds/1", .clerk),
        ("/v1/funds?hamlet=1", .clerk), ("/v1/pledges?hamlet=1", .clerk), ("/v1/pledges/1", .clerk),
        ("/v1/contributions/1", .clerk), ("/v1/public/hamlets/1/summary", nil),
        ("/v1/public/hamlets/1/funds", nil),
        ("/v1/public/hamlets/1/contributions", nil), ("/v1/public/hamlets/1", nil),
        ("/v1/public/hamlets?unit=40", nil),
    ]

    @Test(arguments: fresh.indices)
    func `an unchanged response is not sent again`(_ index: Int) throws {
        let (target, bearer) = VersionTests.fresh[index]
        let office = try Office.villageWithBooks()
        for needed in [Bearer.clerk, .treasurer] { _ = try office.secret(of: needed) }
        let first = try office.get(target, as: bearer)
        let tag = try #require(first.field("ETag"))
        let second = try office.get(target, as: bearer, fields: [("If-None-Match", tag)])
        #expect(second.status == 304)
        #expect(second.field("ETag") == tag)
        #expect(second.body.isEmpty)
        #expect(second.field("Cache-Control") == first.field("Cache-Control"))
        #expect(second.field("Content-Type") == nil)
        #expect(try office.void(1).status == 200)
        let third = try office.get(target, as: bearer, fields: [("If-None-Match", tag)])
        #expect(third.status == 200)
        #expect(third.field("ETag") != tag)
    }

    @Test func `a change that a response does not show leaves it fresh`() throws {
        let office = try Office.villageWithBooks()
        let target = "/v1/households?hamlet=1"
        let tag = try #require(try office.get(target).field("ETag"))
        #expect(try office.void(1).status == 200)
        #expect(try office.get(target, fields: [("If-None-Match", tag)]).status == 304)
        #expect(try office.patch("/v1/households/1", #"{"persons":9}"#).status == 200)
        #expect(try office.get(target, fields: [("If-None-Match", tag)]).status == 200)
    }

    @Test func `a change of another hamlet leaves a hamlet's responses fresh`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.secret(of: .clerk)
        let target = "/v1/public/hamlets/1/summary"
        let tag = try #require(try office.get(target, as: nil).field("ETag"))
        _ = try office.post("/v1/funds", #"{"hamlet":2,"name":"Quỹ khác"}"#)
        #expect(try office.get(target, as: nil, fields: [("If-None-Match", tag)]).status == 304)
    }

    @Test func `a new day makes public responses stale, because they contain today`() throws {
        let office = try Office.villageWithBooks()
        let target = "/v1/public/hamlets/1/summary"
        let tag = try #require(try office.get(target, as: nil).field("ETag"))
        office.clock.advance(days: 1)
        #expect(try office.get(target, as: nil, fields: [("If-None-Match", tag)]).status == 200)
    }

    @Test func `If-None-Match accepts lists, weak tags and the asterisk`() throws {
        let office = try Office.village()
        let tag = try #require(try office.get("/v1/households/1").field("ETag"))
        for field in [tag, "W/" + tag, #""x", "# + tag, "*"] {
            #expect(
                try office.get("/v1/households/1", fields: [("If-None-Match", field)]).status == 304,
                "\(field)")
        }
        for field in [#""r1""#, #""r2""#, "r1", "", #""x""#] {
            #expect(
                try office.get("/v1/households/1", fields: [("If-None-Match", field)]).status == 200,
                "\(field)")
        }
        let list = try office.get("/v1/households?hamlet=1", fields: [("If-None-Match", "*")])
        #expect(list.status == 304)
        #expect(list.field("ETag")?.wholeMatch(of: /"[A-Za-z0-9_-]{16}"/) != nil)
    }

    @Test func `If-None-Match reveals nothing to unauthorised callers`() throws {
        let office = try Office.village()
        let unrelated = Bearer(.clerk, at: .otherCommune)
        let fields = [("If-None-Match", "*")]
        #expect(try office.get("/v1/households/1", as: unrelated, fields: fields).status == 404)
        #expect(try office.get("/v1/hamlets/1/summary", as: unrelated, fields: fields).status == 404)
        #expect(try office.get("/v1/users", as: .clerk, fields: fields).status == 403)
    }
}
