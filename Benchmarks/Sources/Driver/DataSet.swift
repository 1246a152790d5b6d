import Foundation

let householdsPerHamlet = 50

/// The data of a run: the same CSV files for every server, from a fixed seed.
struct DataSet {
    let rows: Int
    let hamlets: Int
    let folder: String

    init(rows: Int, layout: Layout) {
        self.rows = rows
        hamlets = min(4000, max(1, rows / 250))
        folder = layout.data + "/rows-\(rows)-by-date"
    }

    var csv: String { folder + "/csv" }
    var danvan: String { folder + "/danvan.db" }
    /// Everything except the contributions.
    var danvanBefore: String { folder + "/danvan-before.db" }
    var hummingbird: String { folder + "/hummingbird.db" }
    var pocketbase: String { folder + "/pocketbase" }

    /// The contribution files in row order, with a million rows each so that an import fits in memory.
    var contributionFiles: [String] {
        let count = (rows + DataSet.rowsPerFile - 1) / DataSet.rowsPerFile
        return (1...count).map { "\(csv)/contributions" + ($0 == 1 ? "" : "-\($0)") + ".csv" }
    }

    private static let rowsPerFile = 1_000_000

    /// Writes hamlets, households, funds and contributions, unless they exist.
    func writeCSV(communes: [String]) throws {
        guard !contributionFiles.allSatisfy(exists) else { return }
        printError("writing the CSV files of \(rows) contributions in \(hamlets) hamlets")
        try makeFolder(csv)
        try write(csv + "/hamlets.csv", "commune,name,type,valid_from", 0..<hamlets) { index in
            "\(communes[index % communes.count]),Xóm \(index / communes.count + 1),xom,2025-07-01"
        }
        let households = 0..<hamlets * householdsPerHamlet
        try write(csv + "/households.csv", "hamlet,code,head_name,persons", households) { index in
            let inside = index % householdsPerHamlet
            let code = "H" + String(1001 + inside).dropFirst()
            return "\(index / householdsPerHamlet + 1),\(code),\(personName(index)),\(1 + index % 7)"
        }
        try write(csv + "/funds.csv", "hamlet,name", 0..<hamlets) { "\($0 + 1),Đường xóm" }
        try writeContributions()
    }

    /// Every hamlet gets the same number; adjacent rows belong to different hamlets, and dates rise over all files.
    private func writeContributions() throws {
        var random = SplitMix(seed: 20_261_123)
        let days = receivingDays
        let step = coprimeStep(to: hamlets)
        for (part, path) in contributionFiles.enumerated() {
            let first = part * DataSet.rowsPerFile
            let indices = first..<min(rows, first + DataSet.rowsPerFile)
            try write(path, "fund,household,method,amount,received_on", indices) { index in
                let hamlet = (index * step) % hamlets
                let household = hamlet * householdsPerHamlet + (index / hamlets) % householdsPerHamlet + 1
                let bits = random.next()
                let method = bits % 4 == 0 ? "bank" : "cash"
                let amount = 10_000 * (1 + Int(bits >> 8 % 200))
                let day = days[index * days.count / rows]
                return "\(hamlet + 1),\(household),\(method),\(amount),\(day)"
            }
        }
    }

    private func write(
        _ path: String, _ header: String, _ indices: Range<Int>, line: (Int) -> String
    ) throws {
        // Written under another name until it is complete, so that an interrupted run leaves no partial file.
        let file = try emptyFile(path + ".part")
        var text = header + "\n"
        for index in indices {
            text += line(index)
            text += "\n"
            if text.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
        try removeIfThere(path)
        try FileManager.default.moveItem(atPath: path + ".part", toPath: path)
    }
}

/// 2025-07-01 to 2026-11-20, without the last days of months, which not every month has.
private let receivingDays: [String] = {
    let months = (7...12).map { (2025, $0) } + (1...11).map { (2026, $0) }
    return months.flatMap { year, month in
        (1...(month == 11 && year == 2026 ? 20 : 28))
            .map { day in
                "\(year)-" + String(100 + month).dropFirst() + "-" + String(100 + day).dropFirst()
            }
    }
}()

private func coprimeStep(to count: Int) -> Int {
    func divisor(_ left: Int, _ right: Int) -> Int { right == 0 ? left : divisor(right, left % right) }
    var step = count * 618 / 1000 + 1
    while divisor(step, count) != 1 { step += 1 }
    return step
}

func personName(_ index: Int) -> String {
    let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Cao",
    ]
    let middles = ["Văn", "Thị", "Đức", "Hữu", "Quang", "Ngọc", "Xuân"]
    let givens = [
        "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Sơn", "Tâm",
    ]
    return
        "\(families[index % families.count]) \(middles[index / 3 % middles.count]) \(givens[index / 11 % givens.count])"
}

/// SplitMix64: small, fast and the same on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
