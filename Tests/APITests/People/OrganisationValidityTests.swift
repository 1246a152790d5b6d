import Domain
import HTTP
import Store
import TestSupport
import Testing
import Verify

@testable import API

extension Office {
    /// Records when an organisation was founded and dissolved.
    func setValidity(
        of organisation: Int64, from: String? = nil, to: String? = nil, as bearer: Bearer = .clerk
    ) throws -> Response {
        let members = [("valid_from", from), ("valid_to", to)]
            .compactMap { name, day in day.map { "\"\(name)\":\"\($0)\"" } }
        return try post(
            "/v1/organisations/\(organisation)/validity", "{\(members.joined(separator: ","))}", as: bearer,
            ifMatch: "*")
    }
}

/// An organisation does nothing before it was founded or after it was dissolved; today is 2026-11-23.
@Suite struct OrganisationValidityTests {
    @Test func `both ends are recorded together, and what was recorded is verified`() throws {
        let office = try Office.villageWithTypes()
        let founded = try office.post(
            "/v1/organisations",
            #"{"name":"Hội Nông dân","type":"farmers_union","unit":"16702","valid_from":"2026-03-01"}"#)
        #expect(founded.status == 201 && founded.text("/valid_from") == "2026-03-01", "\(founded.bodyText)")
        let ended = try office.setValidity(of: 3, from: "2026-03-02", to: "2026-10-31")
        #expect(ended.status == 200 && ended.integer("/version") == 2, "\(ended.bodyText)")
        #expect(ended.text("/valid_from") == "2026-03-02" && ended.text("/valid_to") == "2026-10-31")
        #expect(try office.get("/v1/organisations/3").json == ended.json)
        #expect(
            try office.setValidity(of: 3, from: "2026-03-02", to: "2026-10-31").errors
                == ["/valid_from no-change"])
        // It was no dissolution after all.
        #expect(try office.setValidity(of: 3, from: "2026-03-02").status == 200)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `days in the future or in the wrong order are refused at their place`() throws {
        let office = try Office.villageWithTypes()
        for (from, to, error) in [
            ("2026-11-24", nil, "/valid_from"), (nil, "2026-11-24", "/valid_to"),
            ("2026-05-02", "2026-05-01", "/valid_to"), ("1945-09-01", nil, "/valid_from"),
        ] {
            let refused = try office.setValidity(of: 1, from: from, to: to)
            #expect(refused.status == 422 && refused.errors == [error + " date-out-of-range"])
        }
        let early = try office.post(
            "/v1/organisations", #"{"name":"A","type":"womens_union","valid_from":"2026-11-24"}"#)
        #expect(early.errors == ["/valid_from date-out-of-range"])
    }

    @Test func `a gift, a model and an event are of a day on which it existed`() throws {
        let office = try Office.villageWithTypes()
        try #require(try office.setValidity(of: 1, from: "2026-02-01", to: "2026-09-30").status == 200)
        func errors(on day: String) throws -> [[String]] {
            [
                try office.contribute(
                    """
                    {"fund":1,"organisation":1,"method":"cash","amount":5,"received_on":"\(day)"}
                    """
                )
                .errors,
                try office.post(
                    "/v1/community-events", Office.communityEvent(#""organisation":1"#, on: day)
                )
                .errors,
            ]
        }
        for day in ["2026-01-31", "2026-10-01"] {
            #expect(
                try errors(on: day)
                    == [["/received_on date-out-of-range"], ["/held_on date-out-of-range"]], "\(day)")
        }
        for day in ["2026-02-01", "2026-09-30"] { #expect(try errors(on: day) == [[], []], "\(day)") }
    }

    @Test func `what is on record lies between its days`() throws {
        let office = try Office.villageWithTypes()
        for day in ["2026-03-01", "2026-08-01"] {
            let gift = try office.contribute(
                #"{"fund":1,"organisation":1,"method":"cash","amount":5,"received_on":"\#(day)"}"#)
            try #require(gift.status == 201, "\(gift.bodyText)")
        }
        #expect(try office.setValidity(of: 1, from: "2026-03-02").errors == ["/valid_from date-out-of-range"])
        #expect(try office.setValidity(of: 1, to: "2026-07-31").errors == ["/valid_to date-out-of-range"])
        #expect(try office.setValidity(of: 1, from: "2026-03-01", to: "2026-08-01").status == 200)
        // In its own books, too.
        let opened = try office.post(
            "/v1/funds", #"{"organisation":2,"name":"Phế liệu"}"#, as: Bearer(.accountant, at: .otherCommune))
        let fund = try #require(opened.integer("/id"), "\(opened.bodyText)")
        let own = try office.contribute(
            #"{"fund":\#(fund),"sponsor_name":"Bán","method":"cash","amount":5,"received_on":"2026-08-01"}"#,
            as: Bearer(.clerk, at: .province))
        try #require(own.status == 201, "\(own.bodyText)")
        let refused = try office.setValidity(
            of: 2, to: "2026-07-31", as: Bearer(.clerk, at: .otherCommune))
        #expect(refused.errors == ["/valid_to date-out-of-range"])
        #expect(try office.isClean)
    }

    @Test func `nothing begins in the name of an organisation that was dissolved`() throws {
        let office = try Office.villageWithTypes()
        try #require(try office.setValidity(of: 1, to: "2026-10-31").status == 200)
        let fund = try office.post("/v1/funds", #"{"organisation":1,"name":"Phế liệu"}"#, as: .accountant)
        let moved = try office.post(
            "/v1/organisations/1/transfer", #"{"unit":"17329"}"#, as: Bearer(.clerk, at: .province),
            ifMatch: "*")
        for refused in [fund, moved] {
            #expect(Refused(refused) == Refused(410, "closed"), "\(refused.bodyText)")
        }
        let model =
            #"{"organisation":1,"name":"Đường hoa","area":"economy","kind":"collective","year":2026}"#
        #expect(
            try office.post("/v1/models", model, as: Bearer(.frontOfficer)).errors
                == ["/organisation date-out-of-range"])
        let branch = try office.post(
            "/v1/organisations", #"{"name":"Chi hội","type":"womens_union","unit":"16702","parent":1}"#)
        #expect(branch.errors == ["/parent reference-unknown"])
        #expect(try office.setValidity(of: 2, as: .clerk).status == 404)
    }
}
