package org.geocrop.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.error.StoreException;
import org.geocrop.jdbc.AuditTable;
import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps who did what, when and from where: as a line of JSON of the logger {@code geocrop.audit}, and as a row that
 * administrators read. What was refused is kept so often a minute for each caller, and counted beyond that, so that no
 * flood fills the database; what was done is always kept.
 */
@Component
public final class Audit {

    static final String LOGGER = "geocrop.audit";

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final Logger LINES = LoggerFactory.getLogger(LOGGER);
    private static final int REFUSED = 400;

    private final AuditTable table;
    private final int refusalsAMinute;
    private final Map<String, Integer> refusals = new HashMap<>();
    private long minute;

    Audit(AuditTable table, Settings settings) {
        this.table = table;
        this.refusalsAMinute = settings.audit().refusals();
    }

    /** Keeps an entry. That it can't be written holds nobody up: the line is there. */
    public void add(AuditTable.Entry entry) {
        if (entry.outcome() < REFUSED || isWithinBudget(entry)) {
            write(entry);
        }
    }

    private void write(AuditTable.Entry entry) {
        LINES.info("{}", new String(Json.write(AuditLine.of(null, entry)), StandardCharsets.UTF_8));
        try {
            table.add(entry);
        } catch (StoreException e) {
            LOG.warn("An entry of the audit log is in the log only: {}", e.getMessage());
        }
    }

    private boolean isWithinBudget(AuditTable.Entry entry) {
        int unnoted = 0;
        boolean isWithin;
        synchronized (refusals) {
            long now = entry.at().getEpochSecond() / 60;
            if (now != minute) {
                minute = now;
                unnoted = refusals.values().stream()
                        .mapToInt(count -> Math.max(0, count - refusalsAMinute))
                        .sum();
                refusals.clear();
            }
            isWithin = refusals.merge(entry.actor(), 1, Integer::sum) <= refusalsAMinute;
        }
        if (unnoted > 0) {
            write(summary(entry.at(), unnoted));
        }
        return isWithin;
    }

    private static AuditTable.Entry summary(Instant at, int unnoted) {
        return new AuditTable.Entry(
                at, "", "", "(refused)", unnoted + " more refusals before, of who had many", "", 0, "");
    }
}
