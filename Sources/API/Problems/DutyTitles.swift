import Domain

/// Titles of problems of duties, who must not do what, and of privacy.
extension Sentence {
    static var privateDataTitle: Sentence {
        Sentence(
            vi: "Nội dung này được công khai: không ghi dữ liệu riêng tư ở đây, hãy ghi vào note",
            en: "This text is public: leave out private data, or write it into note")
    }

    static var householdCodesConflictTitle: Sentence {
        Sentence(
            vi: "Mã hộ bị trùng giữa các thôn; hãy ghi code_prefix cho từng thôn",
            en: "Households of different hamlets have the same code; give each hamlet a code_prefix")
    }

    static var openPledgesTitle: Sentence {
        Sentence(
            vi: "Hộ còn đăng ký chưa nộp đủ; cần cán bộ văn phòng ghi thu, miễn hoặc hủy trước",
            en: "The household has open pledges; receive, waive or cancel them first")
    }

    static var witnessUnknownTitle: Sentence {
        Sentence(
            vi:
                "Không có chữ ký đúng của bên chứng kiến nào đã khai báo (proof.witnesses); hãy hỏi người quản trị máy",
            en:
                "No configured witness (proof.witnesses) has validly signed this; ask the machine's administrator"
        )
    }

    static var checkpointOldTitle: Sentence {
        Sentence(
            vi: "Bên chứng kiến này đã ký một điểm đối chiếu lớn hơn; hãy ký điểm đối chiếu mới nhất",
            en: "This witness has cosigned a larger checkpoint; cosign the latest one")
    }

    static var checkpointDiffersTitle: Sentence {
        Sentence(
            vi:
                "Điểm đối chiếu này khác với điểm đối chiếu mà dịch vụ đã ký; hãy giữ lại tệp và làm theo docs/TRUST.md",
            en: "This is not the checkpoint that the service signed; keep the file and follow docs/TRUST.md")
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

    static var managedAboveTitle: Sentence {
        Sentence(
            vi:
                "Người này do quản trị viên cấp trên ghi hoặc khóa; hãy nhờ quản trị viên đó giao vai trò hoặc mở lại",
            en:
                "An administrator above recorded or disabled the user; ask them to assign the role or to enable"
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
            vi:
                "Người lập phiếu, đã thu hoặc đã chi tiền không được tự hủy phiếu đó; cần người khác thực hiện",
            en: "Whoever issued the receipt, collected or paid its money must not void it; ask someone else")
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

extension Sentence {
    static var referenceAmbiguousTitle: Sentence {
        Sentence(
            vi: "Tên này chỉ nhiều bản ghi, hoặc khác số đã ghi; hãy ghi thêm nơi hoặc chỉ dùng số",
            en: "The name is that of several, or not of the id given; add the place or use the id")
    }
}

/// Titles of problems of forms of deciding, of households after a vote, and of appraisers.
extension Sentence {
    static var countingBoardRequiredTitle: Sentence {
        Sentence(
            vi: "Bỏ phiếu cần ban kiểm phiếu 3–5 người và 2 người chứng kiến khác",
            en: "Ballots require a counting board of 3 to 5 people and 2 other witnesses")
    }

    static var countingBoardNotAllowedTitle: Sentence {
        Sentence(
            vi: "Ban kiểm phiếu và người chứng kiến chỉ dùng khi bỏ phiếu",
            en: "A counting board and witnesses are allowed only for ballots")
    }
}

extension ProblemCode {
    /// The title of a code of `DutyRefusal`, or of a member that a form of deciding does not have.
    var secondPersonTitle: Sentence {
        switch self {
        case .occupationRepeated:
            Sentence(vi: "Nhóm nghề bị lặp lại", en: "The occupation group is repeated")
        case .estimateItemMissing:
            Sentence(
                vi: "Dự toán phải được biểu quyết: hãy thêm vào items một nội dung có matter là estimate",
                en: "An estimate is voted on: add an item with the matter estimate to items")
        case .formClosed:
            Sentence(
                vi: "Nội dung này không được quyết định bằng hình thức đó; hãy tổ chức họp",
                en: "The matter is not decided in this form; hold a meeting")
        case .formMemberNotAllowed:
            Sentence(
                vi: "Trường này không dùng cho hình thức biểu quyết đã chọn",
                en: "The form of deciding has no such member")
        case .meetingFirst:
            Sentence(
                vi: "Chỉ phát phiếu sau một cuộc họp không đủ số hộ; hãy ghi cuộc họp đó trước",
                en: "Ballots only after a meeting that lacked households; record that meeting first")
        case .onlineNotChosen:
            Sentence(
                vi: "Chưa đủ số hộ chọn biểu quyết trực tuyến; hãy tổ chức họp",
                en: "Too few households chose to vote online; hold a meeting")
        case .householdsChanged:
            Sentence(
                vi: "Số hộ của ngày biểu quyết khác số hộ mà quyết định đã ghi",
                en: "The households of the day of the vote are not as many as the decision counted")
        case .ownCount:
            Sentence(
                vi:
                    "Người lập quyết định hoặc ghi biểu quyết không tự đếm lại số hộ; cần người khác thực hiện",
                en: "Whoever recorded the decision does not count its households again; ask someone else")
        case .ownVotes:
            Sentence(
                vi: "Người ghi kết quả biểu quyết không tự kết luận; cần người khác thực hiện",
                en: "Whoever recorded the votes does not conclude; ask someone else")
        case .recountFails:
            Sentence(
                vi:
                    "Với số hộ đếm lại, có nội dung không đủ tỷ lệ; cần biểu quyết lại bằng một quyết định mới",
                en: "With the households counted again an item would not have passed; hold a new vote")
        case .populationDecided:
            Sentence(
                vi: "Việc này làm thay đổi số hộ của ngày biểu quyết mà bạn đã ghi; cần người khác thực hiện",
                en: "This changes the households of a vote that you recorded; ask someone else")
        case .appraisersFixed:
            Sentence(
                vi: "Đã có người chấm điểm nên không thay đổi hay thêm người chấm điểm được nữa",
                en: "Scores were given: the appraisers are not changed any more, and nobody is added")
        case .appraisersMissing:
            Sentence(
                vi: "Chưa chỉ định người chấm điểm; cán bộ Mặt trận chỉ định trước",
                en: "No appraisers are named; the Front officer names them first")
        case .appraisersPending:
            Sentence(
                vi: "Còn người được chỉ định chưa chấm điểm",
                en: "Named appraisers have not given their scores")
        case .appraiserRepeated:
            Sentence(vi: "Người chấm điểm bị lặp lại", en: "The appraiser is named twice")
        case .notAppraiser:
            Sentence(
                vi: "Bạn không được chỉ định chấm điểm mô hình này; cán bộ Mặt trận chỉ định",
                en: "You are not named as an appraiser of this model; the Front officer names them")
        case .ownHouseholds:
            Sentence(
                vi:
                    "Bạn đã giảm số hộ của ngày biểu quyết sau ngày đó; cần người khác ghi kết quả biểu quyết",
                en:
                    "You lowered the number of households of that day afterwards; another person records its votes"
            )
        case .appraiserWithoutRole:
            Sentence(
                vi: "Người này không có vai trò chấm điểm ở nơi được chấm mô hình",
                en: "The user has no role of appraiser in a place that may appraise the model")
        case .appraiserUnavailable:
            Sentence(
                vi: "Có người được chỉ định không còn chấm điểm được; cán bộ Mặt trận thay người đó",
                en: "A named appraiser can no longer give scores; the Front officer replaces them")
        default: bankTitle
        }
    }
}
