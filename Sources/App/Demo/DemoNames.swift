/// Invented names typical of Nghệ An.
///
/// The same number always gives the same name.
enum DemoNames {
    private static let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ", "Ngô", "Đậu", "Cao",
        "Thái",
    ]
    private static let middles = ["Văn", "Thị", "Đình", "Xuân", "Hữu", "Quang", "Thanh", "Đức", "Ngọc"]
    private static let givens = [
        "An", "Ân", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hòa", "Hùng", "Khánh", "Lam", "Long",
        "Mai", "Minh",
        "Nga", "Oanh", "Phúc", "Quý", "Sơn", "Tâm", "Thủy", "Tuệ", "Uyên", "Vinh", "Xuân", "Yến",
    ]

    static func name(_ number: Int) -> String {
        let family = families[number % families.count]
        let middle = middles[(number / 3) % middles.count]
        let given = givens[(number * 7 + number / 27) % givens.count]
        return "\(family) \(middle) \(given)"
    }
}
