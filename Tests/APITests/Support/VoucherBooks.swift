import HTTP
import Testing

extension Office {
    /// Registers a book of vouchers of hamlet 1.
    func registerBook(_ name: String) throws {
        let registered = try post("/v1/hamlets/1/voucher-books", #"{"name":"\#(name)"}"#, as: .accountant)
        try #require(registered.status == 201, "\(registered.bodyText)")
    }
}

extension EndpointSample {
    static let voucherBooks: [String: EndpointSample] = [
        "POST /v1/hamlets/{id}/voucher-books": .init("/v1/hamlets/1/voucher-books", #"{"name":"Q3"}"#),
        "GET /v1/hamlets/{id}/voucher-books": .init("/v1/hamlets/1/voucher-books"),
        "GET /v1/voucher-books/{id}": .init("/v1/voucher-books/1"),
        "POST /v1/voucher-books/{id}/close": .init("/v1/voucher-books/1/close"),
    ]
}
