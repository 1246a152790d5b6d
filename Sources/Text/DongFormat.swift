/// Formats an amount for display: `1.234.567 ₫`, with a hyphen-minus before negative amounts.
///
/// Accepts any Int64. A dot separates groups of three digits; one U+0020 precedes the đồng sign (U+20AB).
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
