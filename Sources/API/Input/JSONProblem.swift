import JSON

extension JSONError.Reason {
    /// What to do about a body that is no JSON, for somebody who typed it.
    var remedy: Sentence {
        switch self {
        case .badUTF8:
            Sentence(
                vi:
                    "chữ không theo UTF-8, như của bảng mã TCVN3, VNI hay Windows-1258; hãy chuyển sang UTF-8 rồi gửi lại",
                en:
                    "the text is not UTF-8, such as TCVN3, VNI or Windows-1258; convert it to UTF-8 and send it again"
            )
        case .byteOrderMark:
            Sentence(
                vi: "bỏ dấu BOM ở đầu rồi gửi lại", en: "leave out the byte order mark and send it again")
        case .endOfText:
            Sentence(
                vi: "dữ liệu bị cắt giữa chừng; hãy gửi lại cả yêu cầu",
                en: "the text is cut; send the whole request again")
        case .badNumber:
            Sentence(
                vi: "viết số không có số 0 ở đầu, ví dụ 500000",
                en: "write a number without leading zeros, such as 500000")
        case .unexpectedByte:
            Sentence(
                vi:
                    "không đúng JSON; kiểm tra dấu ngoặc, dấu phẩy; số viết liền không có dấu ngăn hàng nghìn, ví dụ "
                    + "1000000; mã hóa UTF-8",
                en:
                    "no JSON; check quotes and commas; write a number without separators, such as 1000000; in UTF-8"
            )
        case .badEscape, .controlCharacter:
            Sentence(
                vi: "trong chữ, viết xuống dòng là \\n, dấu \\ là \\\\",
                en: "within a text, write a line end as \\n, and \\ as \\\\")
        case .trailingBytes:
            Sentence(
                vi: "bỏ phần thừa ở cuối", en: "leave out what follows the value")
        case .tooDeep, .tooLong, .tooManyValues:
            Sentence(
                vi: "chia ra nhiều yêu cầu", en: "send several requests")
        }
    }
}
