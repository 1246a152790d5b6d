import Domain
import HTTP
import JSON
import Store

let beancountEndpoints: [Endpoint] = [
    .beancount(
        "/v1/ledger/beancount",
        Sentence(
            vi:
                "Toàn bộ bút toán của một thôn xóm, một xã hoặc một tổ chức cho phần mềm Beancount, để ai cũng kiểm tra được",
            en:
                "All postings of an owner of funds as text for the program Beancount, with balances of each month's end."
        )
    )
    .slow.audited
]

struct BeancountInput: Input {
    let owner: BookOwner

    init(from decoder: inout RequestDecoder) { owner = BookOwner(filtering: &decoder) }

    var target: Target? { owner.queryTarget }
}

/// More postings than any owner has.
private let postingsMax = 200_000

extension Endpoint {
    fileprivate static func beancount(_ path: StaticString, _ summary: Sentence) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .everyRole, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: BeancountInput.self),
            output: .text(lengthMax: 1 << 27), media: [.beancount], etag: nil,
            action: .read { decoder in
                let input = BeancountInput(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) { _, _, tx in
                    Representation(document: try writeBooks(input, in: tx), as: .beancount)
                }
            })
    }
}

private func writeBooks(_ input: BeancountInput, in tx: borrowing ReadTransaction) throws -> [UInt8] {
    let owner = try tx.owner(input.owner)
    guard let keeper = try tx.keeper(of: owner) else { throw Refusal.notFound(.fund) }
    let filter = LedgerEntryFilter(owner: owner, from: .firstDay, to: .latestPlanned)
    let entries = try tx.ledgerEntries(matching: filter, limit: postingsMax + 1)
    guard entries.count <= postingsMax else {
        throw Problem(
            .parameterInvalid,
            errors: [
                FieldError(
                    .parameter("hamlet"), .parameterInvalid,
                    Sentence(
                        vi: "có hơn \(postingsMax) bút toán; hãy lấy sổ nhật ký theo từng kỳ "
                            + "(GET /v1/ledger-entries)",
                        en: "has more than \(postingsMax) postings; read them by period "
                            + "(GET /v1/ledger-entries)"))
            ])
    }
    return BeancountText(
        of: keeper, funds: try tx.funds(of: owner, after: nil, limit: Int.max), entries: entries,
        monthEnds: try tx.monthEnds(of: owner), today: tx.today
    )
    .bytes
}
