import Domain

extension Problem {
    init(of refusal: AccessRefusal) {
        switch refusal {
        case .enrolmentCodeInvalid:
            self.init(errors: [
                FieldError("/code", .enrolmentCodeInvalid, ProblemCode.enrolmentCodeInvalid.title)
            ])
        case .confirmationRequired: self.init(.confirmationRequired)
        case .ownAssignment: self.init(.ownAssignment)
        case .roleNotAssignable(let role):
            let sentence = Sentence(
                vi: "vai trò \(role.vietnamese) do quản trị viên của xã, phường giao",
                en: "the commune's administrator assigns the role \(role.rawValue)")
            self.init(errors: [FieldError("/role", .roleNotAssignable, sentence)])
        case .userDisabled(let day):
            self.init(
                .userDisabled,
                detail: Sentence(
                    vi: "Bị khóa từ ngày \(day.printed); quản trị viên mở lại bằng bước enable.",
                    en: "Disabled since \(day.text); an administrator enables them again."))
        case .rolesElsewhere: self.init(.rolesElsewhere)
        }
    }
}
