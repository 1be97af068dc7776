package org.geocrop.rights;

import java.time.Duration;
import java.time.Instant;
import org.geocrop.jdbc.AuditTable;
import org.geocrop.jdbc.Holdings;
import org.geocrop.jdbc.KeyTable;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;

/** Removes entries of the audit log that are old enough, keys that ended long ago, sessions that have
 * ended, and sharing of jobs that are gone. */
@Component
public final class RightsSweep {

    private static final int AT_ONCE = 10_000;

    private final AuditTable audit;
    private final KeyTable keys;
    private final SessionTable sessions;
    private final Holdings holdings;
    private final Duration kept;

    RightsSweep(AuditTable audit, KeyTable keys, SessionTable sessions, Holdings holdings, Settings settings) {
        this.audit = audit;
        this.keys = keys;
        this.sessions = sessions;
        this.holdings = holdings;
        this.kept = settings.audit().keep();
    }

    public void sweep() {
        if (!kept.isZero()) {
            Instant oldest = Instant.now().minus(kept);
            // A few at a time, so that no transaction holds others up.
            int removed;
            do {
                removed = audit.removeBefore(oldest, AT_ONCE);
            } while (removed == AT_ONCE);
            keys.removeEndedBefore(oldest);
        }
        sessions.removeEndedBefore(Instant.now());
        holdings.sweep();
    }
}
