package org.geocrop.jdbc;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code job} as a job: all of it but its request, which may have many megabytes. */
final class JobRow {

    static final String SELECT = "select id, owner, sharing, process_id, lane, success_uri, progress_uri, failed_uri,"
            + " base_url, rank, status, attempt, tries, phase, progress, message, error_code, measure, created, started,"
            + " finished, updated from job ";

    private JobRow() {}

    static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("owner"),
                Job.Sharing.valueOf(row.getString("sharing")),
                row.getString("process_id"),
                Lane.valueOf(row.getString("lane")),
                new ExecuteRequest.Subscriber(
                        uri(row, "success_uri"), uri(row, "progress_uri"), uri(row, "failed_uri")),
                row.getString("base_url"),
                row.getLong("rank"),
                JobStatus.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getInt("tries"),
                row.getString("phase"),
                row.getInt("progress"),
                row.getString("message"),
                row.getString("error_code"),
                row.getString("measure"),
                Objects.requireNonNull(Sql.instant(row, "created")),
                Sql.instant(row, "started"),
                Sql.instant(row, "finished"),
                Objects.requireNonNull(Sql.instant(row, "updated")));
    }

    private static @Nullable URI uri(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : URI.create(text);
    }
}
