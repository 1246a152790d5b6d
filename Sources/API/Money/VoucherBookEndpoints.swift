import Domain
import Store

let voucherBookEndpoints: [Endpoint] = [
    .post(
        "/v1/hamlets/{id}/voucher-books", roles: [.accountant],
        Sentence(vi: "Kế toán đăng ký một quyển phiếu", en: "Registers a book of vouchers.")
    ) { (input: NewVoucherBookInput<HamletInPath>, caller: Caller, tx: borrowing WriteTransaction) in
        try registerVoucherBook(input, by: caller, in: tx)
    },
    .post(
        "/v1/voucher-books", roles: [.accountant],
        Sentence(
            vi: "Kế toán đăng ký một quyển phiếu của một thôn xóm, một xã hoặc một tổ chức",
            en: "Registers a book of vouchers of a hamlet, a commune or an organisation.")
    ) { (input: NewVoucherBookInput<OwnerInBody>, caller: Caller, tx: borrowing WriteTransaction) in
        try registerVoucherBook(input, by: caller, in: tx)
    },
    .read(
        "/v1/hamlets/{id}/voucher-books",
        Sentence(
            vi: "Các quyển phiếu của thôn xóm, kể cả quyển mặc định",
            en: "Lists a hamlet's books of vouchers with the default one.")
    ) { (input: VoucherBookListInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listVoucherBooks(input, by: caller, in: tx)
    },
    .read(
        "/v1/voucher-books",
        Sentence(
            vi: "Các quyển phiếu của một thôn xóm, một xã hoặc một tổ chức, kể cả quyển mặc định",
            en: "Lists the books of vouchers of a hamlet, a commune or an organisation with the default one.")
    ) { (input: VoucherBookListInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listVoucherBooks(input, by: caller, in: tx)
    },
    .show(
        "/v1/voucher-books/{id}", as: VoucherBookView.self,
        Sentence(vi: "Một quyển phiếu", en: "Shows a book of vouchers.")),
    .post(
        "/v1/voucher-books/{id}/close", roles: [.accountant], needsVersion: true, status: 200,
        Sentence(
            vi: "Kế toán khóa quyển phiếu; phiếu đã lập giữ nguyên",
            en: "Closes a book of vouchers; its vouchers stay."), closeVoucherBook),
]

struct NewVoucherBookInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let name: String
    let byDefault: String

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        name = decoder.publicText("name", upTo: VoucherBook.nameLengthMax)
        byDefault = decoder.settings.voucherBook
    }

    var target: Target? { Source.isInBody ? owner.target : owner.queryTarget }
}

struct VoucherBookListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let byDefault: String

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        byDefault = decoder.settings.voucherBook
    }

    var target: Target? { owner.queryTarget }
}

struct VoucherBookView: EntityView {
    let value: VoucherBook

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        fields.member("name", value.name)
        fields.choice("state", value.state)
        fields.count("version", value.version)
    }
}

/// The books of a hamlet: few, so they are one list.
struct VoucherBooksView: Tabular {
    let books: VoucherBooks

    var rows: [VoucherBookLine] {
        let key = VoucherBook.key(of: books.byDefault)
        return books.registered.map {
            VoucherBookLine(
                id: $0.id, name: $0.name, state: $0.state, isDefault: VoucherBook.key(of: $0.name) == key)
        }
            + books.unregistered.map {
                VoucherBookLine(id: nil, name: $0, state: .open, isDefault: VoucherBook.key(of: $0) == key)
            }
    }

    func write(to fields: inout some FieldWriter) { fields.list("data", rows) }

    static var sample: VoucherBooksView {
        VoucherBooksView(books: VoucherBooks(registered: [.sample], used: [], byDefault: "1"))
    }
}

/// A book in the list; without an id when it exists without being registered.
struct VoucherBookLine: Described {
    let id: VoucherBook.ID?
    let name: String
    let state: VoucherBook.State
    let isDefault: Bool

    func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.member("name", name)
        fields.choice("state", state)
        fields.boolean("default", isDefault)
    }

    static var sample: VoucherBookLine {
        VoucherBookLine(id: VoucherBook.sample.id, name: "Q2", state: .open, isDefault: false)
    }
}

extension VoucherBook: Sampled {
    static var sample: VoucherBook {
        VoucherBook(id: Identifier(1), owner: .hamlet(Identifier(1)), name: "Q2")
    }
}

func registerVoucherBook<Source>(
    _ input: NewVoucherBookInput<Source>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> VoucherBookView {
    let owner = try tx.owner(input.owner, at: .commune)
    let books = try tx.voucherBooks(of: owner, byDefault: input.byDefault)
    let key = VoucherBook.key(of: input.name)
    guard !books.hasLookAlike(of: input.name) else { throw Refusal.alreadyExists(.voucherBook, at: .name) }
    // A book with vouchers from before keeps the name that they have.
    let old = books.unregistered.first { VoucherBook.key(of: $0) == key }
    guard let name = old ?? VoucherBook.newName(input.name) else {
        throw Problem(errors: [FieldError(.name, .textInvalid, .bookNameForm)])
    }
    let book = VoucherBook(id: try tx.newID(), owner: owner, name: name)
    try tx.keepBooks(of: owner)
    try tx.save(book)
    return VoucherBookView(value: book)
}

func listVoucherBooks<Source>(
    _ input: VoucherBookListInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> VoucherBooksView {
    VoucherBooksView(books: try tx.voucherBooks(of: tx.owner(input.owner), byDefault: input.byDefault))
}

func closeVoucherBook(
    _ input: PathInput<VoucherBook>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> VoucherBookView {
    let closed = try tx.existing(input.id).closed()
    try tx.close(closed)
    return VoucherBookView(value: closed)
}
