package org.geocrop.jdbc;

import java.util.List;

/** The names that jobs are owned under. */
public final class OwnerNames {

    private final Sql sql;

    public OwnerNames(Database database) {
        this.sql = new Sql(database.pool());
    }

    public List<String> all() {
        return sql.query("select distinct owner from job", row -> row.getString(1));
    }

    /** Gives all jobs of one name to another; the idempotency keys of those that have ended are forgotten. */
    public int rename(String from, String to) {
        return sql.update(
                "update job set owner = ?, idempotency_key ="
                        + " case when status in ('ACCEPTED', 'RUNNING') then idempotency_key end where owner = ?",
                to,
                from);
    }
}
