package org.geocrop.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys that were made by API, by their SHA-256. */
public final class KeyTable {

    private static final String KEY =
            "select id, sha256, owner, label, role, processes, expires, created, created_by, last_used, revoked"
                    + " from api_key ";

    private final Sql sql;

    public KeyTable(Database database) {
        this.sql = new Sql(database.pool());
    }

    /**
     * A key.
     *
     * @param sha256 in hex
     * @param owner as whom it signs in
     * @param label for people
     * @param role of a request that comes by it
     * @param processes that it may execute; empty: all
     * @param expires when it is good no more
     * @param createdBy who made it
     * @param lastUsed about when it was last used, or null
     * @param revoked when it was revoked, or null
     */
    public record Key(
            String id,
            String sha256,
            String owner,
            String label,
            String role,
            List<String> processes,
            Instant expires,
            Instant created,
            String createdBy,
            @Nullable Instant lastUsed,
            @Nullable Instant revoked) {

        public Key {
            processes = List.copyOf(processes);
        }

        public boolean isValid(Instant now) {
            return revoked == null && expires.isAfter(now);
        }
    }

    public void add(Key key) {
        sql.update(
                "insert into api_key (id, sha256, owner, label, role, processes, expires, created, created_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                key.sha256(),
                key.owner(),
                key.label(),
                key.role(),
                String.join(" ", key.processes()),
                key.expires(),
                key.created(),
                key.createdBy());
    }

    /** Keys that are neither revoked nor expired, the newest first. */
    public List<Key> valid(Instant now, int limit) {
        return sql.query(
                KEY + "where revoked is null and expires > ? order by created desc limit ?", KeyTable::key, now, limit);
    }

    /** How many valid keys a user has. */
    public int count(String owner, Instant now) {
        return sql.query(
                        "select count(*) from api_key where owner = ? and revoked is null and expires > ?",
                        row -> row.getInt(1),
                        owner,
                        now)
                .get(0);
    }

    /** Keys of a user, or of all if null, newest first. */
    public List<Key> list(@Nullable String owner, int limit) {
        return owner == null
                ? sql.query(KEY + "order by created desc limit ?", KeyTable::key, limit)
                : sql.query(KEY + "where owner = ? order by created desc limit ?", KeyTable::key, owner, limit);
    }

    public Optional<Key> find(String id) {
        return sql.query(KEY + "where id = ?", KeyTable::key, id).stream().findFirst();
    }

    /** A key is good no more; one that was revoked stays as it was. */
    public void revoke(String id, Instant now) {
        sql.update("update api_key set revoked = ? where id = ? and revoked is null", now, id);
    }

    /** Notes a use. */
    public void used(String id, Instant when) {
        sql.update(
                "update api_key set last_used = ? where id = ? and (last_used is null or last_used < ?)",
                when,
                id,
                when);
    }

    /** Forgets keys that ended before a time. */
    public int removeEndedBefore(Instant time) {
        return sql.update("delete from api_key where revoked < ? or expires < ?", time, time);
    }

    private static Key key(ResultSet row) throws SQLException {
        String processes = row.getString("processes");
        return new Key(
                row.getString("id"),
                row.getString("sha256"),
                row.getString("owner"),
                row.getString("label"),
                row.getString("role"),
                processes.isEmpty() ? List.of() : List.of(processes.split(" ")),
                Objects.requireNonNullElse(Sql.instant(row, "expires"), Instant.EPOCH),
                Objects.requireNonNull(Sql.instant(row, "created")),
                row.getString("created_by"),
                Sql.instant(row, "last_used"),
                Sql.instant(row, "revoked"));
    }
}
