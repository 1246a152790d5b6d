import Domain
import Testing

@testable import Store

extension WriteTransaction {
    /// Two prints of receipt 1.
    borrowing func addVoucherPrints(of village: Village) throws {
        for number in 1...2 as ClosedRange<Int64> {
            let print = VoucherPrint(
                id: try newID(), owner: .hamlet(village.hamlet.id), subject: .receipt(Identifier(1)),
                number: number,
                recording: recording(by: village.clerk.id))
            try save(print, replacing: nil)
        }
    }
}
