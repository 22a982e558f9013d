package import Host

extension HistoryStore {
    /// Removes all but the last `keep` builds of each series and those of tagged commits; returns how many were removed and how many
    /// older ones stay for their tag. The file shrinks.
    package func prune(keep: Int) throws(FileError) -> (removed: Int, tagged: Int) {
        let result = try told {
            try database.transaction {
                try database.run(
                    """
                    CREATE TEMP TABLE old AS SELECT id, "commit" IN (SELECT "commit" FROM ref WHERE kind = 'tag') AS tagged
                    FROM (SELECT id, "commit", row_number() OVER (PARTITION BY series ORDER BY time DESC, recorded DESC, id DESC) AS age
                        FROM build)
                    WHERE age > \(keep)
                    """)
                let tagged = try database.number("SELECT count(*) FROM old WHERE tagged")
                try database.run("DELETE FROM build WHERE id IN (SELECT id FROM old WHERE tagged IS NOT 1)")
                let removed = database.changes
                try database.run(
                    """
                    DELETE FROM contents WHERE id NOT IN (SELECT contents FROM build WHERE contents IS NOT NULL);
                    DELETE FROM shape WHERE id NOT IN (SELECT shape FROM contents);
                    DELETE FROM series WHERE id NOT IN (SELECT series FROM build);
                    DELETE FROM ref WHERE "commit" NOT IN (SELECT "commit" FROM build WHERE "commit" IS NOT NULL);
                    DROP TABLE old
                    """)
                return (removed: removed, tagged: tagged)
            }
        }
        // Without it the file keeps its size, and nothing else is wrong: another process may be reading.
        if result.removed > 0 { try? database.run("VACUUM") }
        return result
    }
}
