import Domain
import Store

let contributionEndpoints: [Endpoint] = [
    .receipt(
        "/v1/contributions", roles: [.hamletHead, .clerk, .treasurer],
        Sentence(
            vi: "Thu một khoản đóng góp và lập phiếu thu",
            en: "Records a contribution and issues its receipt."),
        recordContribution),
    .show(
        "/v1/contributions/{id}", as: ContributionView.self,
        Sentence(vi: "Một khoản đóng góp", en: "Shows a contribution.")),
    .post(
        "/v1/contributions/{id}/void", roles: [.accountant, .treasurer, .approver], key: .required,
        needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy phiếu thu sai; người hủy khác người lập, số phiếu giữ nguyên",
            en: "Voids a wrong receipt by a second person; its number stays used."), voidContribution),
    .post(
        "/v1/contributions/{id}/reverse", roles: [.accountant, .treasurer, .approver], key: .required,
        needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy phiếu thu sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a wrong receipt of a closed month; the correction is posted today."),
        reverseContribution),
    .post(
        "/v1/contributions/{id}/replace", roles: [.accountant, .treasurer, .approver], key: .required,
        needsVersion: true,
        Sentence(
            vi: "Hủy phiếu thu sai và lập phiếu đúng thay thế trong một bước; người thay khác người lập",
            en: "Voids a wrong receipt and issues the right one in one step, by a second person."),
        replaceContribution),
    .read(
        "/v1/hamlets/{id}/contributions",
        Sentence(
            vi: "Các khoản đóng góp của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's contributions, newest first."),
        listContributions),
    .publicRead(
        "/v1/public/hamlets/{id}/contributions", etag: .owner,
        Sentence(
            vi: "Các khoản đóng góp của thôn xóm, công khai", en: "Lists a hamlet's contributions publicly."),
        listPublicContributions),
]

struct VoidInput: Input {
    let id: Contribution.ID
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
    }

    var target: Target? { Target(id, exit: .refund(id)) }
}

struct NewContributionInput: Input {
    let fund: Fund.ID
    let donor: Contribution.Donor
    let isAnonymous: Bool
    let pledge: Pledge.ID?
    let method: Contribution.Method
    let bankReference: String?
    let amount: Dong
    /// Nil means today.
    let receivedOn: LocalDate?
    /// As printed on the receipt; nil means the donor's name.
    let payerName: String?
    /// As printed on the receipt; nil means that of the donor, as far as it is known.
    let payerAddress: String?
    let reason: String?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String

    init(from decoder: inout RequestDecoder) { self.init(from: &decoder, needsDay: false) }

    /// As the request, or with `received_on` required: a row of a table that left it out would be another receipt on
    /// another day.
    init(from decoder: inout RequestDecoder, needsDay: Bool) {
        fund = decoder.id("fund")
        donor = NewContributionInput.donor(from: &decoder)
        isAnonymous = decoder.boolean("anonymous", default: false)
        pledge = decoder.optionalID("pledge")
        let method = decoder.optionalChoice("method", of: Contribution.Method.self, isRequired: true)
        self.method = method ?? .cash
        bankReference = decoder.bankReference("bank_reference")
        amount = decoder.dong("amount")
        receivedOn = decoder.optionalDate("received_on", isRequired: needsDay)
        payerName = decoder.optionalDonorName("payer_name", upTo: 100)
        payerAddress = decoder.optionalText("payer_address", upTo: 200)
        reason = decoder.optionalText("reason", upTo: 300)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        if bankReference != nil, method == .cash {
            decoder.addError(
                "bank_reference", .inputInvalid,
                Sentence(vi: "chỉ dùng khi method là bank", en: "only with method bank"))
        }
        if isAnonymous, donor.sponsor?.kind == .state {
            decoder.addError("anonymous", .inputInvalid, .stateSupportIsPublic)
        }
        if pledge != nil, donor.household == nil,
            decoder.contains("organisation") || decoder.contains("sponsor_name")
        {
            decoder.addError(
                "pledge", .pledgeMismatch,
                Sentence(
                    vi: "chỉ hộ mới có đăng ký",
                    en: "only a household has pledges")
            )
        }
    }

    var target: Target? { Target(fund, named: .fund) }

    /// The donor in the request; adds an error when there is none or more than one.
    static func donor(from decoder: inout RequestDecoder) -> Contribution.Donor {
        let household: Household.ID? = decoder.optionalID("household")
        let organisation: Organisation.ID? = decoder.optionalID("organisation")
        let sponsorName = decoder.optionalDonorName("sponsor_name", upTo: 100)
        let sponsorKind = decoder.optionalChoice("sponsor_kind", of: Contribution.Sponsor.Kind.self)
        let level = decoder.optionalChoice("sponsor_level", of: Contribution.Sponsor.Level.self)
        let donorsCount = [
            decoder.contains("household"), decoder.contains("organisation"), decoder.contains("sponsor_name"),
        ]
        .count { $0 }
        guard donorsCount == 1 else {
            decoder.addError("household", .donorAmbiguous, ProblemCode.donorAmbiguous.title)
            return .household(Identifier(1))
        }
        if sponsorKind != nil, !decoder.contains("sponsor_name") {
            decoder.addError(
                "sponsor_kind", .donorAmbiguous,
                Sentence(vi: "cần sponsor_name", en: "requires sponsor_name"))
        }
        checkLevel(level, of: sponsorKind, in: &decoder)
        if let household { return .household(household) }
        if let organisation { return .organisation(organisation) }
        if let sponsorName {
            // A kind that lacks its level was reported: any value will do.
            let kind = sponsorKind == .state && level == nil ? .person : sponsorKind ?? .person
            return .sponsor(
                Contribution.Sponsor(name: sponsorName, kind: kind, level: kind == .state ? level : nil))
        }
        return .household(Identifier(1))
    }

    /// Reports a state agency without its level, and a level of another donor.
    private static func checkLevel(
        _ level: Contribution.Sponsor.Level?, of kind: Contribution.Sponsor.Kind?,
        in decoder: inout RequestDecoder
    ) {
        if kind == .state, !decoder.contains("sponsor_level") {
            decoder.addError("sponsor_level", .memberMissing, ProblemCode.memberMissing.title)
        }
        if kind != .state, decoder.contains("sponsor_level") {
            decoder.addError(
                "sponsor_level", .donorAmbiguous,
                Sentence(vi: "chỉ dùng với sponsor_kind state", en: "only with sponsor_kind state"))
        }
    }
}

func recordContribution(
    _ input: NewContributionInput, by caller: Caller, in group: inout ContributionGroup,
    _ tx: borrowing WriteTransaction
) throws -> ContributionView {
    ContributionView(value: try group.record(input, by: caller, in: tx))
}

/// Credits `amount` to the pledge named in the request.
private func receive(
    _ amount: Dong, onPledge id: Pledge.ID?, to fund: Fund, by donor: Contribution.Donor,
    for caller: Caller, in tx: borrowing WriteTransaction
) throws {
    guard let id else { return }
    guard let pledge = try tx.find(id) else { throw Refusal.unknownReference(.pledge, at: .pledge) }
    guard pledge.fund == fund.id, pledge.household == donor.household else {
        throw try tx.refusal(.pledgeMismatch(at: .pledge), about: id, named: .pledge, for: caller)
    }
    try tx.save(try pledge.receiving(amount), replacing: pledge, in: fund.hamlet)
}

func voidContribution(
    _ input: VoidInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ContributionView {
    let contribution = try tx.existing(input.id)
    guard try tx.refunds(of: contribution.id) == .zero else { throw Refusal.hasRefunds }
    let voided = try contribution.voided(by: caller.user, for: input.reason, at: tx.now)
    try tx.void(voided)
    if let id = contribution.pledge, let pledge = try tx.find(id) {
        try tx.save(pledge.reversing(contribution.amount), replacing: pledge, in: contribution.hamlet)
    }
    return ContributionView(value: voided)
}

extension WriteTransaction {
    /// Records the contribution in `input` with its receipt; the caller must store `sums` in the same job.
    borrowing func receive(
        _ input: NewContributionInput, by caller: Caller, to fund: Fund, of hamlet: Hamlet,
        keyed key: Contribution.ImportKey? = nil, replacing replaced: Replaced? = nil,
        keeping checks: inout CollectionChecks, adding sums: inout ContributionSums
    ) throws -> Contribution {
        let donor = input.donor
        let day = try effectiveDate(input.receivedOn, named: .receivedOn, in: hamlet)
        if let household = donor.household {
            try checkCollection(
                from: household, by: fund, of: hamlet, on: day, named: .receivedOn, keeping: &checks)
        }
        if donor.sponsor?.level == .district, day > AdministrativeUnit.lastDistrictDay {
            throw Refusal.districtEnded(at: .sponsorLevel)
        }
        let version = try version(of: hamlet, on: day)
        let (donorName, address, isStateAgency) = try facts(
            of: donor, in: version, on: day, for: caller)
        if isStateAgency, input.isAnonymous {
            throw Problem(errors: [FieldError("/anonymous", .inputInvalid, .stateSupportIsPublic)])
        }
        try API.receive(input.amount, onPledge: input.pledge, to: fund, by: donor, for: caller, in: self)
        let book = try book(input.book, byDefault: input.defaultBook, adding: &sums)
        let issuedOn = replaced == nil ? day : today
        let series = Voucher.Series(hamlet: hamlet.id, kind: .receipt, year: issuedOn.year, book: book.name)
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: issuedOn, after: sums),
            namesBook: book.isNamed, issuedOn: issuedOn,
            amount: input.amount, partyName: input.payerName ?? donorName,
            partyAddress: input.payerAddress ?? address,
            reason: input.reason ?? fund.reasonOfReceipts)
        let contribution = Contribution(
            id: try replaced?.replacement ?? newID(), hamlet: hamlet.id, fund: fund.id, donor: donor,
            donorName: voucher.partyName == donorName ? nil : donorName,
            source: donor.source(isStateAgency: isStateAgency),
            isAnonymous: input.isAnonymous,
            pledge: input.pledge, method: input.method,
            bankReference: input.bankReference, receivedOn: day, voucher: voucher, importKey: key,
            replaces: replaced?.id,
            recordedBy: caller.user, recordedAt: now)
        try record(contribution, in: version.commune, adding: &sums)
        return contribution
    }

    /// The donor's name and address on `day`, for the receipt, and whether it is an organisation of the state; the
    /// address is empty when it is not known.
    ///
    /// An organisation may contribute anywhere, a household only in its own hamlet.
    ///
    /// - Parameters:
    ///   - donor: the donor.
    ///   - hamlet: the version of the fund's hamlet that was valid on `day`.
    ///   - day: the effective date.
    ///   - caller: whoever names the donor.
    /// - Returns: both texts as printed; true for a state agency.
    /// - Throws: `Refusal.unknownReference`; those of `household(_:of:on:named:)`.
    fileprivate borrowing func facts(
        of donor: Contribution.Donor, in hamlet: Hamlet, on day: LocalDate, for caller: Caller
    ) throws -> (name: String, address: String, isStateAgency: Bool) {
        switch donor {
        case .household(let id):
            let household = try household(id, of: hamlet, on: day, named: .receivedOn, for: caller)
            let place = [household.address, hamlet.name, try communeName(hamlet.commune, on: day)]
            return (household.headName, place.compactMap { $0 }.joined(separator: ", "), false)
        case .organisation(let id):
            // Naming any other would tell names that a list does not.
            guard let organisation = try find(id),
                try unitPath(hamlet.commune, on: day)?.contains(organisation.unit) == true
                    || unitPath(organisation.unit, on: day)?.contains(hamlet.commune) == true
            else { throw Refusal.unknownReference(.organisation, at: .organisation) }
            let address = try communeName(organisation.unit, on: day)
            return (organisation.name, address, organisation.kind == .stateAgency)
        case .sponsor(let sponsor): return (sponsor.name, "", false)
        }
    }
}

extension Sentence {
    fileprivate static var stateSupportIsPublic: Sentence {
        Sentence(vi: "tiền Nhà nước hỗ trợ được công khai", en: "state support is public")
    }
}
