import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Names that a reader takes for one are one, on every way in; similar ones are pointed out.
@Suite struct NameEqualityTests {
    /// A kind of entity with unique names: the request for "Hòa Bình" with another name in its place.
    struct Named: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let rows: RowImport?

        var testDescription: String { path }

        func body(_ name: String) -> String {
            var writer = JSONWriter()
            writer.value(.string(name))
            return body.replacing("NAME", with: String(decoding: writer.finish(), as: UTF8.self))
        }
    }

    private static let kinds = [
        Named(
            path: "/v1/hamlets",
            body: #"{"commune":"16702","name":NAME,"type":"xom","valid_from":"2026-01-01"}"#,
            rows: .hamlets),
        Named(path: "/v1/funds", body: #"{"hamlet":1,"name":NAME}"#, rows: .funds),
        Named(
            path: "/v1/organisations", body: #"{"name":NAME,"type":"farmers_union","unit":"16702"}"#,
            rows: nil),
    ]

    private static let spellings = [
        "Hòa Bình", "Hoà Bình", "hòa bình", "HOÀ BÌNH", "Ho\u{300}a Bình", "Ｈòa Bình", "Hòa  Bình\u{FE0F}",
        "\u{41D}òa Bình",
    ]

    private func office() throws -> Office { try Office.villageWithTypes() }

    @Test(arguments: kinds) func `another spelling of a name is the same name`(_ kind: Named) throws {
        let office = try office()
        let first = try office.post(kind.path, kind.body("Hòa Bình"))
        let id = try #require(first.integer("/id"))
        for name in NameEqualityTests.spellings {
            let response = try office.post(kind.path, kind.body(name))
            #expect(Refused(response) == Refused(409, "already-exists"), "\(name)")
            #expect(response.errors == ["/name already-exists"])
            #expect(response.field("Link") == "<\(kind.path)/\(id)>; rel=\"related\"")
            #expect(response.text("/detail")?.contains("'Hòa Bình' (\(kind.path)/\(id))") == true)
        }
        #expect(try office.get(String(try #require(first.field("Location")))).status == 200)
    }

    @Test(arguments: kinds) func `a name with other accents is taken, and shows the similar ones`(
        _ kind: Named
    ) throws {
        let office = try office()
        let first = try office.post(kind.path, kind.body("Hòa Bình"))
        let id = try #require(first.integer("/id"))
        #expect(first.items("/similar").isEmpty)
        for name in ["Hoa Bình", "Hòa-Bình"] {
            let response = try office.post(kind.path, kind.body(name))
            #expect(response.status == 201, "\(name)")
            #expect(response.integer("/similar/0/id") == id)
            #expect(response.text("/similar/0/name") == "Hòa Bình")
        }
        #expect(try office.post(kind.path, kind.body("Hòa Bình 2")).items("/similar").isEmpty)
    }

    @Test(arguments: kinds.filter { $0.rows != nil })
    func `an import compares names like requests`(_ kind: Named) throws {
        let rows = try #require(kind.rows)
        for name in NameEqualityTests.spellings {
            let office = try office()
            try #require(try office.post(kind.path, kind.body("Hòa Bình")).status == 201)
            guard case .object(let members) = try json(kind.body(name)) else { return }
            let row = members.map { member in
                let text = if case .string(let text) = member.value { text } else { "1" }
                return (column: member.name, text: text)
            }
            // A row that says the same as what stands is skipped.
            var isNew = false
            do { isNew = try office.importRow(row, as: rows) } catch { isNew = false }
            #expect(!isNew, "\(name)")
        }
    }

    @Test func `a merger may not take the name of another hamlet in another spelling`() throws {
        let office = try office()
        let other = #"{"commune":"16702","name":"Hòa Bình","type":"xom","valid_from":"2020-01-01"}"#
        try #require(try office.post("/v1/hamlets", other).status == 201)
        let rename = try office.post(
            "/v1/hamlet-renames",
            #"{"commune":"16702","hamlet":1,"name":"Hoà Bình",\#(Office.order("2026-11-23"))}"#,
            key: office.newKey())
        #expect(
            Refused(rename) == Refused(409, "already-exists") && rename.errors == ["/name already-exists"])
    }

    @Test func `nobody gets the name of another user in another spelling`() throws {
        let office = try office()
        try #require(
            try office.post("/v1/users", #"{"name":"Trần Thị Hòa"}"#, as: .admin, key: office.newKey()).status
                == 201)
        let second = try office.post(
            "/v1/users", #"{"name":"TRẦN THỊ HOÀ"}"#, as: .admin, key: office.newKey())
        #expect(second.errors == ["/name already-exists"])
    }
}
