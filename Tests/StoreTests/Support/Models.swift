import Domain
import Store
import Testing

/// People who appraise and decide, besides those of the village.
struct ModelOfficers: Sendable {
    let appraisers: [User]
    let approver: User

    init(in tx: borrowing WriteTransaction) throws {
        var appraisers: [User] = []
        for name in ["Sơn", "Yến", "Nga"] {
            appraisers.append(try tx.user(named: name) ?? tx.addUser(named: name))
        }
        self.appraisers = appraisers
        approver = try tx.user(named: "Hải") ?? tx.addUser(named: "Hải")
    }
}

extension Model.RegistrationForm {
    static func sample(
        _ name: String = "Biến rác thành đường hoa", area: Model.Area = .cultureSociety,
        kind: Model.Kind = .collective, year: Int = 2026, replicatedFrom: Model.ID? = nil
    ) -> Model.RegistrationForm {
        var sections: [Model.FormSection: String] = [:]
        for content in Model.FormSection.allCases { sections[content] = "\(content.rawValue) của mô hình" }
        return Model.RegistrationForm(
            name: name, area: area, kind: kind, year: year, sections: sections, replicatedFrom: replicatedFrom
        )
    }
}

extension WriteTransaction {
    /// Criteria with weights 40 + 30 + 30 and at most 10 points each.
    borrowing func addCriteria(
        of unit: String = "40", from day: String = "2020-01-01", pass: Int64 = 80
    ) throws -> CriteriaSet {
        let set = CriteriaSet(
            id: try newID(), unit: unit, validFrom: try LocalDate.day(day),
            criteria: [40, 30, 30].map { CriteriaSet.Criterion(name: "Tiêu chí \($0)", weight: $0, max: 10) },
            passMark: pass)
        try save(set)
        return set
    }

    borrowing func draft(
        _ form: Model.RegistrationForm = .sample(), of owner: Model.Owner? = nil, in village: Village
    ) throws -> Model {
        let model = Model(
            id: try newID(), owner: owner ?? .hamlet(village.hamlet.id), unit: village.hamlet.commune,
            recordedBy: village.clerk.id, recordedAt: now, form: form)
        try save(model, replacing: nil)
        return model
    }

    borrowing func register(_ old: Model, on day: LocalDate = .sample) throws -> Model {
        let model = try old.registered(on: day, for: try criteriaSet(inForceAt: old.unit, on: day))
        try save(model, replacing: old)
        return model
    }

    /// Names the first two appraisers of `ModelOfficers`.
    borrowing func accept(_ old: Model) throws -> Model {
        let appraisers = try ModelOfficers(in: self).appraisers.prefix(2).map(\.id)
        let model = try old.accepted(appraisedBy: appraisers)
        try save(model, replacing: old)
        return model
    }

    borrowing func appraise(
        _ old: Model, by person: User, _ points: [Int64] = [9, 9, 9], set: CriteriaSet.ID = CriteriaSet.ID(1)
    ) throws -> Model {
        let model = try old.appraised(
            by: person.id, from: .unit("40"), after: try appraisals(of: old.id), for: set)
        let appraisal = Appraisal(
            id: try newID(), model: old.id, appraiser: person.id, points: points,
            remarks: "Cần nhân rộng", recordedAt: now)
        try acting(as: person.id) { tx in try tx.save(appraisal, by: set, of: old.owner) }
        try save(model, replacing: old)
        return model
    }

    borrowing func recognise(
        _ old: Model, by person: User, _ level: Model.Level = .commune
    ) throws -> Model {
        let set = try #require(try find(CriteriaSet.ID(1)))
        let recognition = Model.Recognition(
            level: level, number: "45/QĐ-UBND", decidedOn: .sample, signer: "Nguyễn Văn Hải")
        let model = try old.recognised(recognition, by: person.id, on: try appraisals(of: old.id), set: set)
        try save(model, replacing: old)
        return model
    }

    borrowing func decline(_ old: Model, by person: User) throws -> Model {
        let model = try old.declined(for: "Chưa bền vững", by: person.id, on: try appraisals(of: old.id))
        try save(model, replacing: old)
        return model
    }

    /// The model after two appraisals, starting from a draft.
    borrowing func appraised(_ draft: Model, by jury: ModelOfficers) throws -> Model {
        let accepted = try accept(register(draft))
        return try appraise(appraise(accepted, by: jury.appraisers[0]), by: jury.appraisers[1])
    }

    /// Model 1 of the hamlet, recognised; model 2 of the union, a copy of it, declined.
    ///
    /// Both have version 6.
    borrowing func addModels(of village: Village) throws {
        let jury = try ModelOfficers(in: self)
        _ = try addCriteria()
        let first = try appraised(draft(in: village), by: jury)
        _ = try recognise(first, by: jury.approver)
        let copy = try draft(
            .sample("Thùng rác văn minh", kind: .individual, replicatedFrom: first.id),
            of: .organisation(village.organisation.id), in: village)
        _ = try decline(appraised(copy, by: jury), by: jury.approver)
    }
}
