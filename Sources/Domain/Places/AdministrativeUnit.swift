/// One life of a province, district or commune (tỉnh, huyện, xã or phường).
///
/// A code does not identify a unit: `16702` was Phường Nghi Phú until 2025-06-30 and is Phường Vinh Phú since.
/// The pair of code and validity does. Districts have no life after 2025-06-30.
///
/// - Source: DOMAIN §3; resolution 202/2025/QH15 on the arrangement of provinces and communes.
package struct AdministrativeUnit: Entity, Hashable {
    package typealias ID = Identifier<AdministrativeUnit>

    package static let kind = EntityKind.unit

    package enum Level: String, CaseIterable, Sendable {
        case province
        case district
        case commune
    }

    /// The last day on which districts existed: 2025-06-30.
    ///
    /// - Source: Law 72/2025/QH15 on the organisation of local government.
    package static let lastDistrictDay = LocalDate(known: 20_250_630)

    /// The state's code as text: leading zeros count.
    package typealias Code = String

    /// What the unit is called by law (loại đơn vị), as its name begins.
    package enum Kind: String, CaseIterable, Sendable {
        case tinh
        case thanhPho = "thanh_pho"
        case quan
        case huyen
        case thiXa = "thi_xa"
        case xa
        case phuong
        case thiTran = "thi_tran"
        case dacKhu = "dac_khu"

        /// The words with which a name of the kind begins.
        fileprivate var words: String {
            switch self {
            case .tinh: "Tỉnh "
            case .thanhPho: "Thành phố "
            case .quan: "Quận "
            case .huyen: "Huyện "
            case .thiXa: "Thị xã "
            case .xa: "Xã "
            case .phuong: "Phường "
            case .thiTran: "Thị trấn "
            case .dacKhu: "Đặc khu "
            }
        }
    }

    /// Nil when the name does not begin with a kind, as in a list that leaves it out.
    package var kind: Kind? { Kind.allCases.first { name.hasPrefix($0.words) } }

    package let id: ID
    package let code: Code
    package let level: Level
    package let parentCode: Code?
    package let name: String
    package let validity: Validity

    package init(id: ID, code: Code, level: Level, parentCode: Code?, name: String, validity: Validity) {
        self.id = id
        self.code = code
        self.level = level
        self.parentCode = parentCode
        self.name = name
        self.validity = validity
    }
}
