import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// A search matches without accents; names with the accents of the query come first, page by page.
@Suite struct NameSearchTests {
    struct List: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let query: String
        let name: String

        var testDescription: String { path + query }
    }

    private static let names = ["Hoa Bình", "Hóa Bính", "HÒA BÌNH A", "Xóm hòa bình b", "Hoá Bình c"]
    private static let exact = ["HÒA BÌNH A", "Xóm hòa bình b"]

    private static let lists = [
        List(
            path: "/v1/hamlets",
            body: #"{"commune":"16702","name":"NAME","type":"xom","valid_from":"2026-01-01"}"#,
            query: "?unit=40", name: "name"),
        List(
            path: "/v1/hamlets",
            body: #"{"commune":"16702","name":"NAME","type":"xom","valid_from":"2026-01-01"}"#,
            query: "?unit=16702&as_of=2026-11-01", name: "name"),
        List(
            path: "/v1/organisations", body: #"{"name":"NAME","type":"farmers_union","unit":"16702"}"#,
            query: "?unit=40", name: "name"),
        List(
            path: "/v1/households", body: #"{"hamlet":1,"code":"NAME","head_name":"NAME","persons":4}"#,
            query: "?hamlet=1", name: "head_name"),
        List(
            path: "/v1/households", body: #"{"hamlet":1,"code":"NAME","head_name":"NAME","persons":4}"#,
            query: "?hamlet=1&as_of=2026-11-23", name: "head_name"),
    ]

    private func found(_ query: String, in list: List, limit: Int, of office: Office) throws -> [String] {
        var (names, cursor): ([String], String?) = ([], "")
        while let next = cursor {
            let response = try office.get(
                list.path + list.query + "&q=\(query.percentEncoded)&limit=\(limit)"
                    + (next.isEmpty ? "" : "&cursor=\(next)"), as: Bearer(.clerk, at: .province))
            #expect(response.status == 200, "\(response.bodyText)")
            names += response.items().compactMap { $0.text("/" + list.name) }
            cursor = response.text("/page/next_cursor")
        }
        return names
    }

    @Test(arguments: lists, [1, 2, 50])
    func `exact accents come first`(_ list: List, _ limit: Int) throws {
        let office = try Office.villageWithTypes()
        for name in NameSearchTests.names {
            let response = try office.post(list.path, list.body.replacing("NAME", with: name))
            try #require(response.status == 201, "\(response.bodyText)")
        }
        let plain = try found("hoa binh", in: list, limit: limit, of: office)
        #expect(Set(plain) == Set(NameSearchTests.names) && plain.count == 5)
        let exact = plain.filter { NameSearchTests.exact.contains($0) }
        let others = plain.filter { !NameSearchTests.exact.contains($0) }
        for query in ["hòa bình", "Hòa  Bình", "HÒA BÌNH", "Ho\u{300}a Bình"] {
            #expect(try found(query, in: list, limit: limit, of: office) == exact + others, "\(query)")
        }
        #expect(try found("Xóm hòa", in: list, limit: limit, of: office) == ["Xóm hòa bình b"])
        #expect(try found("đ", in: list, limit: 500, of: office).allSatisfy { !$0.hasPrefix("Ho") })
    }

    @Test func `a cursor of a plain search is not one of an accented search`() throws {
        let office = try Office.villageWithTypes()
        let first = try office.get("/v1/hamlets?unit=16702&q=xom&limit=1")
        let cursor = try #require(first.text("/page/next_cursor"))
        let response = try office.get(
            "/v1/hamlets?unit=16702&q=\("xóm".percentEncoded)&limit=1&cursor=\(cursor)")
        #expect(Refused(response).code == "cursor-mismatch")
    }
}

extension String {
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }
        .joined()
    }
}
