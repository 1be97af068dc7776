package org.geocrop.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.StoreException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * Who owns what, and with whom it is shared. Jobs stand in their own table, models and data sets in {@code holding},
 * single users and groups in {@code sharing_grant}.
 */
public final class Holdings {

    private static final String OF_JOB = "select owner, sharing, status, grantee from job"
            + " left join sharing_grant on sharing_grant.thing = ? where id = ?";
    private static final String OF_NAME = "select owner, sharing, null as status, grantee from holding"
            + " left join sharing_grant on sharing_grant.thing = holding.thing where holding.thing = ?";

    private final Database database;
    private final Sql sql;

    public Holdings(Database database) {
        this.database = database;
        this.sql = new Sql(database.pool());
    }

    /**
     * What is known of a thing.
     *
     * @param sharing with all users, everyone, or neither
     * @param grantees single users and groups who may see it, too; the caller's way to write them
     * @param isDismissed whether it is a job whose result is gone
     */
    public record Holding(String owner, Job.Sharing sharing, Set<String> grantees, boolean isDismissed) {

        public Holding {
            grantees = Set.copyOf(grantees);
        }
    }

    private record Row(
            String owner,
            Job.Sharing sharing,
            boolean isDismissed,
            @Nullable String grantee) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("owner"),
                    Job.Sharing.valueOf(row.getString("sharing")),
                    JobStatus.DISMISSED.name().equals(row.getString("status")),
                    row.getString("grantee"));
        }
    }

    /** Empty if nobody owns it; of jobs, if there is none. What is there and what is not takes one question each. */
    public Optional<Holding> find(Thing thing) {
        List<Row> rows = thing.kind() == Thing.Kind.JOB
                ? sql.query(OF_JOB, Row::read, key(thing), thing.name())
                : sql.query(OF_NAME, Row::read, key(thing));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Set<String> grantees = new TreeSet<>();
        rows.stream().map(Row::grantee).filter(Objects::nonNull).forEach(grantees::add);
        Row first = rows.get(0);
        return Optional.of(new Holding(first.owner, first.sharing, grantees, first.isDismissed));
    }

    /** Gives a model or a data set that nobody owns to a user; whoever owns it keeps it. */
    public void claim(Thing thing, String owner, Job.Sharing sharing) {
        try {
            sql.insert(
                    "insert into holding (thing, owner, sharing, created) values (?, ?, ?, ?)",
                    key(thing),
                    owner,
                    sharing.name(),
                    Instant.now().truncatedTo(ChronoUnit.MICROS));
        } catch (Sql.DuplicateException e) {
            // It is someone's already.
            return;
        }
    }

    /** Shares a thing with these and nobody else; nothing happens to what nobody owns. */
    public void share(Thing thing, Job.Sharing sharing, Set<String> grantees) {
        boolean isJob = thing.kind() == Thing.Kind.JOB;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            int owned = isJob
                    ? execute(
                            connection,
                            "update job set sharing = ?, updated = current_timestamp where id = ?",
                            sharing.name(),
                            thing.name())
                    : execute(connection, "update holding set sharing = ? where thing = ?", sharing.name(), key(thing));
            if (owned == 1) {
                execute(connection, "delete from sharing_grant where thing = ?", key(thing));
                for (String grantee : grantees) {
                    execute(
                            connection,
                            "insert into sharing_grant (thing, grantee) values (?, ?)",
                            key(thing),
                            Sql.storable(grantee));
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new StoreException("The database of jobs can't be written", e);
        }
    }

    /** Forgets with whom things were shared that are there no more. */
    public int sweep() {
        return sql.update("delete from sharing_grant where thing like 'job:%'"
                + " and not exists (select 1 from job where 'job:' || job.id = sharing_grant.thing)");
    }

    private static int execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static String key(Thing thing) {
        return thing.kind().name().toLowerCase(Locale.ROOT) + ":" + thing.name();
    }
}
