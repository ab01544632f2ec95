import Testing

@testable import WebConsole

struct HTMLTests {
    @Test func `what is put into a template is no markup`() {
        let name = "<script>alert('x')</script>\" onload=\"&amp;"
        let html: HTML = "<a title=\"\(name)\">\(name)</a>"
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;&amp;amp;"
        #expect(html.markup == "<a title=\"\(escaped)\">\(escaped)</a>")
    }

    @Test func `markup in markup stays markup, and nothing is nothing`() {
        let inner: HTML = "<b>\(1)</b>"
        let none: HTML? = nil
        let html: HTML = "<p>\(inner)\(none)\([inner, inner])</p>"
        #expect(html.markup == "<p><b>1</b><b>1</b><b>1</b></p>")
    }

    @Test func `characters that turn or end a text are shown by their numbers`() {
        let html: HTML = "\("a\u{202E}b\u{0}c")"
        #expect(html.markup == "a\\u{202e}b\\u{0}c")
    }

    @Test func `an attribute without a value is there or not`() {
        let html: HTML = "<option\(" selected", if: true)\(" disabled", if: false)>"
        #expect(html.markup == "<option selected>")
    }

    @Test(arguments: [("risk", "risk"), ("a b/c?d&e", "a%20b%2Fc%3Fd%26e"), ("中", "%E4%B8%AD"), ("..", "..")])
    func `a text in an address means nothing there`(text: String, address: String) {
        #expect(text.inAddress == address)
    }
}
