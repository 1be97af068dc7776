package org.geocrop.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.DatabasePulse;
import org.geocrop.settings.Settings;
import org.geocrop.store.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A server is ready while its database can be written and its object store read; that it lives needs neither. */
@Configuration(proxyBeanMethods = false)
class Readiness {

    private final MeterRegistry metrics;
    private final Settings.Readiness settings;

    Readiness(MeterRegistry metrics, Settings settings) {
        this.metrics = metrics;
        this.settings = settings.readiness();
    }

    @Bean
    Pulse databaseHealthIndicator(Database database) {
        return pulse("database", "can't be written", new DatabasePulse(database, settings.timeout())::beat);
    }

    @Bean
    Pulse storeHealthIndicator(ObjectStore store) {
        return pulse("store", "can't be read", store::requireReadable);
    }

    private Pulse pulse(String part, String fault, Runnable beat) {
        Pulse pulse = new Pulse(part, fault, settings.interval(), settings.timeout(), beat);
        Gauge.builder("geocrop.part.well", pulse, it -> it.isWell() ? 1 : 0)
                .description("Whether a part that this server needs works")
                .tag("part", part)
                .register(metrics);
        return pulse;
    }
}
