import Domain

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
        default: preconditionFailure("\(rawValue) has its own title")
        }
    }
}
