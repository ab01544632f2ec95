/// The languages in which Sluice speaks to people.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The language that a POSIX locale such as `zh_CN.UTF-8` asks for; English for any other than Chinese.
    public init(locale: String) {
        self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
    }
}
