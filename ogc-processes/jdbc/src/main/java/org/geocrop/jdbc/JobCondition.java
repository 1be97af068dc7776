package org.geocrop.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.geocrop.job.JobQuery;

/** A query for jobs as a condition in SQL with its parameters. */
final class JobCondition {

    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final List<Object> parameters = new ArrayList<>();

    JobCondition(JobQuery query, Database database, Instant now) {
        if (query.viewer() != null) {
            add(query.viewer());
        }
        addAny("process_id in", query.processIds());
        addAny("process_id not in", query.otherThan());
        addAny("status in", query.statuses().stream().map(Enum::name).toList());
        if (query.from() != null) {
            add("created >= ?", query.from());
        }
        if (query.to() != null) {
            add("created <= ?", query.to());
        }
        if (query.minDuration() != null) {
            add(
                    "(duration_ms >= ? or (finished is null and started <= ?))",
                    query.minDuration().toMillis(),
                    now.minus(query.minDuration()));
        }
        if (query.maxDuration() != null) {
            add(
                    "(duration_ms <= ? or (finished is null and started >= ?))",
                    query.maxDuration().toMillis(),
                    now.minus(query.maxDuration()));
        }
        if (query.bounds() != null) {
            add("bounds && cast(? as geometry)", database.rectangle(query.bounds()));
        }
        if (query.after() != null) {
            Instant created = query.after().created();
            add(
                    "(created < ? or (created = ? and id < ?))",
                    created,
                    created,
                    query.after().id());
        }
    }

    private void add(JobQuery.Viewer viewer) {
        List<Object> values = new ArrayList<>(List.of(viewer.user()));
        String condition = "owner = ? or sharing <> 'PRIVATE'";
        if (!viewer.grantees().isEmpty()) {
            condition += " or exists (select 1 from sharing_grant where thing = 'job:' || job.id and grantee in ("
                    + String.join(", ", Collections.nCopies(viewer.grantees().size(), "?")) + "))";
            values.addAll(viewer.grantees());
        }
        add("(" + condition + ")", values.toArray());
    }

    String sql() {
        return String.join(" and ", conditions);
    }

    Object[] parameters(Object last) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(last);
        return all.toArray();
    }

    private void addAny(String condition, List<String> values) {
        if (!values.isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
            add(condition + " (" + marks + ")", values.toArray());
        }
    }

    private void add(String condition, Object... values) {
        conditions.add(condition);
        parameters.addAll(List.of(values));
    }
}
