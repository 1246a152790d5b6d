import API
import Domain
import HTTP
import Testing

extension Office {
    /// Sends a table, given as lines, with a new key unless one is given.
    func importTable(
        _ kind: String, _ lines: [String], as bearer: Bearer = .clerk, key: String? = nil,
        isDryRun: Bool = false, accepting type: String? = nil
    ) throws -> Response {
        try post(
            "/v1/imports/" + kind + (isDryRun ? "?dry_run=true" : ""), lines.joined(separator: "\n") + "\n",
            as: bearer, key: key ?? newKey(), fields: type.map { [("Accept", $0)] } ?? [])
    }
}

extension EndpointSample {
    static let imports: [String: EndpointSample] = [
        "POST /v1/imports/units": .init(
            "/v1/imports/units",
            "code,level,parent_code,name,valid_from\n16999,commune,40,Xã Mới,2025-07-01\n",
            about: .province, pointer: "/rows/2/parent_code"),
        "POST /v1/imports/unit-successions": .init(
            "/v1/imports/unit-successions", "predecessor,ended_on,successor\n16702,2025-06-30,16702\n",
            about: .commune, pointer: "/rows/2/successor"),
        "POST /v1/imports/parameters": .init(
            "/v1/imports/parameters",
            "key,unit,valid_from,value,source\nthreshold.rates,16702,2027-01-01,>=3/4,unverified\n",
            about: .commune, pointer: "/rows/2/unit"),
        "POST /v1/imports/hamlets": .init(
            "/v1/imports/hamlets", "commune,name,type,valid_from\n16702,Xóm 11,xom,2020-01-01\n",
            about: .commune, pointer: "/rows/2/commune"),
        "POST /v1/imports/households": .init(
            "/v1/imports/households",
            "hamlet,code,head_name,persons,valid_from\n1,H099,Cao Thị Én,4,2026-11-22\n",
            pointer: "/rows/2/hamlet"),
        "POST /v1/imports/funds": .init(
            "/v1/imports/funds", "hamlet,name\n1,Thắp sáng\n", pointer: "/rows/2/hamlet"),
        "POST /v1/imports/pledges": .init(
            "/v1/imports/pledges", "fund,household,amount,pledged_on\n2,2,100000,2026-11-23\n",
            pointer: "/rows/2/fund"),
        "POST /v1/imports/contributions": .init(
            "/v1/imports/contributions",
            "fund,household,method,amount,received_on\n1,2,cash,1000,2026-11-23\n",
            pointer: "/rows/2/fund"),
    ]
}
