import Domain

/// Titles of problems of duties, who must not do what, and of privacy.
extension Sentence {
    static var privateDataTitle: Sentence {
        Sentence(
            vi: "Nội dung này được công khai: không ghi dữ liệu riêng tư ở đây, hãy ghi vào note",
            en: "This text is public: leave out private data, or write it into note")
    }

    static var enrolmentCodeInvalidTitle: Sentence {
        Sentence(
            vi: "Mã ghi danh không đúng, đã dùng hoặc đã hết hạn; hãy xin quản trị viên mã mới",
            en: "The enrolment code is unknown, used or expired; ask the administrator for a new one")
    }

    static var confirmationRequiredTitle: Sentence {
        Sentence(
            vi:
                "Người này đã có mã truy cập: gửi kèm mã đó để xác nhận; nếu đã mất, nhờ quản trị viên thu hồi trước",
            en: "The user already has a token: send it to confirm, or have it revoked first if it was lost")
    }

    static var ownAssignmentTitle: Sentence {
        Sentence(
            vi: "Không ai tự giao việc hoặc tự khóa chính mình; cần quản trị viên khác thực hiện",
            en: "Nobody assigns a duty to themselves or disables themselves; ask another administrator")
    }

    static var roleNotAssignableTitle: Sentence {
        Sentence(
            vi:
                "Quản trị viên của thôn xóm không giao được việc về tiền; hãy nhờ quản trị viên của xã, phường",
            en: "A hamlet's administrator cannot assign duties about money; ask the commune's administrator")
    }

    static var userDisabledTitle: Sentence {
        Sentence(
            vi: "Người dùng đã bị khóa; quản trị viên mở lại trước",
            en: "The user is disabled; an administrator must enable them first")
    }

    static var rolesElsewhereTitle: Sentence {
        Sentence(
            vi:
                "Người này còn vai trò ở nơi khác; hãy thu hồi từng mã ở nơi mình, hoặc nhờ quản trị viên cấp trên",
            en:
                "The user has roles elsewhere; revoke their tokens for your place, or ask an administrator above"
        )
    }

    static var ownRequestTitle: Sentence {
        Sentence(
            vi: "Người đề nghị không được tự duyệt; cần người khác thực hiện",
            en: "Nobody may decide on their own request; ask someone else")
    }

    static var notRequesterTitle: Sentence {
        Sentence(vi: "Chỉ người đề nghị mới rút được đề nghị", en: "Only the requester can withdraw it")
    }

    static var ownVoucherTitle: Sentence {
        Sentence(
            vi: "Người lập phiếu hoặc đã chi tiền không được tự hủy phiếu đó; cần người khác thực hiện",
            en: "Whoever issued the receipt or paid the voucher must not void it; ask someone else")
    }

    static var ownModelTitle: Sentence {
        Sentence(vi: "Người lập hồ sơ không chấm điểm mô hình đó", en: "Others must appraise it")
    }

    static var ownAppraisalTitle: Sentence {
        Sentence(
            vi: "Người đã chấm điểm không được quyết định; cần người khác thực hiện",
            en: "Whoever appraised the model must not decide on it; ask someone else")
    }

    static var samePersonTitle: Sentence {
        Sentence(
            vi: "Hai việc này phải do hai người khác nhau thực hiện",
            en: "These two steps must be done by different people")
    }
}
