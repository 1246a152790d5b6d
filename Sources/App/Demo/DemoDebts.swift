import Domain
import JSON

/// What hamlet 1 of Diễn Lâm owes an electrician, who makes a gift of a part of it, and cash that a collector hands over.
///
/// Invented, as of today.
enum DemoDebts {
    /// - Parameters:
    ///   - staff: the office.
    ///   - fund: the hamlet's.
    /// - Throws: `Failure` with the first request that was refused.
    static func fill(_ staff: DemoStaff, fund: Int64) throws {
        try owe(staff, fund: fund)
        try collect(staff, fund: fund)
    }

    private static func owe(_ staff: DemoStaff, fund: Int64) throws {
        let creditor = "Thợ điện Nguyễn Văn Hòa"
        let expenditure = try staff.request(
            from: fund, 3_000_000, for: "Nhân công", "Sửa đèn đường", to: creditor, by: "cash")
        try staff.take("check", of: expenditure, by: staff.accountant, at: 1)
        try staff.take("approve", of: expenditure, by: staff.approver, at: 2)
        let payable =
            try staff.accountant
            .post([
                .step(
                    "owe", of: "expenditures", expenditure, at: 3,
                    [
                        ("kind", .string("bill")), ("creditor_name", .string(creditor)),
                        ("document", .string("Hóa đơn số 12")),
                    ])
            ])[0]
        let gift =
            try staff.accountant
            .post([
                DemoRequest(
                    path: "/v1/payables/\(payable)/gifts",
                    members: [
                        ("amount", .integer(500_000)), ("consent", .string("Giấy tặng lại tiền công")),
                    ],
                    fields: [("idempotency-key", "demo-tang-lai-cong-\(payable)")])
            ])[0]
        try staff.approver.post([.step("confirm", of: "payable-gifts", gift, at: 1)])
    }

    private static func collect(_ staff: DemoStaff, fund: Int64) throws {
        let collector = JSONValue.integer(staff.clerkUser.id.number)
        let receipt =
            try staff.clerk
            .post([
                .contribution(
                    to: fund, from: ("sponsor_name", .string("Lê Thị Hoa")), pledge: nil, 1_500_000,
                    on: staff.clock.today, method: "cash", others: [("collector", collector)])
            ])[0]
        let slip =
            try staff.clerk
            .post([
                DemoRequest(
                    path: "/v1/hand-over-slips",
                    members: [
                        ("fund", .integer(fund)), ("collector", collector), ("amount", .integer(1_000_000)),
                        ("first_receipt", .integer(receipt)), ("last_receipt", .integer(receipt)),
                    ], fields: [("idempotency-key", "demo-giao-nop-tien-\(receipt)")])
            ])[0]
        try staff.treasurer.post([.step("confirm", of: "hand-over-slips", slip, at: 1)])
    }
}
