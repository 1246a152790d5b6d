import Domain
import Store

let voucherPrintEndpoints: [Endpoint] = [
    .post(
        "/v1/contributions/{id}/prints", roles: printers, key: .required,
        Sentence(
            vi: "Ghi một lần in phiếu thu; từ lần thứ hai, phiếu in ra ghi In lần 2, 3, …",
            en: "Records a print of a receipt; from the second on, the page says which print it is.")
    ) { (input: VoucherPrintInput<Contribution>, caller: Caller, tx: borrowing WriteTransaction) in
        let contribution = try tx.existing(input.id)
        return try tx.print(.receipt(contribution.receipt), of: contribution.voucher, by: caller)
    },
    .post(
        "/v1/expenditures/{id}/prints", roles: printers, key: .required,
        Sentence(
            vi: "Ghi một lần in phiếu chi; từ lần thứ hai, phiếu in ra ghi In lần 2, 3, …",
            en: "Records a print of a payment voucher; from the second on, the page says which print it is.")
    ) { (input: VoucherPrintInput<Expenditure>, caller: Caller, tx: borrowing WriteTransaction) in
        let expenditure = try tx.existing(input.id)
        return try tx.print(
            .payment(expenditure.payment), of: tx.payment(of: expenditure).printable, by: caller)
    },
    .read(
        "/v1/contributions/{id}/prints",
        Sentence(
            vi: "Các lần in của phiếu thu, mới nhất trước", en: "Lists the prints of a receipt, newest first."
        )
    ) { (input: Paged<PathInput<Contribution>>, _, tx) in
        // Whatever line is named: a print is of the voucher.
        try prints(of: .receipt(try tx.existing(input.list.id).receipt), input.page, in: tx)
    },
    .read(
        "/v1/expenditures/{id}/prints",
        Sentence(
            vi: "Các lần in của phiếu chi, mới nhất trước",
            en: "Lists the prints of a payment voucher, newest first.")
    ) { (input: Paged<PathInput<Expenditure>>, _, tx) in
        try prints(of: .payment(try tx.existing(input.list.id).payment), input.page, in: tx)
    },
    .show(
        "/v1/voucher-prints/{id}", as: VoucherPrintView.self,
        Sentence(vi: "Một lần in phiếu", en: "Shows a print of a voucher.")),
]

/// Those who make vouchers and sign them; others look.
private let printers: Set<Role> = [.hamletHead, .clerk, .accountant, .treasurer, .approver]

/// The vouchers of a closed hamlet are printed as long as anybody asks for them.
struct VoucherPrintInput<Value: Entity>: Input {
    let id: Identifier<Value>

    init(from decoder: inout RequestDecoder) { id = decoder.id("id", in: .path) }

    var target: Target? { Target(id, mayBeClosed: true) }
}

struct VoucherPrintView: EntityView {
    let value: VoucherPrint
}

extension WriteTransaction {
    fileprivate borrowing func print(
        _ subject: VoucherPrint.Subject, of voucher: Voucher, by caller: Caller
    ) throws -> VoucherPrintView {
        let print = VoucherPrint(
            id: try newID(), owner: voucher.series.owner, subject: subject,
            number: try lastPrint(of: subject) + 1, recording: recording(by: caller.user))
        try save(print, replacing: nil)
        return VoucherPrintView(value: print)
    }
}

private func prints(
    of subject: VoucherPrint.Subject, _ page: PageRequest, in tx: borrowing ReadTransaction
) throws -> Page<VoucherPrintView> {
    let list =
        switch subject {
        case .receipt(let id): "prints|contribution|\(id.number)"
        case .payment(let id): "prints|expenditure|\(id.number)"
        }
    let before: VoucherPrint.ID? = try page.number(in: list)
    let found = try tx.prints(of: subject, before: before, limit: page.limit + 1)
    return Page(found, of: page, in: list)
}
