import JSON

/// Two hamlets of Xuân Hòa merge, as many did in Nghệ An: their voters were asked before.
///
/// All voters took part and over 98 % agreed, as in the article; places and numbers are invented.
enum DemoPlaces {
    static func fill(_ staff: DemoStaff) throws {
        let clerk = staff.clerk
        let hamlets = try clerk.post(
            ["Xóm 6", "Xóm 7"].map { .hamlet("17959", $0, type: "xom") })
        try clerk.post(
            zip(hamlets, [(voters: 412, agreed: 408), (388, 383)] as [(voters: Int64, agreed: Int64)])
                .map { hamlet, counts in consultation(in: hamlet, counts.voters, counts.agreed) })
        try clerk.post(
            hamlets.enumerated()
                .map { index, hamlet in
                    .household(of: hamlet, number: index + 1, name: DemoNames.name(index + 3000), persons: 4)
                })
        staff.clock.move(to: "2024-07-01")
        try clerk.send(merger(of: hamlets))
        try clerk.post([
            DemoRequest(
                path: "/v1/hamlets/1/profiles",
                members: [
                    ("as_of", .string("2023-12-31")), ("households", .integer(315)),
                    ("persons", .integer(897)),
                    ("cultural_house_seats", .integer(200)),
                ])
        ])
    }

    private static func consultation(in hamlet: Int64, _ voters: Int64, _ agreed: Int64) -> DemoRequest {
        DemoRequest(
            path: "/v1/consultations",
            members: [
                ("hamlet", .integer(hamlet)), ("matter", .string("sap-nhap-xom")),
                ("title", .string("Lấy ý kiến cử tri về sáp nhập xóm")), ("from", .string("2024-05-20")),
                ("to", .string("2024-05-26")), ("eligible", .integer(voters)), ("invited", .integer(voters)),
                ("participated", .integer(voters)), ("agreed", .integer(agreed)),
                ("disagreed", .integer(voters - agreed)),
            ])
    }

    private static func merger(of hamlets: [Int64]) -> DemoRequest {
        DemoRequest(
            path: "/v1/hamlet-mergers",
            members: [
                ("commune", .string("17959")),
                (
                    "hamlets",
                    .array(
                        hamlets.map { .object([JSONMember(name: "hamlet", value: .integer($0))]) })
                ),
                ("name", .string("Xóm Tân Hòa")), ("type", .string("xom")),
                ("decision_number", .string("12/NQ-HĐND")), ("decided_on", .string("2024-06-20")),
                ("effective_on", .string("2024-07-01")),
            ], fields: [("idempotency-key", "demo-sap-nhap-xom-tan-hoa")])
    }
}
