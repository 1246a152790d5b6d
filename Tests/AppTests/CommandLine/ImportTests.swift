import Foundation
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct ImportTests {
        @Test func `the official list of units is imported whole, and known the second time`() throws {
            let folder = try Folder.migrated()
            let first = try folder.danvan("import", "units", Repository.units)
            #expect(first.code == 0 && first.errors == "")
            #expect(first.output == "\(Repository.units): 563 dòng mới, 0 dòng đã có.\n")
            let second = try folder.danvan("import", "units", Repository.units)
            #expect(second.output == "\(Repository.units): 0 dòng mới, 563 dòng đã có.\n")
            #expect(try folder.number("SELECT count(*) FROM unit") == 563)
            #expect(try folder.number("SELECT count(*) FROM unit WHERE code = '16702'") == 2)
        }

        @Test func `exported households are imported again without loss`() throws {
            let office = try Office()
            let households = try office.folder.write(
                #"""
                hamlet,code,head_name,persons,tier,address,workers,valid_from
                2,"H,1","Ông ""Tư""",4,Hộ nghèo,"Ngõ 3, xóm 9",0,2026-01-31
                2,H002,Đậu Thị Yến,2,,,,
                2,=H3,Hòa,2,,-5,,
                ,,,,,,,

                """#,
                to: "in.csv")
            #expect(try office.folder.danvan("import", "parameters", Repository.parameters).code == 0)
            #expect(try office.folder.danvan("import", "households", households).code == 0)
            let first = try office.folder.danvan("export", "households", "--hamlet", "2")
            #expect(first.code == 0 && first.errors == "")
            #expect(
                first.output.contains(
                    "2,\"H,1\",\"Ông \"\"Tư\"\"\",4,0,\"Ngõ 3, xóm 9\",Hộ nghèo,2026-01-31\r\n"))
            #expect(first.output.contains("\r\n2,'=H3,Hòa,2,,-5,,\r\n"))
            let unknown = try office.folder.danvan("export", "households", "--hamlet", "77")
            #expect(unknown.code == 1 && unknown.errors.contains("Không có thôn xóm 77."))
            // Into a file that has the hamlet and none of its households.
            let other = try Folder.migrated()
            _ = try other.danvan("import", "units", Repository.units)
            let hamlets = try other.write(
                "commune,name,type,valid_from\n17959,A,xom,2020-01-01\n17959,B,xom,2020-01-01\n",
                to: "hamlets.csv")
            #expect(try other.danvan("import", "hamlets", hamlets).code == 0)
            _ = try other.danvan("import", "parameters", Repository.parameters)
            let file = try other.write(first.output, to: "out.csv")
            #expect(try other.danvan("import", "households", file).code == 0)
            #expect(try other.danvan("export", "households").output == first.output)
            #expect(
                try other.danvan("export", "households", "--hamlet", "1").output
                    == "hamlet,code,head_name,persons,workers,address,tier,valid_from\r\n")
            let marked = try other.danvan("export", "households", "--bom")
            #expect(marked.output.utf8.elementsEqual(("\u{FEFF}" + first.output).utf8))
        }

        @Test func `one bad line of 20,000 is named, and nothing is left of the others`() throws {
            let office = try Office()
            let before = try office.folder.number("SELECT count(*) FROM journal")
            var text = "hamlet,code,head_name,persons\n"
            for line in 2...20_001 { text += "1,X\(line),Hộ \(line),\(line == 17_777 ? "không" : "4")\n" }
            let file = try office.folder.write(text, to: "big.csv")
            let ending = try office.folder.danvan("import", "households", file)
            #expect(ending.code != 0 && ending.errors.contains("dòng 17777: persons: cần một số nguyên"))
            #expect(!ending.errors.contains("17776") && !ending.errors.contains("17778"))
            #expect(try office.folder.number("SELECT count(*) FROM journal") == before)
            #expect(try office.folder.number("SELECT count(*) FROM household WHERE code LIKE 'X%'") == 0)
        }

        @Test func `a file in UTF-16 says how to save it again`() throws {
            let office = try Office()
            let text = "hamlet,code,head_name,persons\n1,X1,An,4\n"
            let path = try office.folder.write("", to: "utf16.csv")
            for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
                try #require(text.data(using: encoding)).write(to: URL(filePath: path))
                let ending = try office.folder.danvan("import", "households", path)
                #expect(ending.code != 0 && !ending.errors.isEmpty, "\(encoding)")
                #expect(try office.folder.number("SELECT count(*) FROM household WHERE code = 'X1'") == 0)
            }
            try #require(text.data(using: .utf16)).write(to: URL(filePath: path))
            let ending = try office.folder.danvan("import", "households", path)
            #expect(ending.errors.contains("dòng 1: chữ theo bảng mã UTF-16 LE; hãy chuyển sang UTF-8"))
        }

        @Test(arguments: ["H1,Nguy?n V?n Hòa", "H1,NguyÔn V¨n Hßa", "H1,???"])
        func `names that lost their letters are refused with the line`(_ cells: String) throws {
            let office = try Office()
            let file = try office.folder.write(
                "hamlet,code,head_name,persons\n1,X1,An,4\n1,\(cells),4\n", to: "lost.csv")
            let ending = try office.folder.danvan("import", "households", file, "--dry-run")
            #expect(ending.code == 1 && ending.errors.contains("dòng 3: "), "\(ending.errors)")
            #expect(!ending.errors.contains("dòng 2: "))
            #expect(ending.errors.contains("Nguyễn Văn Hòa") == cells.contains("ß"))
        }

        @Test func `a file that Excel saved with semicolons is taken`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "\u{FEFF}hamlet;code;head_name;persons\r\n1;X1;\u{200D}An;4\r\n;;;\r\n", to: "excel.csv")
            let ending = try office.folder.danvan("import", "households", file)
            #expect(ending.output.contains("1 dòng mới"), "\(ending.errors)")
        }

        @Test func `successions are imported, and known the second time`() throws {
            let folder = try Folder.migrated()
            _ = try folder.danvan("import", "units", Repository.units)
            let file = try folder.write(
                "predecessor,ended_on,successor,decision_number,decided_on\n"
                    + "16702,2025-06-30,16702,1678/NQ-UBTVQH15,2025-06-16\n", to: "successions.csv")
            #expect(
                try folder.danvan("import", "successions", file).output
                    == "\(file): 1 dòng mới, 0 dòng đã có.\n")
            #expect(
                try folder.danvan("import", "successions", file).output
                    == "\(file): 0 dòng mới, 1 dòng đã có.\n")
            #expect(try folder.number("SELECT count(*) FROM unit_succession") == 1)
            #expect(try folder.danvan("verify").code == 0)
        }

        @Test func `the shipped parameters are imported whole, and known the second time`() throws {
            let folder = try Folder.migrated()
            let first = try folder.danvan("import", "parameters", Repository.parameters)
            #expect(first.code == 0 && first.errors == "")
            #expect(first.output == "\(Repository.parameters): 71 dòng mới, 0 dòng đã có.\n")
            let second = try folder.danvan("import", "parameters", Repository.parameters)
            #expect(second.output == "\(Repository.parameters): 0 dòng mới, 71 dòng đã có.\n")
            #expect(try folder.number("SELECT count(DISTINCT key) FROM parameter WHERE unit = ''") == 70)
            #expect(try folder.danvan("verify").code == 0)
        }

        @Test func `an unreadable parameter stops the file`() throws {
            let folder = try Folder.migrated()
            let file = try folder.write(
                "key,unit,valid_from,value,source\nthreshold.rates,,2023-07-01,2/3,x\n"
                    + "threshold.policy,99999,2023-07-01,>=2/3,x\n", to: "parameters.csv")
            let ending = try folder.danvan("import", "parameters", file)
            #expect(ending.code == 1)
            #expect(ending.errors.contains("dòng 2: value: viết như >=2/3"))
            #expect(ending.errors.contains("dòng 3: unit: không có đơn vị hành chính này"))
            #expect(try folder.number("SELECT count(*) FROM parameter") == 0)
        }

        @Test func `a dry run stores nothing`() throws {
            let folder = try Folder.migrated()
            let ending = try folder.danvan("import", "units", Repository.units, "--dry-run")
            #expect(ending.code == 0)
            #expect(ending.output == "\(Repository.units): 563 dòng mới, 0 dòng đã có (thử, chưa ghi).\n")
            #expect(try folder.number("SELECT count(*) FROM unit") == 0)
            #expect(try folder.number("SELECT count(*) FROM journal") == 0)
        }

        @Test func `hamlets and households are imported and served`() throws {
            let office = try Office()
            let hamlets = try office.folder.write(
                "commune,name,type,valid_from\n17959,Xóm Hồng Sơn,xom,2020-01-01\n", to: "hamlets.csv")
            #expect(
                try office.folder.danvan("import", "hamlets", hamlets).output
                    == "\(hamlets): 1 dòng mới, 0 dòng đã có.\n")
            let households = try office.folder.write(
                "code,persons,hamlet,head_name\nH001,4,3,Nguyễn Văn An\nH002,2,3,Đậu Thị Yến\n")
            #expect(try office.folder.danvan("import", "households", households).code == 0)
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            let hamlet = try client.get("/v1/hamlets/3", token: office.clerk).json
            #expect(hamlet.integer("/households") == 2 && hamlet.integer("/persons") == 6)
            let list = try client.get("/v1/households?hamlet=3", token: office.clerk).json.items("/data")
            #expect(list.map { $0.text("/head_name") } == ["Nguyễn Văn An", "Đậu Thị Yến"])
            _ = try server.stopped()
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `contributions are receipts, and a file counts once`() throws {
            let office = try Office()
            let funds = try office.folder.write("hamlet,name\n2,Đường ngõ\n", to: "funds.csv")
            #expect(try office.folder.danvan("import", "funds", funds).code == 0)
            let fund = try office.folder.number("SELECT max(id) FROM fund")
            let file = try office.folder.write(
                "fund,household,method,amount,received_on\n1,1,cash,50000,2026-01-05\n"
                    + "1,1,bank,70000,2026-02-05\n",
                to: "contributions.csv")
            #expect(fund > 1)
            let before = try office.folder.number("SELECT count(*) FROM contribution")
            func run() throws -> String {
                try office.folder.danvan("import", "contributions", file, "--user", "Lan").output
            }
            #expect(try run() == "\(file): 2 dòng mới, 0 dòng đã có.\n")
            let known = [
                "dòng 2: đã có, phiếu thu PT-2026-0001 (quyển 1) ngày 05/01/2026",
                "dòng 3: đã có, phiếu thu PT-2026-0002 (quyển 1) ngày 05/02/2026", "",
            ]
            let standing = known.joined(separator: "\n")
            #expect(try run() == "\(file): 0 dòng mới, 2 dòng đã có.\n" + standing)
            // The same table from another hand and with other line ends is no other table.
            let other = try office.folder.write(
                "fund,household,method,amount,received_on\r\n1,1,cash,\"50000\",2026-01-05\r\n"
                    + "1,1,bank,70000,2026-02-05\r\n",
                to: "again.csv")
            #expect(
                try office.folder.danvan("import", "contributions", other, "--user", "Minh").output
                    == "\(other): 0 dòng mới, 2 dòng đã có.\n" + standing)
            #expect(try office.folder.number("SELECT count(*) FROM contribution") == before + 2)
            #expect(try office.folder.number("SELECT count(*) FROM contribution WHERE recorded_by = 1") == 2)
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `a file with one more row records that row, and names those that stand`() throws {
            let office = try Office()
            let rows = [
                "1,1,cash,50000,2026-01-05", "1,1,cash,50000,2026-01-05", "1,2,bank,70000,2026-02-05",
            ]
            func run(_ rows: [String]) throws -> [String] {
                let file = try office.folder.write(
                    "fund,household,method,amount,received_on\n" + rows.joined(separator: "\n") + "\n",
                    to: "gifts.csv")
                let ending = try office.folder.danvan("import", "contributions", file, "--user", "Lan")
                #expect(ending.code == 0, "\(ending.errors)")
                return ending.output.split(separator: "\n").map(String.init)
            }
            let first = try run(rows)
            #expect(first.count == 1 && first[0].hasSuffix("3 dòng mới, 0 dòng đã có."))
            // In another order, with an equal row more and a later one.
            let more = [rows[2], rows[0], rows[0], rows[0], "1,2,bank,70000,2026-02-06"]
            // The third gift of the day would be before the last receipt of the book: that row is refused, not doubled.
            let late = try office.folder.write(
                "fund,household,method,amount,received_on\n" + more.joined(separator: "\n") + "\n",
                to: "late.csv")
            let refused = try office.folder.danvan("import", "contributions", late, "--user", "Lan")
            #expect(refused.code == 1)
            #expect(refused.errorLines.first?.hasPrefix("danvan: dòng 5: received_on: phiếu cuối") == true)
            let second = try run([rows[2], rows[0], rows[0], "1,2,bank,70000,2026-02-06"])
            #expect(second[0].hasSuffix("1 dòng mới, 3 dòng đã có."))
            #expect(
                Array(second.dropFirst()) == [
                    "dòng 2: đã có, phiếu thu PT-2026-0003 (quyển 1) ngày 05/02/2026",
                    "dòng 3: đã có, phiếu thu PT-2026-0001 (quyển 1) ngày 05/01/2026",
                    "dòng 4: đã có, phiếu thu PT-2026-0002 (quyển 1) ngày 05/01/2026",
                ])
            #expect(try office.contributionsCount() == 4)
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `hamlets, households and funds that stand are named and skipped`() throws {
            let office = try Office()
            for (entity, head, old, new, known) in [
                (
                    "hamlets", "commune,name,type,valid_from", "16702,Xóm 20,xom,2020-01-01",
                    "16702,Xóm 21,xom,2020-01-01", "thôn xóm 3"
                ),
                (
                    "households", "hamlet,code,head_name,persons", "1,0099,Cao Thị Én,3",
                    "1,0100,Cao Thị Yến,3", "hộ 0099 (số 10)"
                ),
                ("funds", "hamlet,name", "1,Thắp sáng", "1,Cây xanh", "quỹ 3"),
            ] {
                func run(_ rows: [String]) throws -> [String] {
                    let file = try office.folder.write(
                        ([head] + rows).joined(separator: "\n") + "\n", to: "rows.csv")
                    return try office.folder.danvan("import", entity, file).output
                        .split(separator: "\n").map(String.init)
                }
                #expect(try run([old])[0].hasSuffix("1 dòng mới, 0 dòng đã có."))
                let second = try run([old, new])
                #expect(second[0].hasSuffix("1 dòng mới, 1 dòng đã có."), "\(second)")
                #expect(Array(second.dropFirst()) == ["dòng 2: đã có, \(known)"])
            }
            // The same code with another name is another household, or a change.
            let other = try office.folder.write(
                "hamlet,code,head_name,persons\n1,0099,Cao Thị Khác,3\n", to: "other.csv")
            #expect(try office.folder.danvan("import", "households", other).code == 1)
        }

        @Test func `an import follows the settings that requests follow`() throws {
            let office = try Office()
            let settings = try office.folder.write(
                Array(#"{"vouchers":{"book_default":"Q9"}}"#.utf8), to: "danvan.json")
            let file = try office.folder.write(
                "fund,household,method,amount,received_on\n1,1,cash,50000,2026-01-05\n")
            let ending = try office.folder.danvan(
                "import", "contributions", file, "--user", "Lan", "--config", settings)
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(try office.folder.number("SELECT count(*) FROM contribution WHERE book = 'Q9'") == 1)
        }

        @Test func `an anonymous donor is imported as anonymous`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "fund,sponsor_name,anonymous,method,amount,received_on\n"
                    + "1,Trần Văn Giàu,true,cash,5000,2026-01-05\n1,Hồ Thị Lan,false,cash,6000,2026-01-05\n")
            #expect(try office.folder.danvan("import", "contributions", file, "--user", "Lan").code == 0)
            #expect(
                try office.folder.number("SELECT amount_dong FROM contribution WHERE is_anonymous = 1")
                    == 5000)
            let bad = try office.folder.write(
                "fund,household,anonymous,method,amount,received_on\n1,1,có,cash,5,2026-01-05\n")
            let ending = try office.folder.danvan("import", "contributions", bad, "--user", "Lan")
            #expect(ending.errorLines.first == "danvan: dòng 2: anonymous: cần true hoặc false")
        }

        @Test func `a sum over the limit is one error, with the lines that it adds`() throws {
            let office = try Office()
            let most = "9007199254740991"
            let lines = ["1,1,cash,\(most)", "2,9,cash,5", "1,1,cash,1", "1,2,cash,5"]
            let file = try office.folder.write(
                "fund,household,method,amount,received_on\n"
                    + lines.map { $0 + ",2026-01-05\n" }.joined())
            let ending = try office.folder.danvan("import", "contributions", file, "--user", "Lan")
            #expect(ending.code == 1)
            #expect(
                ending.errorLines == [
                    "danvan: dòng 5: Tổng số tiền vượt quá giới hạn; hãy kiểm tra lại số tiền: cộng các dòng của chủ quỹ này, từ dòng 2",
                    "danvan: Chưa ghi gì: hãy sửa 1 dòng sai rồi nhập lại.",
                ])
        }

        @Test func `contributions of an unknown user are refused`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "fund,household,method,amount,received_on\n1,1,cash,50000,2026-01-05\n")
            let ending = try office.folder.danvan("import", "contributions", file, "--user", "Không Ai")
            #expect(ending.code == 1)
            #expect(
                ending.errorLines == [
                    "danvan: Không có người dùng 'Không Ai'; hãy ghi bằng 'danvan user add'."
                ])
            #expect(try office.folder.danvan("import", "contributions", file).code != 0)
        }

        @Test func `one bad line among many is named, and nothing is stored`() throws {
            let office = try Office()
            var lines = ["hamlet,code,head_name,persons"]
            lines += (1...200).map { "1,K\($0),Nguyễn Văn An,\($0 == 137 ? 0 : 4)" }
            let file = try office.folder.write(lines.joined(separator: "\n"))
            let before = try office.folder.number("SELECT count(*) FROM journal")
            let ending = try office.folder.danvan("import", "households", file)
            #expect(ending.code == 1 && ending.output == "")
            #expect(
                ending.errorLines == [
                    "danvan: dòng 138: persons: từ 1 đến 99",
                    "danvan: Chưa ghi gì: hãy sửa 1 dòng sai rồi nhập lại.",
                ])
            #expect(try office.folder.number("SELECT count(*) FROM journal") == before)
            #expect(try office.folder.number("SELECT count(*) FROM household") == 9)
        }

        @Test func `a dry run reports the errors too`() throws {
            let office = try Office()
            let file = try office.folder.write("hamlet,code,head_name,persons\n1,H001,An,4\n99,H002,An,4\n")
            let ending = try office.folder.danvan("import", "households", "--dry-run", file)
            #expect(ending.code == 1)
            #expect(ending.errorLines.count == 3)
            #expect(
                ending.errorLines[0]
                    == "danvan: dòng 2: code: đã có: hộ H001 (số 1), nhưng khác head_name, persons; hãy sửa hộ đó hoặc ghi mã khác"
            )
            #expect(ending.errorLines[1] == "danvan: dòng 3: hamlet: không có thôn xóm này")
        }

        @Test func `all errors of a line are reported at once`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "commune,name,type,valid_from\n16702,Xóm 7,village,2020-02-30\n,Xóm 8,xom,\n")
            let ending = try office.folder.danvan("import", "hamlets", file)
            let places = ending.errorLines.map { $0.split(separator: ":").prefix(3).joined(separator: ":") }
            #expect(
                places.dropLast() == [
                    "danvan: dòng 2: type", "danvan: dòng 2: valid_from", "danvan: dòng 3: commune",
                    "danvan: dòng 3: valid_from",
                ])
            #expect(ending.errors.contains("hãy sửa 2 dòng sai"))
        }

        @Test func `twenty invalid lines are listed, the rest are counted`() throws {
            let office = try Office()
            let rows = (1...25).map { "1,K\($0),An,0\n" }.joined()
            let file = try office.folder.write("hamlet,code,head_name,persons\n" + rows)
            let lines = try office.folder.danvan("import", "households", file).errorLines
            #expect(lines.count == 22)
            #expect(lines[19].hasPrefix("danvan: dòng 21: "))
            #expect(lines[20] == "danvan: … và 5 dòng sai nữa")
            #expect(lines[21] == "danvan: Chưa ghi gì: hãy sửa 25 dòng sai rồi nhập lại.")
        }

        @Test func `a line that repeats a line of the same file is refused`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "hamlet,code,head_name,persons\n1,K1,An,4\n1,K2,An,4\n1,K1,Bình,4\n")
            let ending = try office.folder.danvan("import", "households", file)
            #expect(
                ending.errorLines.first?
                    .hasPrefix("danvan: dòng 4: code: đã có: hộ K1 (số 10), nhưng khác head_name;")
                    == true)
            #expect(try office.folder.number("SELECT count(*) FROM household") == 9)
        }

        @Test func `names are stored composed`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "hamlet,code,head_name,persons\n1,K1,\"  Nguye\u{302}\u{303}n  Văn An \",4\n")
            #expect(try office.folder.danvan("import", "households", file).code == 0)
            #expect(
                try office.folder.number(
                    "SELECT count(*) FROM household WHERE head_name = 'Nguyễn Văn An'") == 1)
        }

        @Test(arguments: [
            ("40,province,,Tỉnh A,,\n40,province,,Tỉnh B,,\n", "dòng 3: code: trùng thời gian với Tỉnh A"),
            ("16702,commune,40,Phường A,,\n", "dòng 2: parent_code: không có đơn vị 40 vào lúc đó"),
            ("40,province,99,Tỉnh A,,\n", "dòng 2: parent_code: tỉnh không có cấp trên"),
            (
                "40,province,,Tỉnh A,,\n412,district,40,Huyện A,,\n",
                "dòng 3: valid_to: không sau ngày 30/06/2025"
            ),
            ("40,province,,Tỉnh A,2025-07-01,2025-06-30\n", "dòng 2: valid_to: "),
            ("40,land,,Tỉnh A,,\n", "dòng 2: level: "),
        ])
        func `an impossible unit is refused with its line`(_ rows: String, _ error: String) throws {
            let folder = try Folder.migrated()
            let file = try folder.write("code,level,parent_code,name,valid_from,valid_to\n" + rows)
            let ending = try folder.danvan("import", "units", file)
            #expect(ending.code == 1)
            #expect(ending.errorLines.first?.hasPrefix("danvan: \(error)") == true, "\(ending.errors)")
            #expect(try folder.number("SELECT count(*) FROM unit") == 0)
        }

        @Test func `a file that cannot be read ends with 74, and makes no database`() throws {
            let folder = try Folder()
            for path in ["nothing.csv", "."] {
                let ending = try folder.danvan("import", "units", path)
                #expect(ending.code == 74 && ending.errors == "danvan: Không đọc được tệp \(path).\n")
            }
            #expect(!folder.exists("data"))
        }

        @Test func `a file that is not UTF-8 is refused`() throws {
            let folder = try Folder()
            let file = try folder.write(Array("code,level\n40,T".utf8) + [0xC9, 0x6E])
            let ending = try folder.danvan("import", "units", file)
            #expect(ending.code == 1)
            #expect(
                ending.errors
                    == "danvan: dòng 2: không phải UTF-8; hãy lưu lại dạng CSV UTF-8. Chưa ghi gì.\n")
        }

        @Test func `a long file reports its progress`() throws {
            let office = try Office()
            let rows = (1...10_001).map { "1,K\($0),Nguyễn Văn An,4\n" }.joined()
            let file = try office.folder.write("hamlet,code,head_name,persons\n" + rows)
            let ending = try office.folder.danvan("import", "households", file, "--dry-run")
            #expect(ending.code == 0 && ending.errors == "10000/10001 dòng…\n")
            #expect(ending.output.hasSuffix("10001 dòng mới, 0 dòng đã có (thử, chưa ghi).\n"))
        }
    }
}
