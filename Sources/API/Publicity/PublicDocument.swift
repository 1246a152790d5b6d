import Domain
import HTTP
import JSON
import Store

extension Endpoint {
    /// A public read whose response is one document, not JSON.
    ///
    /// - Parameters:
    ///   - path: the path, whose last parameter may be all that is left of it.
    ///   - media: the media type.
    ///   - isImmutable: true when the document never changes, so that every cache may keep it.
    ///   - summary: what it is.
    ///   - handler: returns its bytes.
    /// - Returns: the row of the endpoint table.
    static func document<In: Input>(
        _ path: StaticString, as media: Media, isImmutable: Bool = false, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, borrowing ReadTransaction) throws -> [UInt8]
    ) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .anonymous, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: In.self), output: .page, media: [media],
            etag: isImmutable ? .nothing : nil,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) { _, _, tx in
                    Representation(document: try handler(input, tx), as: media, isImmutable: isImmutable)
                }
            })
    }
}
