import Domain

extension User.ID {
    static let yen = User.ID(3)
    static let hai = User.ID(4)
}

extension CriteriaSet {
    /// Three criteria with weights 40 + 30 + 30 and at most 10 points each.
    static func sample(
        _ weights: [Int64] = [40, 30, 30], maxima: [Int64] = [10, 10, 10], pass: Int64 = 80
    ) -> CriteriaSet {
        CriteriaSet(
            id: ID(2), unit: "40", validFrom: .sample("2026-01-01"),
            criteria: zip(weights, maxima)
                .map { Criterion(name: "Tiêu chí", weight: $0, max: $1) },
            passMark: pass)
    }
}

extension Appraisal {
    static func sample(by person: User.ID, _ points: [Int64] = [9, 9, 9]) -> Appraisal {
        Appraisal(
            id: ID(person.number), model: Model.ID(7), appraiser: person, points: points, remarks: nil,
            recordedAt: .sample)
    }
}

extension Model.RegistrationForm {
    static func sample(
        name: String = "Biến rác thành đường hoa", kind: Model.Kind = .collective,
        replicatedFrom: Model.ID? = nil
    ) -> Model.RegistrationForm {
        Model.RegistrationForm(
            name: name, area: .cultureSociety, kind: kind, year: 2026,
            sections: [.method: "Thu gom phế liệu"],
            replicatedFrom: replicatedFrom)
    }
}

extension Model.Recognition {
    static func sample(_ level: Model.Level = .commune, on day: String = "2026-11-20") -> Model.Recognition {
        Model.Recognition(
            level: level, number: "45/QĐ-UBND", decidedOn: .sample(day), signer: "Nguyễn Văn Hải")
    }
}

extension Model {
    /// Model 7 of hamlet 9 in `state`, with the values that a model in that state has.
    static func sample(
        _ state: State = .draft, owner: Owner = .hamlet(.xom9), form: RegistrationForm = .sample(),
        appraisers: [User.ID]? = nil
    ) -> Model {
        let named: [User.ID] =
            switch state {
            case .draft, .registered, .returned: []
            case .accepted: [.lan, .minh, .yen]
            case .appraised, .recognised, .declined: [.lan, .minh]
            }
        let decision: Decision? =
            switch state {
            case .draft, .registered, .returned, .accepted, .appraised: nil
            case .recognised: Decision(.recognised(.sample()), by: .hai)
            case .declined: Decision(.declined(reason: "Chưa bền vững"), by: .hai)
            }
        return Model(
            id: ID(7), owner: owner, unit: "16702", recordedBy: .lan, recordedAt: .sample, form: form,
            state: state, registeredOn: state == .draft ? nil : .sample("2026-03-01"),
            criteriaSet: state == .draft ? nil : CriteriaSet.ID(2), appraisers: appraisers ?? named,
            remarks: state == .returned ? "Thiếu kết quả đo được" : nil, decision: decision)
    }
}
