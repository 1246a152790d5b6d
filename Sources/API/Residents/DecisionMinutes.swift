import Domain
import Store

/// The minutes (biên bản) of a decision as a printable page, with the fields of the official form.
///
/// - Source: Decree 59/2023, article 3, by DOMAIN §2: chair, secretary, households represented and not represented,
///   method, counting board, result by item. Names of the state and the organs are parameters.
func showMinutes(
    _ input: PathInput<Decision>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HTMLPage {
    let decision = try tx.existing(input.id)
    guard let proceedings = decision.proceedings else {
        throw Refusal.invalidTransition(.decision, step: "print", from: decision.state.rawValue)
    }
    let commune = try tx.commune(of: decision.scope)
    let day = proceedings.heldOn
    var page = HTMLPage(title: "Biên bản: \(decision.draft.title)")
    page.head(
        try tx.value(of: .stateTitle, in: commune, on: day), try tx.value(of: .motto, in: commune, on: day))
    page.heading("BIÊN BẢN \(proceedings.votingMode.heading)")
    page.paragraph("Về: \(decision.draft.title)")
    page.paragraph(
        "Ngày \(day.printed), tại \(proceedings.place), \(try tx.placeName(of: decision.scope, on: day)).")
    page.paragraph("Chủ trì: \(proceedings.chair). Thư ký: \(proceedings.secretary).")
    page.paragraph(
        "Tổng số hộ: \(proceedings.householdsCount). Số hộ có đại diện: \(proceedings.representedCount). "
            + "Số hộ không có đại diện: \(proceedings.notRepresentedCount).")
    if let method = proceedings.method { page.paragraph("Hình thức biểu quyết: \(method.printed).") }
    if !proceedings.board.isEmpty {
        page.paragraph("Ban kiểm phiếu: \(proceedings.board.joined(separator: ", ")).")
        page.paragraph("Người chứng kiến: \(proceedings.witnesses.joined(separator: ", ")).")
    }
    page.table(
        ["TT", "Nội dung", "Tán thành", "Không tán thành", "Ý kiến khác", "Số hộ cần đạt", "Kết quả"],
        rows: decision.draft.items.indices.map { decision.minutesRow(at: $0, proceedings) })
    if !decision.draft.estimate.isEmpty {
        page.paragraph("Dự toán (đơn vị tính: đồng):")
        page.table(["TT", "Nội dung", "Thu", "Chi"], rows: try decision.draft.estimateRows())
    }
    if let quorum = decision.quorum, decision.lacksQuorum {
        let minimum = quorum.minimum(of: proceedings.householdsCount)
        page.paragraph(
            "Cuộc họp không đủ số hộ dự họp (cần \(minimum) hộ, \(quorum.printed)); không nội dung nào được thông qua."
        )
    }
    if let recount = decision.recount {
        page.paragraph("Số hộ đếm lại của ngày biểu quyết: \(recount.householdsCount).")
    }
    if decision.state != .voted { page.paragraph(decision.conclusion) }
    let copies = try [Parameter.Key.communeOrgan, .frontOrgan]
        .map { try tx.organName($0, of: commune, on: day) }
    page.paragraph("Nơi nhận: \(copies.joined(separator: "; ")).")
    if let sending = decision.sending {
        page.paragraph(
            "Đã gửi: \(copies[0]) ngày \(sending.toCommuneOn.printed); "
                + "\(copies[1]) ngày \(sending.toFrontOn.printed).")
    }
    page.signatures([("Thư ký", proceedings.secretary), ("Chủ trì", proceedings.chair)])
    page.signatures(try tx.signatures(of: decision, proceedings.signers, on: day))
    return page
}

extension Decision {
    /// The items that passed and those that did not, by their numbers.
    fileprivate var conclusion: String {
        func numbers(_ isPassed: Bool) -> String {
            outcomes.indices.filter { outcomes[$0].isPassed == isPassed }.map { "\($0 + 1)" }
                .joined(separator: ", ")
        }
        let parts = [("thông qua nội dung", numbers(true)), ("không thông qua nội dung", numbers(false))]
            .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
        return "Kết luận: \(parts.joined(separator: "; "))."
    }

    fileprivate func minutesRow(at index: Int, _ proceedings: Proceedings) -> [String] {
        let votes = proceedings.votes[index]
        var row = ["\(index + 1)", draft.items[index].text]
        row += [votes.inFavour, votes.against, votes.other].map { "\($0)" }
        guard outcomes.indices.contains(index) else { return row + ["", ""] }
        let outcome = outcomes[index]
        row.append(
            "\(outcome.threshold.minimum(of: proceedings.householdsCount)) (\(outcome.threshold.printed))")
        row.append(outcome.isPassed ? "Thông qua" : "Không thông qua")
        return row
    }
}

extension Threshold {
    fileprivate var printed: String {
        "\(isStrict ? "quá" : "ít nhất") \(numerator)/\(denominator) tổng số hộ"
    }
}

extension Decision.VotingMode {
    fileprivate var heading: String {
        switch self {
        case .meeting: "CUỘC HỌP CỦA CỘNG ĐỒNG DÂN CƯ"
        case .ballots: "PHÁT PHIẾU LẤY Ý KIẾN CỦA HỘ GIA ĐÌNH"
        case .online: "BIỂU QUYẾT TRỰC TUYẾN CỦA CỘNG ĐỒNG DÂN CƯ"
        }
    }
}

extension Decision.Method {
    fileprivate var printed: String {
        switch self {
        case .showOfHands: "giơ tay"
        case .secretBallot: "bỏ phiếu kín"
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The four signatures of a decision, with the names that are recorded.
    ///
    /// - Source: Law 10/2022/QH15, article 20.
    fileprivate borrowing func signatures(
        of decision: Decision, _ signers: Decision.Signers, on day: LocalDate
    ) throws -> [(String, String)] {
        var head = "Trưởng thôn, tổ trưởng tổ dân phố"
        if let id = decision.scope.hamlet, let hamlet = try find(id) {
            switch try version(of: hamlet, on: day).kind.class {
            case .thon: head = "Trưởng thôn"
            case .toDanPho: head = "Tổ trưởng tổ dân phố"
            }
        }
        let households = (0..<Decision.Signers.householdsMax)
            .map { index in
                (
                    "Đại diện hộ gia đình",
                    signers.households.indices.contains(index) ? signers.households[index] : ""
                )
            }
        return [
            (head, signers.hamletHead ?? ""), ("Trưởng ban công tác Mặt trận", signers.frontHead ?? ""),
        ] + households
    }

    /// The hamlet and its commune, or the commune, with their names on `day`.
    fileprivate borrowing func placeName(of scope: Decision.Scope, on day: LocalDate) throws -> String {
        let commune = try communeName(try commune(of: scope), on: day)
        guard let id = scope.hamlet, let hamlet = try find(id) else { return commune }
        return "\(hamlet.name), \(commune)"
    }
}
