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
            en: "Lists a hamlet's contributions, newest first.")
    ) { (input: ContributionListInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listContributions(input, by: caller, in: tx)
    }
    // 500 rows take 2 to 3 ms.
    .slow(with: "limit"),
    .read(
        "/v1/contributions",
        Sentence(
            vi: "Các khoản đóng góp của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the contributions to a hamlet, a commune or an organisation, newest first.")
    ) { (input: ContributionListInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listContributions(input, by: caller, in: tx)
    }
    .slow(with: "limit"),
    .publicRead(
        "/v1/public/hamlets/{id}/contributions", etag: .owner,
        Sentence(
            vi: "Các khoản đóng góp của thôn xóm, công khai", en: "Lists a hamlet's contributions publicly.")
    ) { (input: PublicContributionListInput<HamletInPath>, tx: borrowing ReadTransaction) in
        try listPublicContributions(input, in: tx)
    },
    .publicRead(
        "/v1/public/contributions", etag: .all,
        Sentence(
            vi: "Các khoản đóng góp của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Lists the contributions to a hamlet, a commune or an organisation publicly.")
    ) { (input: PublicContributionListInput<OwnerInQuery>, tx: borrowing ReadTransaction) in
        try listPublicContributions(input, in: tx)
    },
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
    guard pledge.fund == fund.id, pledge.household == donor.household, let hamlet = fund.owner.hamlet else {
        throw try tx.refusal(.pledgeMismatch(at: .pledge), about: id, named: .pledge, for: caller)
    }
    try tx.save(try pledge.receiving(amount), replacing: pledge, in: hamlet)
}

func voidContribution(
    _ input: VoidInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ContributionView {
    let contribution = try tx.existing(input.id)
    try contribution.checkWhole(before: "void")
    guard try tx.refunds(of: contribution.id) == .zero else { throw Refusal.hasRefunds }
    let voided = try contribution.voided(by: caller.user, for: input.reason, at: tx.now)
    try tx.void(voided)
    try tx.reverse(contribution, onPledge: contribution.pledge)
    return ContributionView(value: voided)
}

extension WriteTransaction {
    /// Takes what `contribution` gave from its pledge, if it has one; only hamlets have pledges.
    borrowing func reverse(_ contribution: Contribution, onPledge id: Pledge.ID?) throws {
        guard let hamlet = contribution.owner.hamlet, let pledge = try id.flatMap({ try find($0) }) else {
            return
        }
        try save(pledge.reversing(contribution.amount), replacing: pledge, in: hamlet)
    }

    /// Records the contribution in `input` with its receipt; the caller must store `sums` in the same job.
    ///
    /// `line` says which line of its receipt it is; the lines are recorded one after the other.
    borrowing func receive(
        _ input: NewContributionInput, as line: Voucher.Line = .only, by caller: Caller, to fund: Fund,
        of keeper: BookKeeper,
        keyed key: Contribution.ImportKey? = nil, replacing replaced: Replaced? = nil,
        keeping checks: inout CollectionChecks, adding sums: inout ContributionSums
    ) throws -> Contribution {
        let donor = input.donor
        let day = try effectiveDate(input.receivedOn, named: .receivedOn, by: keeper)
        let version = try version(of: keeper, on: day)
        if let household = donor.household {
            let hamlet = try keeper.hamlet ?? hamlet(of: household, in: version, on: day)
            // What is collected for others has a legal basis of its own.
            if fund.passThrough == nil {
                try checkCollection(
                    from: household, by: fund, of: hamlet, on: day, named: .receivedOn, keeping: &checks)
            }
        }
        if donor.sponsor?.level == .district, day > AdministrativeUnit.lastDistrictDay {
            throw Refusal.districtEnded(at: .sponsorLevel)
        }
        let (name, address, isStateAgency) = try facts(of: donor, in: version, on: day, for: caller)
        let donorName = input.donorNames ?? name
        let source = donor.source(isStateAgency: isStateAgency)
        if source == .state, input.isAnonymous {
            throw Problem(errors: [FieldError("/anonymous", .inputInvalid, .stateSupportIsPublic)])
        }
        // That of a replaced receipt stays, whatever became of the collector since.
        if let collector = input.collector, replaced == nil { try checkCollector(collector, of: fund.id) }
        try API.receive(input.amount, onPledge: input.pledge, to: fund, by: donor, for: caller, in: self)
        let book = try book(input.book, byDefault: input.defaultBook, adding: &sums)
        let issuedOn = replaced == nil ? day : today
        let series = Voucher.Series(owner: fund.owner, kind: .receipt, year: issuedOn.year, book: book.name)
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: issuedOn, after: sums, for: line),
            line: line, namesBook: book.isNamed, issuedOn: issuedOn,
            amount: input.amount, partyName: input.payerName ?? donorName,
            partyAddress: input.payerAddress ?? address,
            reason: input.reason ?? fund.reasonOfReceipts, attachments: input.attachments)
        let contribution = Contribution(
            id: try line.isFirst ? replaced?.replacement ?? newID() : newID(), owner: fund.owner,
            fund: fund.id, donor: donor,
            donorName: voucher.partyName == donorName ? nil : donorName, donorNames: input.donorNames,
            source: source,
            isAnonymous: input.isAnonymous,
            pledge: input.pledge, method: input.method,
            bankReference: input.bankReference, receivedOn: day, voucher: voucher, foreign: input.foreign,
            importKey: key, replaces: replaced?.id, collector: input.collector,
            passesThrough: fund.passThrough != nil,
            recordedBy: caller.user, recordedAt: now)
        try record(contribution, in: version.unit, adding: &sums)
        return contribution
    }

    /// The donor's name and address on `day`, for the receipt, and whether it is an organisation of the state; the
    /// address is empty when it is not known.
    ///
    /// An organisation may contribute anywhere, a household only to its own hamlet, commune and their organisations.
    ///
    /// - Parameters:
    ///   - donor: the donor.
    ///   - keeper: whoever keeps the books of the fund, as on `day`.
    ///   - day: the effective date.
    ///   - caller: whoever names the donor.
    /// - Returns: both texts as printed; true for a state agency.
    /// - Throws: `Refusal.unknownReference`; those of `household(_:of:on:named:)`.
    fileprivate borrowing func facts(
        of donor: Contribution.Donor, in keeper: BookKeeper, on day: LocalDate, for caller: Caller
    ) throws -> (name: String, address: String, isStateAgency: Bool) {
        switch donor {
        case .household(let id):
            let hamlet = try keeper.hamlet ?? hamlet(of: id, in: keeper, on: day)
            let household = try household(id, of: hamlet, on: day, named: .receivedOn, for: caller)
            let place = [household.address, hamlet.name, try communeName(hamlet.commune, on: day)]
            return (household.headName, place.compactMap { $0 }.joined(separator: ", "), false)
        case .organisation(let id):
            // Naming any other would tell names that a list does not.
            guard let current = try find(id), case let organisation = try version(of: current, on: day),
                try unitPath(keeper.unit, on: day)?.contains(organisation.unit) == true
                    || unitPath(organisation.unit, on: day)?.contains(keeper.unit) == true
            else { throw Refusal.unknownReference(.organisation, at: .organisation) }
            _ = try effectiveDate(day, named: .receivedOn, by: BookKeeper(current))
            let address = try communeName(organisation.unit, on: day)
            return (organisation.name, address, organisation.kind == .stateAgency)
        case .sponsor(let sponsor): return (sponsor.name, "", false)
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The hamlet of a household on `day`, which must be in the unit of `keeper`.
    ///
    /// - Throws: `Refusal.unknownReference` for any other, which tells nothing of it.
    borrowing func hamlet(
        of household: Household.ID, in keeper: BookKeeper, on day: LocalDate
    ) throws -> Hamlet {
        guard let id = try self.household(household, on: day)?.hamlet ?? find(household)?.hamlet,
            let hamlet = try find(id), case let version = try version(of: hamlet, on: day),
            try unitPath(version.commune, on: day)?.contains(keeper.unit) == true
        else { throw Refusal.unknownReference(.household, at: .household) }
        return version
    }
}

extension Sentence {
    static var onlyWithBank: Sentence {
        Sentence(vi: "chỉ dùng khi method là bank", en: "only with method bank")
    }

    static var stateSupportIsPublic: Sentence {
        Sentence(vi: "tiền Nhà nước hỗ trợ được công khai", en: "state support is public")
    }
}
