/// The migrations of the journal on SQLite, oldest first.
///
/// Each is a file beside this one, embedded in the program. A file is immutable once it has been released: every store
/// keeps the text of the migrations it was brought up with, and one that differs is refused.
package enum SQLiteMigrations {
    /// One migration.
    package struct Migration: Equatable, Sendable {
        /// The file's name without its ending.
        package let name: String
        /// The file's text.
        package let sql: String

        package init(name: String, sql: String) {
            self.name = name
            self.sql = sql
        }
    }

    package static let all = [
        Migration(name: "V0001_journal", sql: String(decoding: PackageResources.V0001_journal_sql, as: UTF8.self)),
        Migration(
            name: "V0002_many_orders", sql: String(decoding: PackageResources.V0002_many_orders_sql, as: UTF8.self)),
        Migration(
            name: "V0003_notifications",
            sql: String(decoding: PackageResources.V0003_notifications_sql, as: UTF8.self)),
        Migration(name: "V0004_regions", sql: String(decoding: PackageResources.V0004_regions_sql, as: UTF8.self)),
        Migration(name: "V0005_asking", sql: String(decoding: PackageResources.V0005_asking_sql, as: UTF8.self)),
    ]
}
