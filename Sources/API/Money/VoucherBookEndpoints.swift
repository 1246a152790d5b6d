import Domain
import Store

let voucherBookEndpoints: [Endpoint] = [
    .post(
        "/v1/hamlets/{id}/voucher-books", roles: [.accountant],
        Sentence(vi: "Kế toán đăng ký một quyển phiếu", en: "Registers a book of vouchers."),
        registerVoucherBook),
    .read(
        "/v1/hamlets/{id}/voucher-books",
        Sentence(
            vi: "Các quyển phiếu của thôn xóm, kể cả quyển mặc định",
            en: "Lists a hamlet's books of vouchers with the default one."), listVoucherBooks),
    .show(
        "/v1/voucher-books/{id}", as: VoucherBookView.self,
        Sentence(vi: "Một quyển phiếu", en: "Shows a book of vouchers.")),
    .post(
        "/v1/voucher-books/{id}/close", roles: [.accountant], needsVersion: true, status: 200,
        Sentence(
            vi: "Kế toán khóa quyển phiếu; phiếu đã lập giữ nguyên",
            en: "Closes a book of vouchers; its vouchers stay."), closeVoucherBook),
]

struct NewVoucherBookInput: Input {
    let hamlet: Hamlet.ID
    let name: String
    let byDefault: String

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        name = decoder.publicText("name", upTo: VoucherBook.nameLengthMax)
        byDefault = decoder.settings.voucherBook
    }

    var target: Target? { Target(hamlet) }
}

struct VoucherBookListInput: Input {
    let hamlet: Hamlet.ID
    let byDefault: String

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        byDefault = decoder.settings.voucherBook
    }

    var target: Target? { Target(hamlet) }
}

struct VoucherBookView: EntityView {
    let value: VoucherBook

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("hamlet", value.hamlet)
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
    static var sample: VoucherBook { VoucherBook(id: Identifier(1), hamlet: Identifier(1), name: "Q2") }
}

func registerVoucherBook(
    _ input: NewVoucherBookInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> VoucherBookView {
    let books = try tx.voucherBooks(of: input.hamlet, byDefault: input.byDefault)
    let key = VoucherBook.key(of: input.name)
    guard !books.hasLookAlike(of: input.name) else { throw Refusal.alreadyExists(.voucherBook, at: .name) }
    // A book with vouchers from before keeps the name that they have.
    let old = books.unregistered.first { VoucherBook.key(of: $0) == key }
    guard let name = old ?? VoucherBook.newName(input.name) else {
        throw Problem(errors: [FieldError(.name, .textInvalid, .bookNameForm)])
    }
    let book = VoucherBook(id: try tx.newID(), hamlet: input.hamlet, name: name)
    try tx.save(book)
    return VoucherBookView(value: book)
}

func listVoucherBooks(
    _ input: VoucherBookListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> VoucherBooksView {
    VoucherBooksView(books: try tx.voucherBooks(of: input.hamlet, byDefault: input.byDefault))
}

func closeVoucherBook(
    _ input: PathInput<VoucherBook>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> VoucherBookView {
    let closed = try tx.existing(input.id).closed()
    try tx.close(closed)
    return VoucherBookView(value: closed)
}
