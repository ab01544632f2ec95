import Foundation
import GRDB
import Glibc
import Wording
package import WorkflowEngine

// Everything that can keep a store from being used.
extension StoreFault {
    static func damaged(_ path: String, _ reason: LocalizedText) -> Self {
        Self(
            code: "store-damaged",
            message: LocalizedText(
                "the store \(path) is damaged: \(reason.english)", zh: "存储 \(path) 已损坏：\(reason.chinese)"),
            hint: LocalizedText(
                "Nothing was changed. See what sluice store check says, and restore a backup. An order that the backup "
                    + "shows as confirmed or purchasing may have been bought since: sluice looks for it before it buys, but "
                    + "where the cloud's order list shows no keys, look there yourself first.",
                zh: "未作更改。请查看 sluice store check 的结果并恢复备份。备份中处于 confirmed 或 purchasing 的订单可能已被购买："
                    + "sluice 购买前会先查找；若云端订单列表不显示标记，请先自行核对。"
            )
        )
    }

    static func notAStore(_ path: String) -> Self {
        Self(
            code: "store-damaged",
            message: LocalizedText("\(path) is not a store of sluice, or is damaged", zh: "\(path) 不是 sluice 的存储，或已损坏"),
            hint: LocalizedText(
                "Nothing was changed. Name another path with --store, or restore a backup.",
                zh: "未作更改。请用 --store 指定其他路径，或恢复备份。"
            )
        )
    }

    static func newer(_ path: String, migration: String) -> Self {
        Self(
            code: "store-newer",
            message: LocalizedText(
                "the store \(path) was brought up by a newer sluice: it has \(migration)",
                zh: "存储 \(path) 由更新版本的 sluice 升级：含 \(migration)"
            ),
            hint: LocalizedText("Use the newer sluice. Nothing was changed.", zh: "请使用更新版本的 sluice。未作更改。")
        )
    }

    static func older(_ path: String, missing: String) -> Self {
        Self(
            code: "store-unmigrated",
            message: LocalizedText(
                "the store \(path) is of an older sluice: it lacks \(missing)", zh: "存储 \(path) 版本较旧：缺少 \(missing)"),
            hint: LocalizedText(
                "Run sluice store migrate; it makes a backup first.", zh: "请运行 sluice store migrate；会先备份。")
        )
    }

    static func edited(_ path: String, migration: String, line: Int) -> Self {
        Self(
            code: "store-edited",
            message: LocalizedText(
                "the store \(path) was brought up by another \(migration): line \(line) differs",
                zh: "存储 \(path) 所用的 \(migration) 与本程序不同：第 \(line) 行有异"
            ),
            hint: LocalizedText(
                "Use the sluice that made the store, or restore a backup. Nothing was changed.",
                zh: "请使用创建该存储的 sluice，或恢复备份。未作更改。"
            )
        )
    }

    static func setting(_ path: String, _ name: String, is found: String, not wanted: String) -> Self {
        Self(
            code: "store-damaged",
            message: LocalizedText(
                "the store \(path) has \(name) = \(found) where \(wanted) is needed",
                zh: "存储 \(path) 的 \(name) 为 \(found)，应为 \(wanted)"
            ),
            hint: LocalizedText("Restore a backup. Nothing was changed.", zh: "请恢复备份。未作更改。")
        )
    }

    static func keyMissing(_ path: String) -> Self {
        Self(
            code: "key-missing",
            message: LocalizedText("there is no key to sign with at \(path)", zh: "\(path) 处没有签名密钥"),
            hint: LocalizedText(
                "It was made with the store. Say where it is kept with --key, or restore it: nothing else can sign for "
                    + "this log.",
                zh: "密钥随存储创建。请用 --key 指明其位置，或恢复它：没有其他密钥能为此日志签名。"))
    }

    static func keyMalformed(_ path: String) -> Self {
        Self(
            code: "key-malformed",
            message: LocalizedText("\(path) does not hold a key of sluice", zh: "\(path) 不是 sluice 的密钥"),
            hint: LocalizedText(
                "Restore it, or say where the key is kept with --key. Nothing was changed.",
                zh: "请恢复它，或用 --key 指明密钥位置。未作更改。"))
    }

    static func keyUnprotected(_ path: String) -> Self {
        Self(
            code: "key-unprotected",
            message: LocalizedText("others than its owner may use the key \(path)", zh: "除所有者外的用户也能使用密钥 \(path)"),
            hint: LocalizedText(
                "Take that away with chmod 600. If others may have read it, change it: sluice audit key --change.",
                zh: "请执行 chmod 600。若可能已被他人读取，请更换：sluice audit key --change。"))
    }

    static func keyExists(_ path: String) -> Self {
        Self(
            code: fileExistsCode,
            message: LocalizedText(
                "the new store's key cannot be kept at \(path): there is a file already", zh: "\(path) 已存在，无法存放新存储的密钥"),
            hint: LocalizedText(
                "A key signs for one store. Name another file with --key. Nothing was changed.",
                zh: "一个密钥只为一个存储签名。请用 --key 指定其他文件。未作更改。"))
    }

    static func keyOfAnother(_ path: String, store: String) -> Self {
        Self(
            code: "key-of-another",
            message: LocalizedText(
                "the key \(path) is not the one that signs for \(store)", zh: "密钥 \(path) 不是 \(store) 的签名密钥"),
            hint: LocalizedText(
                "sluice audit key says which one does. Say where it is kept with --key.",
                zh: "sluice audit key 会显示正确的密钥。请用 --key 指明其位置。"))
    }

    /// The store is fine; it is the name of a copy that is taken.
    package static let fileExistsCode = "file-exists"

    static func fileExists(_ path: String) -> Self {
        Self(
            code: fileExistsCode,
            message: LocalizedText("\(path) exists already", zh: "\(path) 已存在"),
            hint: LocalizedText("Nothing was overwritten. Name another file.", zh: "未覆盖任何文件。请指定其他文件。")
        )
    }

    private static func unwritable(_ path: String, _ reason: String) -> Self {
        Self(
            code: "store-unwritable",
            message: LocalizedText(
                "the store \(path) or its directory cannot be used: \(reason)", zh: "无法使用存储 \(path) 或其目录：\(reason)"),
            hint: LocalizedText(
                "Check the permissions of the file and its directory, or name another path with --store.",
                zh: "请检查文件及目录权限，或用 --store 指定其他路径。"
            )
        )
    }

    private static func diskFull(_ path: String) -> Self {
        Self(
            code: "disk-full",
            message: LocalizedText("there is no space left for the store \(path)", zh: "存储 \(path) 所在磁盘已满"),
            hint: LocalizedText(
                "Make space and try again: what was committed is still there, and what was begun is looked for.",
                zh: "请腾出空间后重试：已提交的内容仍在，已开始的操作会被查找。")
        )
    }

    private static func diskError(_ path: String, _ reason: String) -> Self {
        Self(
            code: "store-io-error",
            message: LocalizedText(
                "the disk failed while the store \(path) was used: \(reason)", zh: "使用存储 \(path) 时磁盘出错：\(reason)"),
            hint: LocalizedText(
                "Check the disk, then try again: the last step is looked for before anything is repeated.",
                zh: "请检查磁盘后重试：重复任何操作前都会先查找上一步。"
            )
        )
    }

    init(_ error: SystemError) {
        switch error.number {
        case ENOSPC, EDQUOT: self = .diskFull(error.path)
        case EIO: self = .diskError(error.path, error.reason)
        default: self = .unwritable(error.path, "\(error.operation): \(error.reason)")
        }
    }

    private static func failed(_ path: String, _ reason: String) -> Self {
        Self(
            code: "store-error",
            message: LocalizedText(
                "SQLite failed on the store \(path): \(reason)", zh: "SQLite 操作存储 \(path) 失败：\(reason)"),
            hint: LocalizedText(
                "Try again; if it happens again, see what sluice store check says.",
                zh: "请重试；若再次发生，请查看 sluice store check 的结果。")
        )
    }

    init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLITE \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path)
        // The index of the log could not grow.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .diskFull(path)
        case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_MISMATCH: self = .damaged(path, LocalizedText(verbatim: reason))
        case .SQLITE_NOTADB: self = .notAStore(path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .unwritable(path, reason)
        case .SQLITE_IOERR: self = .diskError(path, "\(reason) (\(error.extendedResultCode))")
        default: self = .failed(path, "\(reason) (\(error.extendedResultCode))")
        }
    }
}

// What exactly is damaged, or not as it should be.
extension LocalizedText {
    static let unreadableRow = Self("a row holds what it cannot", zh: "某行内容不合法")
    static let endIsMissing = Self("its end is missing", zh: "文件末尾缺失")
    static func hashIsMissing(at position: Int) -> Self {
        Self("the log lacks a hash at position \(position)", zh: "日志缺少位置 \(position) 的哈希")
    }

    static func unreadableLeaf(at position: Int) -> Self {
        Self("the log's line at position \(position) cannot be read", zh: "日志中位置 \(position) 的行无法读取")
    }

    static let unreadableKey = Self("the log's key cannot be read", zh: "无法读取日志的密钥")
    static let noIdentity = Self("it has no identity", zh: "没有标识")
    static let danglingReference = Self("a row refers to one that is not there", zh: "某行引用了不存在的行")

    static func strayed(from order: String) -> Self {
        Self("order \(order) does not stand where its history ends", zh: "订单 \(order) 的状态与其历史不符")
    }

    static func notAsMade(_ name: String) -> Self {
        Self("\(name) is not as it was made", zh: "\(name) 与创建时不同")
    }

    static func doesNotBelong(_ name: String) -> Self {
        Self("\(name) does not belong here", zh: "\(name) 不应存在")
    }
}

extension JournalError {
    /// What a failure of the database means to whoever uses the journal.
    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .storeBusy(waited: SQLiteJournal.longestWait)
        default: self = .unusable(StoreFault(error, path: path))
        }
    }
}
