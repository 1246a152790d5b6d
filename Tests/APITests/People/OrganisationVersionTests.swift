import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

extension Office {
    /// Changes an organisation from a day on.
    func changeOrganisation(
        _ members: String, of id: Int64 = 1, on day: String? = nil,
        as bearer: Bearer = Bearer(.clerk, at: .province)
    ) throws -> Response {
        let date = day.map { #","effective_on":"\#($0)""# } ?? ""
        return try post("/v1/organisations/\(id)/change", "{\(members)\(date)}", as: bearer, ifMatch: "*")
    }
}

/// An organisation keeps what it was: every dated lookup shows the version of its day; today is 2026-11-23.
@Suite struct OrganisationVersionTests {
    private static let oldName = "Hội Phụ nữ phường Vinh Phú"
    private static let newName = "Hội Liên hiệp Phụ nữ xã Anh Sơn"
    /// The union is renamed and in another commune from 2026-11-15 on.
    private static let moved = #""name":"Hội Liên hiệp Phụ nữ xã Anh Sơn","unit":"17329""#
    private static let clerk = Bearer(.clerk, at: .province)

    @Test func `a change by day keeps what was before it`() throws {
        let office = try Office.villageWithTypes()
        let changed = try office.changeOrganisation(
            #""name":"Hội LHPN","type":"community""#, on: "2026-11-15", as: .clerk)
        #expect(changed.status == 200 && changed.integer("/version") == 2, "\(changed.bodyText)")
        #expect(changed.text("/name") == "Hội LHPN" && changed.text("/type") == "community")
        // Today by default.
        let branch = try office.changeOrganisation(#""unit":"40""#)
        #expect(branch.text("/unit") == "40", "\(branch.bodyText)")
        let parent = try office.changeOrganisation(#""parent":1"#, of: 2, on: "2026-11-23")
        #expect(parent.integer("/parent") == 1, "\(parent.bodyText)")
        #expect(
            try office.changeOrganisation(#""parent":null"#, of: 2, on: "2026-11-23").json.at("/parent")
                == .null)
        let history = try office.get("/v1/organisations/1/history", as: Self.clerk)
        try expect(
            history,
            shows: """
                {"organisation":{"id":1,"name":"Hội LHPN","type":"community","unit":"40","parent":null,\
                "valid_from":null,"valid_to":null,"version":3},"history":[\
                {"valid_from":"2026-11-23","valid_to":null,"name":"Hội LHPN","type":"community","unit":"40","parent":null},\
                {"valid_from":"2026-11-15","valid_to":"2026-11-22","name":"Hội LHPN","type":"community","unit":"16702","parent":null},\
                {"valid_from":null,"valid_to":"2026-11-14","name":"\(Self.oldName)","type":"womens_union","unit":"16702","parent":null}]}
                """)
        #expect(try office.isClean)
    }

    @Test func `lists take a day`() throws {
        let office = try Office.villageWithTypes()
        try #require(try office.changeOrganisation(Self.moved, on: "2026-11-15").status == 200)
        func names(_ query: String) throws -> [String] {
            try office.get("/v1/organisations?" + query, as: Self.clerk).items()
                .map { $0.text("/name") ?? "" }
        }
        #expect(try names("unit=16702") == [])
        #expect(try names("unit=16702&as_of=2026-11-14") == [Self.oldName])
        #expect(try names("unit=16702&as_of=2026-11-15") == [])
        #expect(try names("unit=17329&as_of=2026-11-14") == ["Đoàn xã Anh Sơn"])
        #expect(try names("unit=17329&as_of=2026-11-15") == [Self.newName, "Đoàn xã Anh Sơn"])
        // By the name of that day, with and without accents.
        for text in ["vinh+phu", "Vinh+Ph%C3%BA"] {
            #expect(try names("unit=40&as_of=2026-11-14&q=" + text) == [Self.oldName])
            #expect(try names("unit=40&as_of=2026-11-15&q=" + text) == [])
        }
        #expect(try office.setValidity(of: 2, from: "2026-10-01", as: Self.clerk).status == 200)
        #expect(try names("unit=17329&as_of=2026-09-30") == [])
        #expect(try names("unit=40&as_of=2026-09-30&limit=1") == [Self.oldName])
    }

    @Test func `a day in the future, before the founding or before the last change is refused`() throws {
        let office = try Office.villageWithTypes()
        try #require(try office.setValidity(of: 1, from: "2026-02-01").status == 200)
        func refused(_ day: String) throws -> [String] {
            let change = try office.changeOrganisation(#""name":"Hội LHPN""#, on: day).errors
            let transfer = try office.post(
                "/v1/organisations/1/transfer", #"{"unit":"17329","effective_on":"\#(day)"}"#, as: Self.clerk,
                ifMatch: "*")
            #expect(transfer.errors == change)
            return change
        }
        for day in ["2026-11-24", "2026-01-31", "2026-02-01", "1945-09-01"] {
            #expect(try refused(day) == ["/effective_on date-out-of-range"], "\(day)")
        }
        try #require(try office.changeOrganisation(Self.moved, on: "2026-11-15").status == 200)
        #expect(
            try office.changeOrganisation(#""unit":"16702""#, on: "2026-11-14").errors
                == ["/effective_on date-out-of-range"])
        // Its founding cannot be moved after the change, nor its dissolution before.
        #expect(
            try office.setValidity(of: 1, from: "2026-11-15", as: Self.clerk).errors
                == ["/valid_from date-out-of-range"])
        #expect(
            try office.setValidity(of: 1, to: "2026-11-14", as: Self.clerk).errors
                == ["/valid_to date-out-of-range"])
        let ended = try office.setValidity(of: 1, from: "2026-11-14", to: "2026-11-20", as: Self.clerk)
        #expect(ended.status == 200, "\(ended.bodyText)")
        #expect(
            try Refused(office.changeOrganisation(#""name":"B""#, on: "2026-11-18"))
                == Refused(410, "closed"))
        #expect(try office.isClean)
    }

    @Test func `what changes nothing, or names what is not there, is refused at its place`() throws {
        let office = try Office.villageWithTypes()
        for (members, error) in [
            (#""name":"Hội Phụ nữ phường Vinh Phú""#, "/name no-change"),
            (#""type":"womens_union""#, "/type no-change"), (#""unit":"16702""#, "/unit no-change"),
            (#""parent":null"#, "/parent no-change"), (#""type":"party""#, "/type choice-unknown"),
            (#""unit":"99999""#, "/unit reference-unknown"), (#""parent":1"#, "/parent reference-unknown"),
            (#""parent":2"#, "/parent reference-unknown"), (#""name":null"#, "/name type-mismatch"),
            (#""name":"Đoàn xã Anh Sơn","unit":"17329""#, "/name already-exists"),
        ] { #expect(try office.changeOrganisation(members).errors == [error], "\(members)") }
        let nothing = try office.post(
            "/v1/organisations/1/change", #"{"effective_on":"2026-11-15"}"#, as: .clerk, ifMatch: "*")
        #expect(nothing.errors == ["/name member-missing"], "\(nothing.bodyText)")
        // A role in both units is needed, as for a transfer.
        #expect(
            try office.changeOrganisation(#""unit":"17329""#, as: .clerk).errors
                == ["/unit reference-unknown"])
        #expect(try office.changeOrganisation(#""name":"A""#, of: 2, as: .clerk).status == 404)
    }

    @Test func `an organisation is a branch of one that was recorded before it, never of itself`() throws {
        let office = try Office.villageWithTypes()
        for name in ["A", "B"] {
            let made = try office.post("/v1/organisations", #"{"name":"\#(name)","type":"community"}"#)
            try #require(made.status == 201)
        }
        for (id, parent, day) in [(4, 3, "2026-11-01"), (3, 1, "2026-11-10"), (4, 1, "2026-11-15")] {
            let changed = try office.changeOrganisation(
                #""parent":\#(parent)"#, of: Int64(id), on: day, as: .clerk)
            #expect(changed.integer("/parent") == Int64(parent), "\(changed.bodyText)")
        }
        for (id, parent) in [(1, 1), (1, 3), (1, 4), (3, 4), (3, 3)] {
            #expect(
                try office.changeOrganisation(#""parent":\#(parent)"#, of: Int64(id), as: .clerk).errors
                    == ["/parent reference-unknown"], "\(id) \(parent)")
        }
        #expect(try office.isClean)
    }

    @Test func `a name is taken on the days on which it was another's`() throws {
        let office = try Office.villageWithTypes()
        try #require(try office.changeOrganisation(#""name":"Hội A""#, on: "2026-11-15").status == 200)
        func record(_ name: String, from day: String?) throws -> Response {
            let since = day.map { #","valid_from":"\#($0)""# } ?? ""
            return try office.post("/v1/organisations", #"{"name":"\#(name)","type":"community"\#(since)}"#)
        }
        for day in [nil, "2026-11-14"] {
            #expect(try record("hội phụ nữ phường vinh phú", from: day).errors == ["/name already-exists"])
        }
        let later = try record(Self.oldName, from: "2026-11-15")
        try #require(later.status == 201, "\(later.bodyText)")
        let founded = try office.setValidity(of: 3, from: "2026-11-14")
        #expect(founded.errors == ["/valid_from already-exists"], "\(founded.bodyText)")
        #expect(
            try office.changeOrganisation(#""name":"\#(Self.oldName)""#).errors == ["/name already-exists"])
    }
}
