package org.geocrop.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/** Sessions of browsers that signed in, by the SHA-256 of their cookie. */
public final class SessionTable {

    private final Sql sql;

    public SessionTable(Database database) {
        this.sql = new Sql(database.pool());
    }

    /**
     * A session.
     *
     * @param sha256 of its cookie, in hex
     * @param owner who signed in
     * @param name of them, for people
     * @param roles that they had when they were last asked for
     * @param groups likewise
     * @param expires when it is good no more
     * @param renew when the provider is to be asked again, or null for never
     * @param sealed tokens of the provider that only the holder of the cookie can read, or null
     */
    public record Session(
            String sha256,
            String owner,
            String name,
            List<String> roles,
            List<String> groups,
            Instant expires,
            @Nullable Instant renew,
            @Nullable String sealed) {

        public Session {
            roles = List.copyOf(roles);
            groups = List.copyOf(groups);
        }
    }

    public void add(Session session) {
        sql.update(
                "insert into browser_session (sha256, owner, name, roles, member_of, expires, renew, sealed)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                session.sha256(),
                session.owner(),
                session.name(),
                String.join(" ", session.roles()),
                groups(session),
                session.expires(),
                session.renew(),
                session.sealed());
    }

    /** A session that has not ended. */
    public Optional<Session> find(String sha256, Instant now) {
        return sql
                .query(
                        "select sha256, owner, name, roles, member_of, expires, renew, sealed from browser_session"
                                + " where sha256 = ? and expires > ?",
                        SessionTable::session,
                        sha256,
                        now)
                .stream()
                .findFirst();
    }

    /**
     * Takes it on to renew a session.
     *
     * @param until when others are to try if this does not come to an end
     * @return whether no other has done so
     */
    public boolean claim(Session session, Instant until) {
        return sql.update(
                        "update browser_session set renew = ? where sha256 = ? and renew = ?",
                        until,
                        session.sha256(),
                        session.renew())
                == 1;
    }

    /** What the provider said anew of who signed in; a session that was ended meanwhile stays so. */
    public void renew(Session session) {
        sql.update(
                "update browser_session set name = ?, roles = ?, member_of = ?, renew = ?, sealed = ? where sha256 = ?",
                session.name(),
                String.join(" ", session.roles()),
                groups(session),
                session.renew(),
                session.sealed(),
                session.sha256());
    }

    public void remove(String sha256) {
        sql.update("delete from browser_session where sha256 = ?", sha256);
    }

    /** Forgets sessions that have ended. */
    public int removeEndedBefore(Instant time) {
        return sql.update("delete from browser_session where expires < ?", time);
    }

    private static String groups(Session session) {
        return Json.of(session.groups()).toString();
    }

    private static Session session(ResultSet row) throws SQLException {
        String roles = row.getString("roles");
        return new Session(
                row.getString("sha256"),
                row.getString("owner"),
                row.getString("name"),
                roles.isEmpty() ? List.of() : List.of(roles.split(" ")),
                parsed(row.getString("member_of")),
                Objects.requireNonNull(Sql.instant(row, "expires")),
                Sql.instant(row, "renew"),
                row.getString("sealed"));
    }

    private static List<String> parsed(String groups) throws SQLException {
        try {
            return Json.read(groups.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .valueStream()
                    .map(group -> group.asString())
                    .toList();
        } catch (Json.MalformedException e) {
            throw new SQLException("The groups of a session are no JSON", e);
        }
    }
}
