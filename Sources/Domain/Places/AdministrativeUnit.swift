/// A province, district or commune (tỉnh, huyện, xã or phường) in one of the validity periods of its code.
///
/// A code alone does not identify a unit: `16702` was Phường Nghi Phú until 2025-06-30 and has been Phường Vinh Phú
/// since. The pair of code and validity does. Districts do not exist after 2025-06-30.
///
/// - Source: DOMAIN §3; resolution 202/2025/QH15 on the reorganisation of provinces and communes.
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
    package static let lastDistrictDay = LocalDate(unchecked: 20_250_630)

    /// The official code as text, because leading zeros are significant.
    package typealias Code = String

    /// The legal type of the unit (loại đơn vị), which is the first word of its name.
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

        /// The prefix of a unit's name, including the trailing space.
        fileprivate var namePrefix: String {
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

    /// The type read from the name's prefix, or nil when the name omits it, as in some imported lists.
    package var kind: Kind? { Kind.allCases.first { name.hasPrefix($0.namePrefix) } }

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
