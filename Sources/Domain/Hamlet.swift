/// A hamlet (thôn, xóm, bản; khối, tổ dân phố): where the people decide, give and build.
///
/// Hamlets have no state code. A name repeats between communes and is used once within one at a time.
package struct Hamlet: Hashable, Sendable {
    package typealias ID = Identifier<Hamlet>

    package enum Kind: String, CaseIterable, Sendable {
        case thon
        case xom
        case ban
        case khoi
        case toDanPho = "to_dan_pho"
        case khuPho = "khu_pho"
    }

    package let id: ID
    /// The code of the commune, whichever name that code has on a day.
    package let commune: AdministrativeUnit.Code
    package let name: String
    package let kind: Kind
    package let validity: Validity
    package let version: Int64

    package init(
        id: ID, commune: AdministrativeUnit.Code, name: String, kind: Kind, validity: Validity, version: Int64
    ) {
        self.id = id
        self.commune = commune
        self.name = name
        self.kind = kind
        self.validity = validity
        self.version = version
    }
}
