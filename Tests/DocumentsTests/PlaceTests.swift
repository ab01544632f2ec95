import Documents
import Testing

struct PlaceTests {
    @Test(arguments: ["\r\n", "\r"])
    func `the place of an alias is told whatever ends the lines`(end: String) {
        #expect(place(of: "a: &x 1\(end)b: 2\(end)c: *x\(end)") == Place(line: 3, column: 4))
    }

    @Test func `a text that ends too early is faulted where it ends, not on a line that is not there`() {
        #expect(place(of: "a: [1").map(\.line) == 1)
        #expect(place(of: "a: 1\nb: {\n  c: 2").map(\.line) == 3)
    }

    private func place(of text: String) -> Place? {
        do throws(InvalidDocument) {
            _ = try Document(text: text, source: "t")
            return nil
        } catch {
            return error.faults.first?.place
        }
    }
}
