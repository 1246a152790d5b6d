import API
import Domain
import Foundation
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    /// An office whose database contains the province, two communes, three hamlets and their content.
    ///
    /// - commune 16702 (a code with an earlier validity in district 412): hamlets 1 "Xóm 9" and 2 "Xóm 10";
    ///   commune 17329: hamlet 3 "Thôn 1"; the hamlets start on 2020-01-01, the third on 2025-07-01;
    /// - funds 1 and 2 and households 1–4 in hamlet 1; fund 3 and household 5 in hamlet 2; fund 4 and household 6
    ///   in hamlet 3; organisations 1 and 2, one in each commune;
    /// - one person for each role, numbered in the order of the roles: hamlet_head 1, clerk 2, … admin 10.
    static func village(
        settings: ServiceSettings = ServiceSettings(), limits: StoreLimits = StoreLimits(),
        migrations: [Migration]? = nil
    ) throws -> Office {
        guard let migrations else {
            return try Office(settings: settings, limits: limits, copyOf: try villageFile.get().path)
        }
        let office = try Office(settings: settings, limits: limits, migrations: migrations)
        try office.recordVillage()
        return office
    }

    /// The database file of a village, created once and copied by each test.
    private static let villageFile = Result {
        let base = try TestStore()
        try recordVillage(in: base.store)
        base.store.close()
        return base
    }

    private func recordVillage() throws { try Office.recordVillage(in: store) }

    private static func recordVillage(in store: Store) throws {
        try store.writer.write(actor: nil) { tx in
            try tx.recordUnits()
            for role in Role.allCases { _ = try tx.addUser(named: role.rawValue) }
            try tx.recordHamlets()
        }
    }

    /// A village with pledge 1 (household 1 to fund 1, 2 000 000 đ, confirmed), contribution 1 on it (500 000 đ in
    /// cash) and token 1 (clerk of hamlet 1).
    static func villageWithBooks(settings: ServiceSettings = ServiceSettings()) throws -> Office {
        let office = try village(settings: settings)
        _ = try office.secret(of: Bearer(.clerk, at: .xom9))
        let pledge = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000000}"#)
        try #require(pledge.status == 201)
        try #require(try office.confirm(1).status == 200)
        let gift = try office.contribute(
            #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":500000}"#)
        try #require(gift.status == 201)
        return office
    }
}

extension WriteTransaction {
    fileprivate borrowing func recordUnits() throws {
        try record("40", .province, "Tỉnh Nghệ An", below: nil)
        try record("412", .district, "Thành phố Vinh", below: "40", to: "2025-06-30")
        try record("16702", .commune, "Phường Nghi Phú", below: "412", to: "2025-06-30")
        try record("16702", .commune, "Phường Vinh Phú", below: "40", from: "2025-07-01")
        try record("17329", .commune, "Xã Anh Sơn", below: "40", from: "2025-07-01")
    }

    private borrowing func record(
        _ code: String, _ level: AdministrativeUnit.Level, _ name: String, below parent: String?,
        from: String? = nil, to: String? = nil
    ) throws {
        let validity = try #require(
            Validity(from: from.flatMap { LocalDate($0) }, to: to.flatMap { LocalDate($0) }))
        _ = try record(code: code, level: level, parent: parent, name: name, validity: validity)
    }

    fileprivate borrowing func recordHamlets() throws {
        try recordHamlet(
            "Xóm 9", in: "16702", from: "2020-01-01", funds: ["Đường xóm 9", "Nhà văn hóa"],
            heads: ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường", "Phan Thị Đào"])
        try recordHamlet(
            "Xóm 10", in: "16702", from: "2020-01-01", funds: ["Đường xóm 10"], heads: ["Hồ Sỹ Hải"])
        try recordHamlet(
            "Thôn 1", in: "17329", from: "2025-07-01", funds: ["Sân bóng"], heads: ["Vi Văn Sơn"])
        for (unit, name) in [("16702", "Hội Phụ nữ phường Vinh Phú"), ("17329", "Đoàn xã Anh Sơn")] {
            try save(
                Organisation(
                    id: try newID(), name: name, kind: .womensUnion, unit: unit, version: 1))
        }
    }

    private borrowing func recordHamlet(
        _ name: String, in commune: String, from day: String, funds: [String], heads: [String]
    ) throws {
        let hamlet = Hamlet(
            id: try newID(), commune: commune, name: name, kind: .xom,
            validity: try #require(Validity(from: LocalDate(day), to: nil)), version: 1)
        try save(hamlet)
        for fund in funds {
            try save(Fund(id: try newID(), owner: .hamlet(hamlet.id), name: fund, version: 1))
        }
        for (index, head) in heads.enumerated() {
            let household = Household(
                id: try newID(), hamlet: hamlet.id, code: "H00\(index + 1)", headName: head,
                personsCount: Int64(index + 2), version: 1)
            try save(household, replacing: nil)
        }
    }
}
