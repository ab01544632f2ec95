import Foundation
import Testing
import Workflow

@testable import AlibabaWire

struct EncodingTests {
    @Test(
        "percent-encoding gives back what it was given", arguments: ["", "a b+c*d~e", "测试😀", "%", "%2", "%zz", "/?&="])
    func percent(text: String) {
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(FormEncoding.parameters(of: FormEncoding.text([Parameter("n", text)])) == [Parameter("n", text)])
    }

    @Test("what stands outside the unreserved characters is encoded in upper case")
    func unreserved() {
        #expect(PercentEncoding.encode("aZ09-_.~ +*/é") == "aZ09-_.~%20%2B%2A%2F%C3%A9")
        #expect(PercentEncoding.encode(path: "/a b/c") == "/a%20b/c")
        #expect(PercentEncoding.decode("%zz%2") == "%zz%2")
        #expect(PercentEncoding.decode("a+b") == "a+b")
        #expect(PercentEncoding.decode("a+b", plusIsSpace: true) == "a b")
    }

    @Test("a form is read as it was sent, whatever was sent")
    func forms() {
        #expect(
            FormEncoding.parameters(of: "a=1&b&=c&d=e=f&&g=") == [
                Parameter("a", "1"), Parameter("b", ""), Parameter("", "c"), Parameter("d", "e=f"), Parameter("g", ""),
            ])
    }

    @Test("the forms of a time are read as they are written")
    func times() {
        for milliseconds: Int64 in [0, 1_698_315_752_000, 951_782_400_000, 4_102_444_799_000, 1_709_164_800_000] {
            let time = Timestamp(millisecondsSince1970: milliseconds)
            #expect(WireTime.read(iso8601: WireTime.iso8601(time)) == time)
            #expect(WireTime.read(compact: WireTime.compact(time)) == time)
            #expect(WireTime.read(http: WireTime.http(time)) == time)
        }
        let time = Timestamp(millisecondsSince1970: 1_698_315_752_000)
        #expect(WireTime.iso8601(time) == "2023-10-26T10:22:32Z")
        #expect(WireTime.compact(time) == "20231026T102232Z")
        #expect(WireTime.http(time) == "Thu, 26 Oct 2023 10:22:32 GMT")
        for text in ["", "2023", "20231026T102232", "2023102XT102232Z", "Thu, 26 Okt 2023 10:22:32 GMT", "Thu"] {
            #expect(WireTime.read(compact: text) == nil)
            #expect(WireTime.read(http: text) == nil)
        }
    }

    @Test("headers are found whatever the case of their names, and replaced in their place")
    func headers() {
        var headers = WireHeaders([Parameter("Host", "h"), Parameter("X-A", "1"), Parameter("x-a", "2")])
        #expect(headers["x-A"] == "1" && headers.values("X-A") == ["1", "2"])
        headers["x-a"] = "3"
        #expect(headers.fields == [Parameter("Host", "h"), Parameter("x-a", "3")])
        headers["HOST"] = nil
        #expect(headers.fields == [Parameter("x-a", "3")])
    }
}
