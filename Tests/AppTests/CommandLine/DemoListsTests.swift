import API
import HTTP
import Network
import TestSupport
import Testing

extension ProcessTests {
    /// After `danvan demo` every list and report of the service shows something, and so do the books of a hamlet, a
    /// commune and an organisation.
    @Suite struct DemoListsTests {
        private static let owners = ["hamlet=2", "commune=16702", "organisation=1"]

        /// What stays empty, and why.
        private static let empty: [String: String] = [
            "/v1/hamlets/1/household-duplicates": "no two heads of households have one name",
            "/v1/opening-balances?commune=16702": "the ward's fund began with its first receipt",
            "/v1/fund-transfers?commune=16702": "the ward has no cash",
            "/v1/cash-counts?commune=16702": "the ward has no cash",
            "/v1/public/cash-counts?commune=16702": "the ward has no cash",
        ]
        .merging(
            ["/v1/payables", "/v1/payable-gifts", "/v1/hand-over-slips", "/v1/collectors"]
                .flatMap { list in
                    owners.dropFirst().map { ("\(list)?\($0)", "only the hamlet owes and collects") }
                }
        ) { first, _ in first }
        .merging(
            ["/v1/book-handovers", "/v1/public/book-handovers"]
                .flatMap { list in owners.map { ("\(list)?\($0)", "all of them go on") } }
        ) { first, _ in first }
        .merging(
            (owners.map { "/v1/public/payables?\($0)" } + ["/v1/public/hamlets/1/payables"])
                .map { ($0, "the debt of today is public when its month has ended") }
        ) { first, _ in first }

        /// The place in the path, where it is not the first.
        private static let ids: [String: String] = [
            "/v1/hamlets/{id}/opening-balances": "2", "/v1/hamlets/{id}/fund-transfers": "2",
            "/v1/hamlets/{id}/bank-entries": "2", "/v1/public/hamlets/{id}/cash-counts": "2",
            "/v1/public/hamlets/{id}/periods": "2", "/v1/public/hamlets/{id}/models": "3",
            "/v1/hamlets/{id}/reorganisations": "25", "/v1/models/{id}/replications": "695",
        ]

        private static let parameters: [String: String] = [
            "unit": "40", "from": "2020-01-01", "to": "2100-12-31", "matter": "sap-nhap-xom", "year": "2023",
            "hamlet": "1",
        ]

        /// The query that shows a list, where it is another one than that of its parameters.
        private static let queries: [String: String] = [
            "/v1/parameters": "", "/v1/public/parameters": "", "/v1/consultations": "hamlet=25",
        ]

        /// The requests that show the list of an endpoint.
        private static func targets(of endpoint: Endpoint) -> [String] {
            let path = endpoint.path.text
            let place = path.replacing("{id}", with: ids[path] ?? "1").replacing("{code}", with: "40")
            func target(_ words: [String]) -> String {
                words.isEmpty ? place : place + "?" + words.joined(separator: "&")
            }
            if let query = queries[path] { return [target(query.isEmpty ? [] : [query])] }
            let filters = endpoint.fields.filter { $0.section == .query }
            let names = Set(filters.map(\.name))
            let isOfOwner = names.isSuperset(of: ["hamlet", "commune", "organisation"])
            let needed = filters.filter { $0.isRequired || ["unit", "matter", "year"].contains($0.name) }
            let words = needed.filter { !isOfOwner || $0.name != "hamlet" }
                .map { "\($0.name)=\(parameters[$0.name] ?? "1")" }
            if isOfOwner {
                // The books of the ward begin in 2025.
                return owners.map { owner in
                    target([owner] + words.map { owner == owners[1] && $0 == "year=2023" ? "year=2025" : $0 })
                }
            }
            let isOfHamlet =
                names.contains("hamlet") && !needed.contains { ["hamlet", "unit"].contains($0.name) }
            return [target((isOfHamlet ? ["hamlet=1"] : []) + words)]
        }

        @Test func `every list and every report shows something`() throws {
            let demo = try LoadedDemo()
            let tokens = try ["accountant", "admin"]
                .map { role in
                    let ending = try demo.folder.danvan(
                        "token", "issue", "--user", "Trần Thị Lan", "--role", role, "--unit", "40")
                    return try #require(ending.outputLines.last, "\(ending.errors)")
                }
            let server = try ServerProcess(in: demo.folder)
            let client = try Client(server.listener)
            // The first use of a token is recorded, which the list of tokens shows.
            var (shown, unneeded) = (0, Set(Self.empty.keys))
            for endpoint in Service.table where endpoint.method == .get && endpoint.media.contains(.csv) {
                for target in Self.targets(of: endpoint) {
                    let responses = try tokens.map {
                        try client.response(to: Message("GET", target, token: $0).with("Accept", "text/csv"))
                    }
                    let response = try #require(
                        responses.first { $0.status == 200 }, "\(target): \(responses.map(\.text))")
                    let rows = response.text.split(separator: "\r\n").count { !$0.hasPrefix("#") } - 1
                    if Self.empty[target] != nil {
                        #expect(rows == 0, "\(target) shows something: it is no exception")
                        unneeded.remove(target)
                    } else {
                        #expect(rows > 0, "\(target)")
                        shown += 1
                    }
                }
            }
            #expect(unneeded.isEmpty && shown > 80, "\(shown) \(unneeded)")
        }
    }
}
