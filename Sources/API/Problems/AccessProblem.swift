import Domain

extension PrivateData {
    var sentence: Sentence {
        switch self {
        case .identityNumber:
            Sentence(
                vi: "có số như số định danh; nội dung này được công khai, hãy ghi vào note",
                en: "contains a number like an identity number; this text is public, use note")
        case .telephone:
            Sentence(
                vi: "có số điện thoại; nội dung này được công khai, hãy ghi vào note",
                en: "contains a telephone number; this text is public, use note")
        case .householdName:
            Sentence(
                vi:
                    "nêu tên chủ hộ có xếp loại kinh tế hoặc được hỗ trợ; nội dung này được công khai, hãy ghi vào note",
                en:
                    "names the head of a household with an economic tier or with support; this text is public, use note"
            )
        }
    }
}

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
        case .managedAbove: self.init(.managedAbove)
        }
    }
}
