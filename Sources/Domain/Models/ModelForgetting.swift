extension Model {
    /// The next version, without what it says of the person; who decided what, when and at which level stays.
    package var forgotten: Model {
        var model = self
        model.form = RegistrationForm(
            name: Household.forgottenName, area: form.area, kind: form.kind, year: form.year,
            replicatedFrom: form.replicatedFrom)
        if model.remarks != nil { model.remarks = Household.forgottenName }
        if let decision, case .declined = decision.outcome {
            model.decision = Decision(.declined(reason: Household.forgottenName), by: decision.by)
        }
        model.version += 1
        return model
    }
}

extension Appraisal {
    /// The same scores without remarks.
    package var forgotten: Appraisal {
        Appraisal(
            id: id, model: model, appraiser: appraiser, points: points, remarks: nil, recordedAt: recordedAt)
    }
}
