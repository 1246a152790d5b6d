import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

extension Office {
    /// The decision behind a reorganisation, as members of a body.
    static func order(_ day: String, number: String = "12/NQ-HĐND") -> String {
        #""decision_number":"\#(number)","decided_on":"\#(day)","effective_on":"\#(day)""#
    }

    func merge(
        _ hamlets: [Int64], into name: String, on day: String, more: String = "", as bearer: Bearer = .clerk,
        isDryRun: Bool = false
    ) throws -> Response {
        // Codes are H001… in each hamlet.
        let parts = hamlets.map { #"{"hamlet":\#($0),"code_prefix":"\#($0)-"}"# }.joined(separator: ",")
        return try post(
            "/v1/hamlet-mergers" + (isDryRun ? "?dry_run=true" : ""),
            #"{"commune":"16702","hamlets":[\#(parts)],"name":"\#(name)","type":"xom",\#(Office.order(day))\#(more)}"#,
            as: bearer,
            key: newKey())
    }

    func split(
        _ hamlet: Int64, into parts: String, on day: String, as bearer: Bearer = .clerk
    ) throws -> Response {
        try post(
            "/v1/hamlet-splits",
            #"{"commune":"16702","hamlet":\#(hamlet),"into":[\#(parts)],\#(Office.order(day))}"#, as: bearer,
            key: newKey())
    }
}

extension EndpointSample {
    /// Samples for reorganisations, one day after everything else.
    static let reorganisations: [String: EndpointSample] = [
        "POST /v1/hamlet-mergers": .init(
            "/v1/hamlet-mergers",
            #"{"commune":"16702","hamlets":[{"hamlet":1},{"hamlet":2,"code_prefix":"B"}],"name":"Xóm Mới","type":"xom",\#(day)}"#,
            about: .commune, pointer: "/commune"),
        "POST /v1/hamlet-splits": .init(
            "/v1/hamlet-splits",
            #"{"commune":"16702","hamlet":1,"into":[{"name":"A","type":"xom"},{"name":"B","type":"xom","households":[2]}],\#(day)}"#,
            about: .commune, pointer: "/commune"),
        "POST /v1/hamlet-renames": .init(
            "/v1/hamlet-renames", #"{"commune":"16702","hamlet":1,"name":"Xóm Xanh",\#(day)}"#,
            about: .commune, pointer: "/commune"),
        "POST /v1/hamlet-reclassifications": .init(
            "/v1/hamlet-reclassifications", #"{"commune":"16702","hamlet":1,"type":"khoi",\#(day)}"#,
            about: .commune,
            pointer: "/commune"),
        "POST /v1/hamlet-transfers": .init(
            "/v1/hamlet-transfers", #"{"hamlets":[1],"commune":"17530",\#(day)}"#, about: .province,
            pointer: "/commune"),
        "POST /v1/organisations/{id}/transfer": .init(
            "/v1/organisations/1/transfer", #"{"unit":"17530"}"#, about: .province),
        "GET /v1/organisations/{id}/history": .init("/v1/organisations/1/history", about: .commune),
        "POST /v1/organisations/{id}/change": .init(
            "/v1/organisations/1/change", #"{"name":"Hội LHPN phường Vinh Phú"}"#, about: .commune),
        "POST /v1/organisations/{id}/validity": .init(
            "/v1/organisations/1/validity", #"{"valid_from":"1997-05-20"}"#, about: .commune),
        "GET /v1/reorganisations/{id}": .init("/v1/reorganisations/1"),
        "GET /v1/reorganisations/{id}/minutes": .init("/v1/reorganisations/1/minutes"),
        "GET /v1/hamlets/{id}/reorganisations": .init("/v1/hamlets/1/reorganisations"),
    ]

    private static let day = Office.order("2026-11-24")

    /// Reorganisation 1, a renaming of hamlet 1, and then the next day, so that hamlets can be closed.
    static func addReorganisation(to office: Office) throws {
        let body = #"{"commune":"16702","hamlet":1,"name":"Xóm Chín",\#(Office.order("2026-01-01"))}"#
        try #require(try office.post("/v1/hamlet-renames", body, key: office.newKey()).status == 201)
        office.clock.advance(days: 1)
        try office.store.writer.write(actor: nil) { tx in
            let since = try #require(Validity(from: LocalDate("2025-07-01"), to: nil))
            _ = try tx.record(
                code: "17530", level: .commune, parent: "40", name: "Xã Con Cuông", validity: since)
        }
    }
}
