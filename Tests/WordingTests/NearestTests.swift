import Testing
import Wording

struct NearestTests {
    @Test(arguments: [
        ("advnce", "advance"), ("ADVANCE", "advance"), ("confrm", "confirm"), ("Ecs_8c32", "Ecs_8c32g"),
        ("runn", "run"),
    ])
    func `a slip of the finger finds its word`(typed: String, meant: String) {
        #expect(typed.nearest(among: ["advance", "confirm", "Ecs_4c16g", "Ecs_8c32g", "run"]) == meant)
    }

    @Test(arguments: ["", "x", "something-else", "zzzzzz"])
    func `what is near nothing suggests nothing`(typed: String) {
        #expect(typed.nearest(among: ["advance", "confirm"]) == nil)
    }
}

struct LanguageTests {
    @Test(arguments: [
        ("zh_CN.UTF-8", Language.chinese), ("zh", .chinese), ("ZH_TW", .chinese), ("en_GB", .english), ("C", .english),
        ("", .english),
    ])
    func `a locale asks for a language`(locale: String, language: Language) {
        #expect(Language(locale: locale) == language)
    }
}
