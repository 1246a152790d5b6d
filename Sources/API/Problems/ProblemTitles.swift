import Domain

extension ProblemCode {
    /// The problem and what to do next, for people.
    package var title: Sentence {
        switch self {
        case .jsonMalformed:
            Sentence(vi: "Nội dung gửi lên không phải JSON hợp lệ", en: "The body is not well-formed JSON")
        case .parameterUnknown:
            Sentence(
                vi: "Tham số không có trong đường dẫn này", en: "The parameter is not known for this path")
        case .parameterInvalid:
            Sentence(vi: "Giá trị tham số không hợp lệ", en: "The parameter value is not valid")
        case .cursorMismatch:
            Sentence(
                vi: "Con trỏ trang không thuộc danh sách này; hãy đọc lại từ trang đầu",
                en: "The cursor belongs to another list; start again at the first page")
        case .idempotencyKeyMissing:
            Sentence(
                vi: "Thiếu trường Idempotency-Key; hãy gửi một khóa mới cho mỗi việc",
                en: "Idempotency-Key is missing; send a new key for each operation")
        case .idempotencyKeyMalformed:
            Sentence(
                vi: "Idempotency-Key phải có 16–255 ký tự A–Z a–z 0–9 . _ : ~ -",
                en: "Idempotency-Key must have 16–255 characters of A–Z a–z 0–9 . _ : ~ -")
        case .idempotencyKeyReused:
            Sentence(
                vi: "Khóa này đã dùng cho một yêu cầu khác; hãy gửi khóa mới",
                en: "The key was already used for another request; send a new key")
        case .tokenMissing:
            Sentence(
                vi: "Cần mã truy cập: gửi trường Authorization: Bearer dv_…",
                en: "A token is required: send the header field Authorization: Bearer dv_…")
        case .tokenInvalid:
            Sentence(
                vi: "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi; hãy xin quản trị viên cấp mã mới",
                en: "The token is unknown, expired or revoked; ask for a new one")
        case .roleMissing:
            Sentence(
                vi: "Bạn không có quyền thực hiện việc này; hãy nhờ người có thẩm quyền",
                en: "Your role does not permit this; ask someone who has the role")
        case .notFound: Sentence(vi: "Không tìm thấy", en: "Not found")
        case .methodNotAllowed:
            Sentence(
                vi: "Đường dẫn này không nhận phương thức đó",
                en: "The path does not support this method")
        case .notAcceptable:
            Sentence(
                vi:
                    "Không có dạng trả lời như yêu cầu; hãy chọn một dạng có ở phần chi tiết (Accept hoặc ?format=)",
                en: "The requested response format is not available; choose another (Accept or ?format=)")
        case .mediaTypeUnsupported:
            Sentence(
                vi: "Content-Type không được nhận ở đây", en: "The Content-Type is not supported here")
        case .versionMissing:
            Sentence(
                vi: "Thiếu If-Match: hãy đọc lại bản ghi và gửi ETag của nó",
                en: "If-Match is missing; read the record and send its ETag")
        case .versionMismatch:
            Sentence(
                vi: "Bản ghi đã thay đổi; hãy đọc lại rồi làm lại",
                en: "The record has changed; read it again and retry")
        case .inputInvalid: Sentence(vi: "Nội dung gửi lên có chỗ sai", en: "The input is not valid")
        case .memberMissing: Sentence(vi: "Thiếu trường bắt buộc", en: "A required member is missing")
        case .memberUnknown: Sentence(vi: "Có trường không dùng ở đây", en: "The member is not known")
        case .memberRepeated: Sentence(vi: "Trường bị lặp lại", en: "A member is repeated")
        case .typeMismatch: Sentence(vi: "Giá trị sai kiểu", en: "The value has the wrong type")
        case .textInvalid:
            Sentence(
                vi: "Văn bản rỗng hoặc có ký tự không dùng được",
                en: "The text is empty or contains characters that are not allowed")
        case .textTooLong: Sentence(vi: "Văn bản quá dài", en: "The text is too long")
        case .numberOutOfRange:
            Sentence(vi: "Số nằm ngoài khoảng cho phép", en: "The number is out of range")
        case .amountNotExact:
            Sentence(
                vi: "Số tiền phải là số nguyên đồng, không quá 9.007.199.254.740.991",
                en: "The amount must be a whole number of đồng, at most 9007199254740991")
        case .amountNotPositive: Sentence(vi: "Số tiền phải lớn hơn 0", en: "The amount must be positive")
        case .dateInvalid:
            Sentence(
                vi: "Ngày không hợp lệ; viết dạng năm-tháng-ngày, ví dụ 2026-11-23",
                en: "The date is not valid; write YYYY-MM-DD")
        case .dateBeforeSeries: .dateBeforeSeriesTitle
        case .bookNotRegistered: .bookNotRegisteredTitle
        case .bookClosed: .bookClosedTitle
        case .dateOutOfRange: Sentence(vi: "Ngày nằm ngoài khoảng cho phép", en: "The date is out of range")
        case .choiceUnknown: Sentence(vi: "Giá trị không có trong danh sách", en: "The value is not listed")
        case .referenceAmbiguous: .referenceAmbiguousTitle
        case .referenceUnknown:
            Sentence(vi: "Mã số không có trong sổ; hãy kiểm tra lại", en: "The reference is unknown")
        case .donorAmbiguous:
            Sentence(
                vi: "Cần đúng một người đóng góp: household, organisation hoặc sponsor_name",
                en: "Exactly one donor is required: household, organisation or sponsor_name")
        case .householdElsewhere:
            Sentence(
                vi: "Hộ không thuộc thôn xóm này; hãy chọn quỹ của thôn xóm nơi hộ ở",
                en: "The household does not belong to this hamlet")
        case .pledgeMismatch:
            Sentence(
                vi: "Đăng ký này thuộc hộ hoặc quỹ khác; hãy chọn đăng ký của đúng hộ và quỹ",
                en: "The pledge belongs to another household or fund")
        case .unitRequired: Sentence(vi: "Cần ghi rõ mã đơn vị", en: "The unit code is required")
        case .alreadyExists:
            Sentence(
                vi: "Đã có bản ghi trùng thông tin này; hãy dùng bản ghi đó hoặc sửa chỗ trùng",
                en: "Such a record already exists")
        case .invalidTransition:
            Sentence(
                vi: "Chưa thực hiện được bước này: cần làm theo phần chi tiết trước",
                en: "The step is not allowed in the current state")
        case .privateData: .privateDataTitle
        case .enrolmentCodeInvalid: .enrolmentCodeInvalidTitle
        case .witnessUnknown: .witnessUnknownTitle
        case .checkpointOld: .checkpointOldTitle
        case .checkpointDiffers: .checkpointDiffersTitle
        case .confirmationRequired: .confirmationRequiredTitle
        case .ownAssignment: .ownAssignmentTitle
        case .roleNotAssignable: .roleNotAssignableTitle
        case .userDisabled: .userDisabledTitle
        case .rolesElsewhere: .rolesElsewhereTitle
        case .managedAbove: .managedAboveTitle
        case .ownRequest: .ownRequestTitle
        case .notRequester: .notRequesterTitle
        case .ownVoucher: .ownVoucherTitle
        case .ownModel: .ownModelTitle
        case .ownAppraisal: .ownAppraisalTitle
        case .samePerson: .samePersonTitle
        case .amountTooLarge:
            Sentence(
                vi: "Tổng số tiền vượt quá giới hạn; hãy kiểm tra lại số tiền", en: "The sum is too large")
        case .balanceTooLow:
            Sentence(vi: "Số dư của quỹ không đủ", en: "The amount exceeds the balance of the fund")
        case .balanceTooLowOnDate:
            Sentence(vi: "Số dư của quỹ vào một ngày trước không đủ", en: "The balance was too low on a day")
        case .refundTooLarge: .refundTooLargeTitle
        case .hasRefunds: .hasRefundsTitle
        case .periodClosed: .periodClosedTitle
        case .periodOpen: .periodOpenTitle
        case .periodNotReady: .periodNotReadyTitle
        case .periodOrder: .periodOrderTitle
        case .bookChanged: .bookChangedTitle
        case .notCounter: .notCounterTitle
        case .tooManyRequests:
            Sentence(
                vi: "Quá nhiều yêu cầu; hãy gửi lại sau giây lát",
                en: "Too many requests; send it again shortly")
        case .requestMalformed: Sentence(vi: "Yêu cầu HTTP sai cú pháp", en: "The HTTP request is malformed")
        case .requestTimeout:
            Sentence(vi: "Yêu cầu đến quá chậm; hãy gửi lại", en: "The request arrived too slowly")
        case .bodyTooLarge: Sentence(vi: "Nội dung gửi lên quá lớn", en: "The body is too large")
        case .requestLineTooLong: Sentence(vi: "Đường dẫn quá dài", en: "The request line is too long")
        case .expectationUnknown:
            Sentence(vi: "Expect chỉ nhận 100-continue", en: "Expect supports only 100-continue")
        case .headerTooLarge: Sentence(vi: "Phần đầu yêu cầu quá lớn", en: "The request header is too large")
        case .methodUnknown:
            Sentence(
                vi: "Phương thức hoặc cách truyền không được hỗ trợ",
                en: "The method or transfer coding is not supported")
        case .versionUnsupported:
            Sentence(vi: "Chỉ hỗ trợ HTTP/1.1 và HTTP/1.0", en: "Only HTTP/1.1 and HTTP/1.0 are supported")
        case .busy:
            Sentence(
                vi: "Máy chủ đang bận; hãy gửi lại sau giây lát",
                en: "The server is busy; send it again shortly")
        case .clockBehind:
            Sentence(vi: "Đồng hồ máy chủ chạy sau sổ", en: "The server's clock is behind the books")
        case .shuttingDown:
            Sentence(
                vi: "Máy chủ đang dừng; hãy gửi lại sau giây lát",
                en: "The server is stopping; send it again shortly")
        case .tooManyConnections:
            Sentence(vi: "Quá nhiều kết nối; hãy thử lại sau", en: "Too many connections; try again")
        case .diskFull:
            Sentence(
                vi: "Ổ đĩa đầy: chưa ghi gì; hãy báo người quản trị",
                en: "The disk is full and nothing was stored; inform the administrator")
        case .internalError:
            Sentence(
                vi: "Lỗi của máy chủ; hãy báo người quản trị kèm request_id",
                en: "Server error; send the request_id to the administrator")
        case .ownerAmbiguous:
            Sentence(
                vi: "Cần đúng một chủ mô hình: hamlet hoặc organisation",
                en: "Exactly one owner is required: hamlet or organisation")
        case .frozen:
            Sentence(
                vi: "Đã có quyết định: không thay đổi được nữa",
                en: "The decision has been made; no more changes are possible")
        case .appraisalMissing:
            Sentence(
                vi: "Chưa đủ hai người chấm điểm; cần người thẩm định chấm điểm trước khi quyết định",
                en: "Two appraisals are required before the decision")
        case .alreadyAppraised:
            Sentence(
                vi: "Mỗi người chỉ chấm một mô hình một lần; cần người thẩm định khác",
                en: "Each person may appraise a model only once")
        case .appraiserInOwnerUnit:
            Sentence(
                vi: "Người chấm không được thuộc đơn vị của chủ mô hình; cần người thẩm định ở đơn vị khác",
                en: "The appraiser must not belong to the owner's unit")
        case .criteriaSetMissing:
            Sentence(
                vi: "Chưa có bộ tiêu chí có hiệu lực cho đơn vị này; cần cán bộ Mặt trận ban hành trước",
                en: "No criteria set is in force for this unit; record one first")
        case .weightsTotal:
            Sentence(vi: "Tổng trọng số phải bằng 100", en: "The weights must add up to 100")
        case .maximaIncompatible:
            Sentence(
                vi: "Các điểm tối đa quá lẻ nhau để tính chính xác; hãy dùng các số như 5, 10, 20, 100",
                en: "The maximum scores cannot be combined exactly; use numbers such as 5, 10, 20, 100")
        case .scoresIncomplete:
            Sentence(
                vi: "Mỗi tiêu chí phải có đúng một điểm", en: "Each criterion requires exactly one score")
        case .scoreTooLarge:
            Sentence(
                vi: "Điểm vượt mức tối đa của tiêu chí",
                en: "The score exceeds the maximum of its criterion")
        case .scoreBelowPass:
            Sentence(
                vi: "Điểm trung bình chưa đạt mức công nhận; chỉ có thể ghi không công nhận kèm lý do",
                en: "The mean is below the pass mark")
        case .replicationCycle:
            Sentence(vi: "Mô hình không thể nhân rộng từ chính nó", en: "A model cannot copy itself")
        case .districtEnded:
            Sentence(
                vi: "Không còn cấp huyện sau ngày 30/6/2025",
                en: "Districts no longer exist after 2025-06-30")
        case .parameterValueInvalid:
            Sentence(vi: "Giá trị không đúng dạng của tham số", en: "The value has another format")
        case .parameterWeaker:
            Sentence(vi: "Dưới cấp tỉnh chỉ được quy định chặt hơn", en: "It may only be stricter here")
        case .parameterMissing:
            Sentence(
                vi: "Chưa có tham số có hiệu lực cho đơn vị này; cần quản trị viên khai báo trước",
                en: "No parameter is in force for this unit; record one first")
        case .scopeAmbiguous:
            Sentence(
                vi: "Cần đúng một phạm vi: hamlet hoặc commune",
                en: "Exactly one scope is required: hamlet or commune")
        case .representedTooLarge:
            Sentence(
                vi: "Số hộ có đại diện nhiều hơn tổng số hộ",
                en: "More households are represented than exist")
        case .resultsIncomplete:
            Sentence(vi: "Mỗi nội dung phải có đúng một kết quả", en: "Each item requires exactly one result")
        case .votesMismatch:
            Sentence(
                vi: "Tán thành + không tán thành + ý kiến khác phải bằng số hộ có đại diện",
                en: "For + against + other must equal the number of households represented")
        case .countingBoardRequired: .countingBoardRequiredTitle
        case .countingBoardNotAllowed: .countingBoardNotAllowedTitle
        case .consentsLapsed:
            Sentence(
                vi: "Ý kiến đồng thuận đã hết hiệu lực; hãy lấy lại trước khi biểu quyết",
                en: "The consents have lapsed; collect them again before the vote")
        case .opinionsMismatch:
            Sentence(
                vi: "Đồng ý + không đồng ý + không hợp lệ phải bằng số người tham gia",
                en: "Agreed + disagreed + invalid must equal the number of participants")
        case .occupationUnknown:
            Sentence(
                vi: "Nhóm nghề không có trong danh mục; hãy dùng tên đã khai báo",
                en: "The occupation group is not on the list; use one that is")
        case .closed:
            Sentence(
                vi: "Đã kết thúc, không ghi thêm được; xem nơi tiếp nhận ở phần chi tiết",
                en: "It has ended; nothing more can be recorded")
        case .recordsAfterEffectiveDate:
            Sentence(
                vi: "Đã có ghi chép từ ngày đó; hãy chọn ngày muộn hơn hoặc hủy phần ghi sai",
                en: "Records are dated on or after that day; choose a later day or void wrong records")
        case .householdCodesConflict: .householdCodesConflictTitle
        case .remainderAmbiguous:
            Sentence(
                vi: "Đúng một thôn mới không ghi households: thôn đó nhận phần còn lại",
                en: "Exactly one successor must list no households: it takes the rest")
        case .decisionMissing:
            Sentence(
                vi: "Quỹ chưa có quyết định của cộng đồng dân cư nên chưa được thu của hộ",
                en: "No decision of the residents allows the fund to collect from households yet")
        case .decisionNotApplicable:
            Sentence(
                vi: "Cần quyết định đang có hiệu lực của thôn hoặc xã, về đúng việc thu hoặc chi này",
                en: "Requires a decision in force of the hamlet or commune, on this collecting or spending")
        case .estimateItemMissing, .occupationRepeated, .formClosed, .formMemberNotAllowed, .meetingFirst,
            .onlineNotChosen,
            .householdsChanged,
            .ownCount, .ownVotes, .recountFails, .populationDecided, .appraisersFixed, .appraisersMissing,
            .appraisersPending, .appraiserRepeated, .notAppraiser, .ownHouseholds, .appraiserWithoutRole,
            .appraiserUnavailable, .creditExceeded, .ownerElsewhere, .referenceDiffers, .signatureInvalid,
            .bankAccountMissing, .accountNotTransferable, .controlTotalMismatch, .noChange, .severalLines,
            .foreignAmountMismatch, .payableExceeded, .payableSettled, .payableMismatch, .payableOpen,
            .handTooLow, .ownCash, .receiptsDiffer, .cashInHand, .fundPassesThrough, .othersMoneyHeld:
            secondPersonTitle
        case .openPledges: .openPledgesTitle
        }
    }
}
