/// A file that pages refer to, embedded in the program.
struct Asset {
    let type: String
    let bytes: [UInt8]

    init?(_ name: String) {
        switch name {
        case "console.css": (type, bytes) = ("text/css; charset=utf-8", PackageResources.console_css)
        case "console.js": (type, bytes) = ("text/javascript; charset=utf-8", PackageResources.console_js)
        case "icon.svg": (type, bytes) = ("image/svg+xml", PackageResources.icon_svg)
        default: return nil
        }
    }
}
