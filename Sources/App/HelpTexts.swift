/// The texts that ArgumentParser writes in English, in Vietnamese like all others of the command line.
///
/// The library has no texts in other languages (read in its version 1.8.2).
enum HelpTexts {
    /// The help, or the message about invalid arguments, in Vietnamese.
    static func translated(_ text: String) -> String {
        phrases.reduce(text) { text, phrase in text.replacing(phrase.english, with: phrase.vietnamese) }
    }

    /// Longer phrases stand before those they contain.
    private static let phrases: [(english: String, vietnamese: String)] = [
        ("OVERVIEW: ", "GIỚI THIỆU: "), ("USAGE: ", "CÁCH DÙNG: "), ("Usage: ", "Cách dùng: "),
        ("\nARGUMENTS:\n", "\nTHAM SỐ:\n"), ("\nOPTIONS:\n", "\nTÙY CHỌN:\n"),
        ("\nSUBCOMMANDS:\n", "\nLỆNH CON:\n"), ("Show help information.", "Hiện phần trợ giúp này."),
        ("<subcommand>", "<lệnh-con>"), ("[<options>]", "[<tùy-chọn>]"), ("(default:", "(mặc định:"),
        ("  See '", "  Xem '"), ("' for more information.", "' để biết thêm."),
        (" for detailed help.", " để biết chi tiết."), ("Help:  ", "Trợ giúp:  "), ("Error: ", "Lỗi: "),
        ("Unknown option '", "Không có tùy chọn '"), ("'. Did you mean '", "'. Có phải là '"),
        ("Missing expected argument '", "Thiếu tham số '"), ("Missing one of: '", "Thiếu một trong: '"),
        ("Missing value for '", "Thiếu giá trị của '"), ("Unexpected argument '", "Thừa tham số '"),
        (" unexpected arguments: '", " tham số thừa: '"), ("The value '", "Giá trị '"),
        ("' is invalid for '", "' không hợp lệ cho '"), ("The option '", "Tùy chọn '"),
        ("' does not take any value, but '", "' không nhận giá trị, nhưng lại có '"),
        ("' was specified.", "'."), ("Invalid option: ", "Tùy chọn sai: "),
    ]
}
