/// The name that was probably meant, or nil when none is close: up to a third of its letters, rounded, may differ.
///
/// - Parameters:
///   - name: the unknown name.
///   - names: the known names; among equally close ones the first is preferred.
/// - Returns: the closest of `names`, or nil.
func nearestName(to name: String, among names: [String]) -> String? {
    // Longer names are not typing errors, and the time grows with the product of the lengths.
    guard name.utf8.count <= 80 else { return nil }
    let measured = names.map { (name: $0, distance: distance(from: name, to: $0)) }
    guard let best = measured.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= (best.name.count + 1) / 3 ? best.name : nil
}

/// The edit distance in bytes (Levenshtein 1966).
private func distance(from first: String, to second: String) -> Int {
    let second = Array(second.lowercased().utf8)
    var row = Array(0...second.count)
    for (index, byte) in first.lowercased().utf8.enumerated() {
        var next = [index + 1]
        for column in second.indices {
            let changed = row[column] + (second[column] == byte ? 0 : 1)
            next.append(min(changed, row[column + 1] + 1, next[column] + 1))
        }
        row = next
    }
    return row[second.count]
}
