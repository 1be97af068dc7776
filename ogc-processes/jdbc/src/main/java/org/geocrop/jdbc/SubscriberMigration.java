package org.geocrop.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.geocrop.json.Json;
import org.geocrop.process.ExecuteRequest;
import org.jspecify.annotations.Nullable;

/** Subscribers of jobs that were accepted before they had columns: they stand in the requests. */
final class SubscriberMigration implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3.1");
    }

    @Override
    public String getDescription() {
        return "subscribers";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException, Json.MalformedException {
        for (String id : waiting(context)) {
            move(context, id);
        }
    }

    private static List<String> waiting(Context context) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = context.getConnection()
                        .prepareStatement("select id from job where has_subscriber and not notified");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** One request at a time, since each may be large. What merely mentions a subscriber has none. */
    private static void move(Context context, String id) throws SQLException, Json.MalformedException {
        ExecuteRequest.Subscriber subscriber;
        try (PreparedStatement select =
                context.getConnection().prepareStatement("select request from job where id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                subscriber = ExecuteRequest.trusted(row.getString(1).getBytes(StandardCharsets.UTF_8))
                        .subscriber();
            }
        }
        try (PreparedStatement update = context.getConnection()
                .prepareStatement("update job set has_subscriber = ?, success_uri = ?, progress_uri = ?, failed_uri = ?"
                        + " where id = ?")) {
            update.setBoolean(1, !subscriber.isEmpty());
            update.setString(2, JdbcJobStore.text(subscriber.success()));
            update.setString(3, JdbcJobStore.text(subscriber.inProgress()));
            update.setString(4, JdbcJobStore.text(subscriber.failed()));
            update.setString(5, id);
            update.executeUpdate();
        }
    }
}
