package import Foundation
import FoundationXML

/// An element of XML, as object storage writes it: names, texts and elements; attributes mean nothing there.
package struct WireXML: Equatable, Sendable {
    package let name: String
    package var text: String
    package var children: [WireXML]

    package init(_ name: String, _ text: String = "") {
        self.name = name
        self.text = text
        children = []
    }

    package init(_ name: String, _ children: [WireXML]) {
        self.name = name
        text = ""
        self.children = children
    }

    /// Reads a document; `nil` if it is none.
    package init?(reading data: Data) {
        // The system's parser does not bear names of other bytes.
        guard String(validating: data, as: UTF8.self) != nil else { return nil }
        let reader = Reader()
        let parser = XMLParser(data: data)
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else { return nil }
        self = root
    }

    /// The first element of a name.
    package subscript(name: String) -> WireXML? { children.first { $0.name == name } }

    /// The elements of a name, in their order.
    package func all(_ name: String) -> [WireXML] { children.filter { $0.name == name } }

    /// As a document.
    package var document: Data { Data((#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + written).utf8) }

    private var written: String {
        let content = children.isEmpty ? Self.escape(text) : children.map(\.written).joined()
        return "<\(name)>\(content)</\(name)>"
    }

    private static func escape(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        /// Deeper than this nothing of object storage is.
        private static let deepest = 32

        private var open: [WireXML] = []
        private(set) var root: WireXML?

        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            open.append(WireXML(elementName))
            if open.count > Self.deepest { parser.abortParsing() }
        }

        func parser(_ parser: XMLParser, foundCharacters characters: String) {
            guard !open.isEmpty else { return }
            open[open.count - 1].text += characters
        }

        func parser(
            _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
        ) {
            guard var element = open.popLast() else { return }
            // Between elements there is only what sets them apart.
            if !element.children.isEmpty { element.text = "" }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }
    }
}
