import Domain
import Gzip
import JSON
import Store

/// What a request asks of the representation.
struct RepresentationForm: Hashable, Sendable {
    static let json = RepresentationForm(media: .json)

    let media: Media
    /// Only for CSV.
    var hasByteOrderMark = false
}

extension RepresentationForm {
    /// Reads `bom` when the response is CSV; it is unknown everywhere else.
    init(_ media: Media, from decoder: inout RequestDecoder) {
        self.init(media: media, hasByteOrderMark: media == .csv && decoder.byteOrderMark())
    }
}

/// The representation a handler returned, as bytes.
struct Representation: Hashable, Sendable {
    private(set) var body: [UInt8]
    /// In place of `body`, for a long table.
    private(set) var file: TemporaryFile?
    /// The tag of a table that was written row by row.
    private var tableTag: String?
    /// The body stored for a replay; nil when it equals `body`.
    ///
    /// A secret is shown once and never stored.
    var storedBody: [UInt8]?
    /// What is stored for a replay of a body that shows several resources: by which it is made again.
    var storedParts: [UInt8]?
    /// Set for resources.
    var location: String?
    /// Set for a page that is followed by another.
    var nextCursor: String?
    private var version: Int64?
    /// The entity from which the representation follows; nil when it shows more, or is no resource.
    private(set) var entityVersion: EntityVersion?
    /// The entity by which alone the response is stored; nil when bytes are.
    var storedEntity: EntityVersion? { storedBody == nil ? entityVersion : nil }
    /// The strong ETag; computed on demand, because public responses have another one.
    var etag: String { tableTag ?? strongETag(of: body, version: version) }
    private(set) var media = Media.json
    /// True for a document that never changes, so that every cache may keep it.
    private(set) var isImmutable = false
    /// True when the `Accept` field decides the media type.
    private(set) var isNegotiated = false
    /// The imported table with a remark for each row, for clients that want a dry run as CSV.
    var checkedTable: CheckedTable?
    /// The size of the body in bytes before compression; nil when it is not compressed.
    private(set) var decompressedCount: Int?

    /// The same representation with a compressed body, if the body is long enough to be worth it.
    ///
    /// Only for responses that are the same for every client: next to a secret, the compressed length would leak it
    /// (BREACH).
    func compressed(by gzip: Gzip) -> Representation {
        guard decompressedCount == nil, media.isCompressible, body.count >= Representation.compressedBytesMin
        else { return self }
        var representation = self
        representation.body = gzip.compressed(body)
        representation.decompressedCount = body.count
        return representation
    }

    /// The same representation with its original body.
    func decompressed(by gzip: Gzip) -> Representation {
        guard let decompressedCount else { return self }
        guard let body = gzip.decompressed(body, count: decompressedCount) else {
            preconditionFailure("an answer that we packed ourselves")
        }
        var representation = self
        representation.body = body
        representation.decompressedCount = nil
        return representation
    }

    /// A shorter body fits into one Ethernet packet anyway, together with a head of about 400 bytes.
    private static let compressedBytesMin = 1000

    /// Copies the body into an array of its exact size, because arrays double their capacity as they grow.
    mutating func shrinkToFit() {
        var exact: [UInt8] = []
        exact.reserveCapacity(body.count)
        exact.append(contentsOf: body)
        body = exact
    }

    /// A public document: bytes of a media type of their own.
    init(document bytes: [UInt8], as media: Media, isImmutable: Bool = false, isNegotiated: Bool = false) {
        body = bytes
        self.media = media
        self.isImmutable = isImmutable
        self.isNegotiated = isNegotiated
    }

    init(_ page: HTMLPage) {
        body = page.bytes
        media = .html
    }

    /// The representation of `output` as JSON.
    init(_ output: some Output, isNegotiated: Bool = false) {
        self.init(output, body: JSONWriter.bytes(of: output, capacity: 1024), as: .json)
        if isNegotiated { self.isNegotiated = true }
    }

    /// The representation of `output`; that of one without rows is always JSON.
    ///
    /// - Throws: `SpreadsheetError.unwritten` for a workbook without room for it.
    init(_ output: some Output, as form: RepresentationForm) throws {
        guard form.media != .json, let table = output as? any Tabular else {
            self.init(output)
            return
        }
        let nextCursor = (output as? any Listing)?.nextCursor
        self.init(output, body: try table.bytes(as: form, nextCursor: nextCursor), as: form.media)
    }

    /// The representation of a read: the page of a printable output for whoever prefers that.
    ///
    /// - Throws: `SpreadsheetError.unwritten`, `TemporaryFileError`; what the page or reading the rows throws.
    init(_ output: some Output, as form: RepresentationForm, in tx: borrowing ReadTransaction) throws {
        if form.media == .html, let printable = output as? any Printable {
            self.init(try printable.page(in: tx))
        } else if let table = output as? any StreamedTable {
            let written = try table.body(as: form, in: tx)
            self.init(output, body: written.bytes, as: form.media)
            (file, tableTag) = (written.file, written.etag)
        } else {
            try self.init(output, as: form)
        }
        if output is any Printable { isNegotiated = true }
    }

    private init(_ output: some Output, body: [UInt8], as media: Media) {
        self.body = body
        self.media = media
        nextCursor = (output as? any Listing)?.nextCursor
        isNegotiated = output is any Tabular
        let resource = output as? any Resource
        version = resource?.version
        entityVersion = resource?.entityVersion
        location = resource?.location
        if let secretOutput = output as? any SecretOutput { storedBody = secretOutput.bytesWithoutSecret }
    }

    /// The representation of the entity with this id as it is now; nil when `type` shows more than its entity.
    init?<Shown: Resource>(
        current id: Int64, as type: Shown.Type, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws {
        guard let output = try Shown.current(id, for: caller, in: tx) else { return nil }
        self.init(output)
    }
}
