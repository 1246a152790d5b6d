import Foundation
import TestSupport
import Testing

@testable import Text

@Suite struct AmountInWordsTests {
    @Test func `every row of the data file gives its words`() throws {
        let vectors = try Vector.all()
        #expect(vectors.count == 48)
        for vector in vectors { #expect(amountInWords(vector.dong) == vector.words) }
    }

    private static let aboveBillions: [(Int64, String)] = [
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (100_000_000_000, "Một trăm tỷ đồng"),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
        (1_234_000_000_000, "Một nghìn hai trăm ba mươi tư tỷ đồng"),
        (1_000_000_000_005, "Một nghìn tỷ không trăm linh năm đồng"),
        (12_000_021_000_000, "Mười hai nghìn tỷ không trăm hai mươi mốt triệu đồng"),
        (1_000_000_000_000_000, "Một triệu tỷ đồng"),
        (1_000_000_005_000_000, "Một triệu tỷ không trăm linh năm triệu đồng"),
        (1_000_005_000_000_000, "Một triệu không trăm linh năm tỷ đồng"),
        (1_000_000_000_000_000_000, "Một tỷ tỷ đồng"),
        (1_000_000_001_000_000_000, "Một tỷ không trăm linh một tỷ đồng"),
        (1_000_000_000_000_000_001, "Một tỷ tỷ không trăm linh một đồng"),
    ]

    @Test(arguments: aboveBillions)
    func `the number of tỷ is read as a number of its own`(_ dong: Int64, _ words: String) {
        #expect(amountInWords(dong) == words)
    }

    @Test func `the largest safe JSON integer and the largest Int64 have words`() {
        #expect(
            amountInWords(9_007_199_254_740_991)
                == "Chín triệu không trăm linh bảy nghìn một trăm chín mươi chín tỷ hai trăm năm mươi tư triệu "
                + "bảy trăm bốn mươi nghìn chín trăm chín mươi mốt đồng"
        )
        #expect(
            amountInWords(.max)
                == "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ "
                + "tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy đồng"
        )
    }

    @Test(arguments: [-1, -1_000_000, Int64.min])
    func `a negative amount has no words`(_ dong: Int64) {
        #expect(amountInWords(dong) == nil)
    }

    @Test func `all amounts up to 20 000 are parsed back`() {
        for dong in Int64(0)...20_000 {
            let read = amountInWords(dong).flatMap(NumberReader.amount)
            if read != dong { Issue.record("\(dong) was read as \(String(describing: read))") }
        }
    }

    @Test func `random amounts of every size are parsed back`() {
        var generator = SeededGenerator(seed: 12)
        for round in 0..<20_000 {
            let bound = (0..<(1 + round % 15)).reduce(Int64(1)) { power, _ in power * 10 }
            let dong = Int64.random(in: 0...bound, using: &generator)
            let read = amountInWords(dong).flatMap(NumberReader.amount)
            if read != dong { Issue.record("\(dong) was read as \(String(describing: read))") }
        }
    }

    @Test func `amounts with many zeros are parsed back`() {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<10_000 {
            var dong: Int64 = 0
            for _ in 0..<15 { dong = dong * 10 + ([0, 0, 0, 1, 4, 5].randomElement(using: &generator) ?? 0) }
            let read = amountInWords(dong).flatMap(NumberReader.amount)
            if read != dong { Issue.record("\(dong) was read as \(String(describing: read))") }
        }
    }

    @Test(arguments: [
        "một đồng", "Một", "Một nghìn năm đồng", "Hai mươi một đồng", "Mười năm đồng", "Một trăm năm đồng",
        "Một nghìn không trăm đồng", "Một tỷ không triệu đồng", "Không trăm đồng", "Đồng",
    ])
    func `the reader rejects incorrect wording`(_ sentence: String) {
        #expect(NumberReader.amount(sentence) == nil)
    }
}

/// One row of `Fixtures/amount-in-words.csv`, which has no quoted fields.
private struct Vector {
    let dong: Int64
    let words: String

    static func all() throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/amount-in-words.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        return try lines.dropFirst()
            .map { line in
                let fields = line.split(separator: ",", maxSplits: 1)
                try #require(fields.count == 2)
                return Vector(dong: try #require(Int64(fields[0])), words: String(fields[1]))
            }
    }
}
