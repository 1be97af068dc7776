package org.geocrop.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What callers have done. Rows are added, and removed when they are old enough; none is changed. */
public final class AuditTable {

    private static final int MAX_USER = 900;
    private static final int MAX_ACTION = 60;
    private static final int MAX_TARGET = 500;
    private static final int MAX_ADDRESS = 60;

    private final Sql sql;

    public AuditTable(Database database) {
        this.sql = new Sql(database.pool());
    }

    /**
     * What someone has done, or was refused.
     *
     * @param at when it was answered
     * @param actor who; empty for nobody
     * @param via id of the key they came by, {@code settings}, or empty
     * @param action method and route, such as {@code PUT /models/{id}/sharing}
     * @param target path that was asked for, and after a blank that of what was made
     * @param address from where
     * @param outcome HTTP status
     * @param request id of the request, as log lines have it
     */
    public record Entry(
            Instant at,
            String actor,
            String via,
            String action,
            String target,
            String address,
            int outcome,
            String request) {}

    /** An entry and its number; later ones have greater numbers. */
    public record Numbered(long number, Entry entry) {}

    /**
     * Which entries are wanted; null: no condition.
     *
     * @param target beginning of the path
     * @param refused only those whose outcome was 400 or more
     * @param before those with a lesser number
     * @param limit the most
     */
    public record Query(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable String address,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean refused,
            @Nullable Long before,
            int limit) {}

    public void add(Entry entry) {
        sql.update(
                "insert into audit (at, actor, via, action, target, address, outcome, request)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.at(),
                cut(entry.actor(), MAX_USER),
                entry.via(),
                cut(entry.action(), MAX_ACTION),
                cut(entry.target(), MAX_TARGET),
                cut(entry.address(), MAX_ADDRESS),
                entry.outcome(),
                entry.request());
    }

    /** Entries that match, newest first. */
    public List<Numbered> list(Query query) {
        Conditions where = new Conditions();
        where.add("actor = ?", query.actor());
        where.add("action = ?", query.action());
        String target = query.target();
        if (target != null) {
            where.add("substring(target from 1 for " + target.length() + ") = ?", target);
        }
        where.add("address = ?", query.address());
        where.add("at >= ?", query.from());
        where.add("at <= ?", query.to());
        where.add("id < ?", query.before());
        if (query.refused()) {
            where.add("outcome >= ?", 400);
        }
        where.parameters.add(query.limit());
        return sql.query(
                "select id, at, actor, via, action, target, address, outcome, request from audit where "
                        + String.join(" and ", where.texts) + " order by id desc limit ?",
                AuditTable::entry,
                where.parameters.toArray());
    }

    /** Removes the oldest entries that were made before a time, at most so many. */
    public int removeBefore(Instant time, int limit) {
        return sql.update(
                "delete from audit where id in (select id from audit where at < ? order by id limit ?)", time, limit);
    }

    private static Numbered entry(ResultSet row) throws SQLException {
        return new Numbered(
                row.getLong("id"),
                new Entry(
                        Objects.requireNonNull(Sql.instant(row, "at")),
                        row.getString("actor"),
                        row.getString("via"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("address"),
                        row.getInt("outcome"),
                        row.getString("request")));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static final class Conditions {
        private final List<String> texts = new ArrayList<>(List.of("1 = 1"));
        private final List<Object> parameters = new ArrayList<>();

        void add(String condition, @Nullable Object value) {
            if (value != null) {
                texts.add(condition);
                parameters.add(value);
            }
        }
    }
}
