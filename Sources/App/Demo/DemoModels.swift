import JSON

/// The models in the article: nearly 700 of Vinh in the first five months of 2024, and the flower streets and litter
/// bins
/// of the women's union of Xuân Hòa with their copies.
///
/// Counts, areas and the names of the union's models are from the article. Owners, other names and dates are
/// invented.
enum DemoModels {
    /// The people who act for the province, and the entities that already exist in Xuân Hòa.
    struct Office {
        let clerk: DemoClient
        let officer: DemoClient
        let appraisers: [(client: DemoClient, user: Int64)]
        let approver: DemoClient
        /// The women's union, and the hamlets of its branches Hồng Sơn and Đông Phong.
        let union: Int64
        let branches: [Int64]
    }

    static func fill(_ office: Office) throws {
        try office.officer.post([.criteria])
        try fillVinh(office)
        try fillXuanHoa(office)
    }

    /// The wards of district 412, which ended together with it on 2025-06-30.
    private static let wards = [
        "16663", "16666", "16669", "16670", "16672", "16673", "16675", "16678", "16681", "16690", "16693",
        "16699", "16702", "16705", "16708", "16714",
    ]

    /// Each area's share of the nearly 700 models, and the topic of its models.
    private static let areas: [(area: String, count: Int, name: String)] = [
        ("economy", 168, "Tổ hợp tác phát triển kinh tế"),
        ("culture_society", 246, "Tuyến phố văn minh, Ngày Chủ nhật xanh"),
        ("security_defence", 139, "Tổ tự quản về an ninh trật tự"),
        ("political_system", 141, "Chi bộ dân vận khéo"),
    ]

    private static func fillVinh(_ office: Office) throws {
        let hamlets = try office.clerk.post(wards.map { .hamlet($0, "Khối 1", type: "khoi") })
        for (offset, area) in areas.enumerated() {
            let models = try office.clerk.post(
                (0..<area.count)
                    .map { index in
                        .model(
                            of: hamlets[(index + offset) % hamlets.count], "\(area.name) số \(index + 1)",
                            area: area.area, kind: index.isMultiple(of: 5) ? "individual" : "collective",
                            year: 2024)
                    })
            try office.clerk.post(
                models.enumerated().map { index, model in .register(model, on: day(index)) })
        }
    }

    /// A date from 2024-01-02 to 2024-05-31.
    private static func day(_ index: Int) -> String {
        let month = 1 + index % 5
        let day = 2 + index / 5 % 27
        return "2024-0\(month)-" + (day < 10 ? "0\(day)" : "\(day)")
    }

    /// The union's flower streets, recognised and copied by two branches, and its litter bins, copied by six.
    private static func fillXuanHoa(_ office: Office) throws {
        let branches =
            office.branches
            + (try office.clerk.post(
                ["Xóm 2", "Xóm 3", "Xóm 4", "Xóm 5"].map { .hamlet("17959", $0, type: "xom") }))
        let models = try office.clerk.post([
            .model(
                of: office.union, "Biến rác thành đường hoa", as: "organisation", area: "culture_society",
                kind: "collective", year: 2023, others: flowerStreet),
            .model(
                of: office.union, "Thùng rác văn minh", as: "organisation", area: "culture_society",
                kind: "collective", year: 2023),
        ])
        try office.clerk.post(models.map { .register($0, on: "2023-03-08") })
        try recognise(models[0], office)
        try copy(models[0], "Biến rác thành đường hoa", to: office.branches, on: "2023-06-01", office)
        try copy(models[1], "Thùng rác văn minh", to: branches, on: "2023-09-15", office)
        try office.clerk.post(
            zip(office.branches, [(households: 40, kilograms: 120), (30, 90)])
                .map { .greenSunday(of: $0, households: $1.households, kilograms: $1.kilograms) })
    }

    private static func copy(
        _ source: Int64, _ name: String, to hamlets: [Int64], on day: String, _ office: Office
    ) throws {
        let copies = try office.clerk.post(
            hamlets.map {
                .model(
                    of: $0, name, area: "culture_society", kind: "collective", year: 2023,
                    others: [("replicated_from", .integer(source))])
            })
        try office.clerk.post(copies.map { .register($0, on: day) })
    }

    private static func recognise(_ model: Int64, _ office: Office) throws {
        try office.officer.post([.accept(model, appraisedBy: office.appraisers.map(\.user))])
        for (appraiser, points) in zip(office.appraisers, [[9, 9, 8], [10, 8, 9]] as [[Int64]]) {
            try appraiser.client.post([.appraisal(of: model, points)])
        }
        try office.approver.post([.recognise(model)])
    }

    private static let flowerStreet: [(String, JSONValue)] = [
        ("situation", .string("Rác ven đường, phế liệu bỏ đi; hội viên nghèo cần vốn")),
        ("objective", .string("Đường sạch, có hoa; gây quỹ giúp hội viên nghèo")),
        ("method", .string("Thu gom phế liệu để bán, tận dụng vỏ chai, lốp cũ làm bồn hoa")),
        ("place", .string("Đường trục xóm Hồng Sơn")),
        ("forces", .string("Chi hội phụ nữ chủ trì, các hộ hai bên đường tham gia")),
        ("resources", .string("Ngày công của hội viên, tiền bán phế liệu")),
        ("time", .string("Từ 8/3/2023, đánh giá cuối năm")),
        ("outputs", .string("2 chi hội có đường hoa, 13 triệu đồng gây quỹ trong năm 2023")),
        ("lasting", .string("Các hộ tự chăm sóc; nhân rộng sang các chi hội khác")),
    ]
}

extension DemoRequest {
    fileprivate static let criteria = DemoRequest(
        path: "/v1/criteria-sets",
        members: [
            ("unit", .string("40")), ("valid_from", .string("2023-01-01")), ("pass", .integer(80)),
            (
                "criteria",
                .array([
                    criterion("Hiệu quả thiết thực với người dân", weight: 40),
                    criterion("Cách làm sáng tạo, công khai, dân chủ", weight: 30),
                    criterion("Bền vững và nhân rộng được", weight: 30),
                ])
            ),
        ])

    private static func criterion(_ name: String, weight: Int64) -> JSONValue {
        .object([
            JSONMember(name: "name", value: .string(name)),
            JSONMember(name: "weight", value: .integer(weight)),
            JSONMember(name: "max", value: .integer(10)),
        ])
    }

    fileprivate static func model(
        of owner: Int64, _ name: String, as ownerKind: String = "hamlet", area: String, kind: String,
        year: Int64, others: [(String, JSONValue)] = []
    ) -> DemoRequest {
        DemoRequest(
            path: "/v1/models",
            members: [
                (ownerKind, .integer(owner)), ("name", .string(name)), ("area", .string(area)),
                ("kind", .string(kind)), ("year", .integer(year)),
            ] + others)
    }

    fileprivate static func register(_ model: Int64, on day: String) -> DemoRequest {
        DemoRequest(
            path: "/v1/models/\(model)/register", members: [("registered_on", .string(day))],
            fields: [("if-match", "\"r1\"")])
    }

    fileprivate static func accept(_ model: Int64, appraisedBy appraisers: [Int64]) -> DemoRequest {
        DemoRequest(
            path: "/v1/models/\(model)/accept",
            members: [("appraisers", .array(appraisers.map { .integer($0) }))],
            fields: [("if-match", "\"r2\"")])
    }

    fileprivate static func appraisal(of model: Int64, _ points: [Int64]) -> DemoRequest {
        let scores = points.enumerated()
            .map { index, score in
                JSONValue.object([
                    JSONMember(name: "criterion", value: .integer(Int64(index + 1))),
                    JSONMember(name: "score", value: .integer(score)),
                ])
            }
        return DemoRequest(path: "/v1/models/\(model)/appraisals", members: [("scores", .array(scores))])
    }

    fileprivate static func recognise(_ model: Int64) -> DemoRequest {
        DemoRequest(
            path: "/v1/models/\(model)/recognise",
            members: [
                ("level", .string("commune")), ("decision_number", .string("45/QĐ-UBND")),
                ("decided_on", .string("2023-12-20")), ("signer", .string("Nguyễn Văn Hải")),
            ], fields: [("if-match", "\"r5\""), ("idempotency-key", "demo-cong-nhan-mo-hinh-\(model)")])
    }
}
