/// The amount as people read it: `1.234.567 ₫`, with a hyphen-minus before a negative one.
///
/// Any Int64. A dot after each three digits from the right, one U+0020 before the sign of the đồng (U+20AB).
/// - Source: DOMAIN §9.
package func formattedDong(_ dong: Int64) -> String {
    let digits = String(dong.magnitude)
    var text = dong < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append(".") }
        text.append(digit)
    }
    return text + " ₫"
}
