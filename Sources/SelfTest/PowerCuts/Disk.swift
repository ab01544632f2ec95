import Foundation
import Workflow

/// A disk that may lose its power: it knows what it has been asked to write, and what it has promised to keep.
///
/// What was written to a file is kept once the file was synced; what was made, linked, renamed or removed in the
/// directory is kept once the directory was synced, and may last before, in its order. Nothing else is promised: this is
/// less than any common file system keeps.
struct Disk {
    private enum Change {
        case write(offset: Int, Data)
        case truncate(size: Int)
    }

    private struct Inode {
        var synced = Data()
        var pending: [Change] = []
    }

    /// A name that is given to a file, or taken away.
    private struct Naming {
        let name: String
        let inode: Int?
    }

    private var inodes: [Inode] = []
    private var syncedNames: [String: Int] = [:]
    private var pendingNames: [[Naming]] = []
    private var names: [String: Int] = [:]

    /// How much of what was not synced survives.
    enum Survival: CaseIterable {
        case nothing, everything, torn
    }

    /// The size of what a disk writes at once.
    private static let sector = 512

    /// A disk that holds files, all of them synced.
    init(holding image: [String: Data]) {
        for (name, data) in image where !name.hasSuffix("-shm") {
            names[name] = inodes.count
            inodes.append(Inode(synced: data))
        }
        syncedNames = names
    }

    mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .create(let name):
            guard names[name] == nil else { return }
            inodes.append(Inode())
            give([Naming(name: name, inode: inodes.count - 1)])
        case .write(let name, let offset, let data): change(name, .write(offset: offset, data))
        case .truncate(let name, let size): change(name, .truncate(size: size))
        case .sync(let name):
            guard let inode = names[name] else { return }
            inodes[inode].synced = inodes[inode].pending.reduce(into: inodes[inode].synced) { Self.apply($1, to: &$0) }
            inodes[inode].pending = []
        case .syncDirectory:
            syncedNames = names
            pendingNames = []
        case .link(let name, let other): give([Naming(name: other, inode: names[name])])
        case .rename(let name, let other):
            give([Naming(name: other, inode: names[name]), Naming(name: name, inode: nil)])
        case .unlink(let name): give([Naming(name: name, inode: nil)])
        }
    }

    private mutating func give(_ namings: [Naming]) {
        pendingNames.append(namings)
        for naming in namings { names[naming.name] = naming.inode }
    }

    private mutating func change(_ name: String, _ change: Change) {
        guard let inode = names[name] else { return }
        inodes[inode].pending.append(change)
    }

    /// The files as they may lie there once the power is back.
    struct Image: Equatable, Sendable {
        var contents: [String: Data] = [:]
        /// The names that are of one file.
        var links: [[String]] = []
    }

    /// The files as they may lie there once the power is back.
    func image(keeping survival: Survival, _ chance: inout SeededGenerator) -> Image {
        let kept =
            switch survival {
            case .nothing: 0
            case .everything: pendingNames.count
            case .torn: chance.next(upTo: pendingNames.count + 1)
            }
        var found = syncedNames
        for naming in pendingNames.prefix(kept).joined() { found[naming.name] = naming.inode }
        var contents: [Int: Data] = [:]
        // In a fixed order, so that the same chance gives the same image.
        for inode in Set(found.values).sorted() {
            contents[inode] = content(of: inodes[inode], keeping: survival, &chance)
        }
        let names = Dictionary(grouping: found.keys, by: { found[$0] })
        return Image(
            contents: found.compactMapValues { contents[$0] },
            links: names.values.filter { $0.count > 1 }.map { $0.sorted() })
    }

    private func content(of inode: Inode, keeping survival: Survival, _ chance: inout SeededGenerator) -> Data {
        var data = inode.synced
        for change in inode.pending {
            switch (survival, change) {
            case (.nothing, _): break
            case (.everything, _): Self.apply(change, to: &data)
            case (.torn, .truncate): if chance.isLucky(oneIn: 2) { Self.apply(change, to: &data) }
            case (.torn, .write(let offset, let written)):
                for piece in Self.sectors(of: written, at: offset) where chance.isLucky(oneIn: 2) {
                    Self.apply(.write(offset: piece.offset, piece.data), to: &data)
                }
            }
        }
        return data
    }

    /// The parts of a write that lie in different sectors.
    private static func sectors(of data: Data, at offset: Int) -> [(offset: Int, data: Data)] {
        var pieces: [(Int, Data)] = []
        var begin = offset
        while begin < offset + data.count {
            let end = min((begin / sector + 1) * sector, offset + data.count)
            pieces.append((begin, data[data.startIndex + begin - offset..<data.startIndex + end - offset]))
            begin = end
        }
        return pieces
    }

    private static func apply(_ change: Change, to data: inout Data) {
        switch change {
        case .truncate(let size):
            if size < data.count { data = data.prefix(size) } else { data.append(Data(count: size - data.count)) }
        case .write(let offset, let written):
            if data.count < offset { data.append(Data(count: offset - data.count)) }
            let end = min(data.count, offset + written.count)
            data.replaceSubrange(offset..<end, with: written)
        }
    }
}
