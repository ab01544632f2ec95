import Foundation
import Testing
import TransparencyLog

/// The trees of the reference implementation of Certificate Transparency: its leaves, roots and paths
/// (google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc).
enum Reference {
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { Data(hex: $0) }

    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map { MerkleHash(hex: $0) }

    /// Leaf, size, and the path between them.
    static let paths: [(Int, Int, [String])] = [
        (0, 1, []),
        (
            0, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            5, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]
}

/// A tree in memory that keeps every complete subtree, as a store does.
struct TreeInMemory: MerkleTree {
    private var frontier = Frontier()
    private var complete: [[MerkleHash]] = []

    init(_ leaves: [Data]) {
        for leaf in leaves { complete.append(frontier.append(MerkleHash(leaf: leaf))) }
    }

    var size: Int { complete.count }

    func subtree(atLevel level: Int, _ index: Int) -> MerkleHash { complete[(index + 1) << level - 1][level] }
}

struct MerkleTreeTests {
    @Test func `the roots of the reference leaves are the published ones`() throws {
        let tree = TreeInMemory(Reference.leaves)
        var frontier = Frontier()
        #expect(frontier.root == Reference.roots[0])
        for (index, leaf) in Reference.leaves.enumerated() {
            frontier.append(MerkleHash(leaf: leaf))
            #expect(frontier.root == Reference.roots[index + 1])
            #expect(try tree.root(ofFirst: index + 1) == Reference.roots[index + 1])
        }
    }

    @Test func `the paths of the reference leaves are the published ones`() throws {
        let tree = TreeInMemory(Reference.leaves)
        for (index, size, path) in Reference.paths {
            let proof = try tree.inclusionProof(of: index, inFirst: size)
            #expect(proof.path == path.map { MerkleHash(hex: $0) }, "\(index) of \(size)")
        }
    }

    /// Sizes up to which every pair is tried: more than two levels of ragged trees.
    private static let size = 40
    private static let tree = TreeInMemory((0..<size).map { Data("leaf \($0)".utf8) })

    @Test func `every leaf is proven in every tree, and in no other place, leaf or root`() throws {
        for size in 1...Self.size {
            let root = try Self.tree.root(ofFirst: size)
            for index in 0..<size {
                let proof = try Self.tree.inclusionProof(of: index, inFirst: size)
                let leaf = MerkleHash(leaf: Data("leaf \(index)".utf8))
                #expect(proof.proves(leaf, in: root))
                #expect(!proof.proves(MerkleHash(leaf: Data("leaf".utf8)), in: root))
                #expect(!proof.proves(leaf, in: MerkleHash(root, root)))
                let elsewhere = InclusionProof(index: (index + 1) % size, size: size, path: proof.path)
                #expect(size == 1 || !elsewhere.proves(leaf, in: root))
                let longer = InclusionProof(index: index, size: size, path: proof.path + [root])
                #expect(!longer.proves(leaf, in: root))
                let shorter = InclusionProof(index: index, size: size, path: Array(proof.path.dropLast()))
                #expect(size == 1 || !shorter.proves(leaf, in: root))
            }
        }
        for (index, size) in [(-1, 1), (1, 1), (0, 0), (5, 2)] {
            #expect(!InclusionProof(index: index, size: size, path: []).proves(.empty, in: .empty))
        }
    }

    @Test func `every tree is proven to be the beginning of every later one, and of no other`() throws {
        for new in 0...Self.size {
            let newRoot = try Self.tree.root(ofFirst: new)
            for old in 0...new {
                let oldRoot = try Self.tree.root(ofFirst: old)
                let proof = try Self.tree.consistencyProof(from: old, to: new)
                #expect(proof.proves(oldRoot, isBeginningOf: newRoot), "\(old) to \(new)")
                let another = MerkleHash(oldRoot, newRoot)
                #expect(!proof.proves(another, isBeginningOf: newRoot), "\(old) to \(new)")
                // Everything goes on from nothing, whatever its root is.
                #expect(old == 0 || !proof.proves(oldRoot, isBeginningOf: another), "\(old) to \(new)")
                let longer = ConsistencyProof(old: old, new: new, path: proof.path + [oldRoot])
                #expect(!longer.proves(oldRoot, isBeginningOf: newRoot), "\(old) to \(new)")
                guard !proof.path.isEmpty else { continue }
                let shorter = ConsistencyProof(old: old, new: new, path: Array(proof.path.dropLast()))
                #expect(!shorter.proves(oldRoot, isBeginningOf: newRoot), "\(old) to \(new)")
            }
        }
        #expect(!ConsistencyProof(old: 2, new: 1, path: []).proves(.empty, isBeginningOf: .empty))
        #expect(!ConsistencyProof(old: -1, new: 1, path: []).proves(.empty, isBeginningOf: .empty))
    }

    @Test func `a leaf closes as many subtrees as its place has trailing ones`() {
        var frontier = Frontier()
        let counts = (0..<16).map { frontier.append(MerkleHash(leaf: Data([UInt8($0)]))).count }
        #expect(counts == [1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1, 5])
    }

    @Test func `a hash is 32 bytes, and base64 is written in one way`() {
        #expect(MerkleHash(bytes: Data(count: 31)) == nil)
        #expect(MerkleHash(base64: MerkleHash.empty.base64) == .empty)
        for text in ["", "A", MerkleHash.empty.base64 + "\n", String(MerkleHash.empty.base64.dropLast()), "é"] {
            #expect(MerkleHash(base64: text) == nil, "\(text)")
        }
        // The last character of 32 bytes in base64 has two bits that say nothing.
        #expect(MerkleHash(base64: String(repeating: "A", count: 42) + "B=") == nil)
    }
}

extension Data {
    init(hex: String) {
        let digits = Array(hex)
        self.init(stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 })
    }
}

extension MerkleHash {
    init(hex: String) {
        guard let hash = MerkleHash(bytes: Data(hex: hex)) else { preconditionFailure("a hash has 64 digits") }
        self = hash
    }
}
