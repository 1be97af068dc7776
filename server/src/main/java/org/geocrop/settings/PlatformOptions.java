package org.geocrop.settings;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Other parts of the platform, and what lies around its maps.
 *
 * @param services addresses by the names that people know them by; empty ones are not shown
 * @param interval after which one is asked again whether it answers
 * @param timeout after which it counts as not answering
 * @param places file of GeoJSON with what the page names on its map; empty: that of the sample landscape
 */
public record PlatformOptions(Map<String, String> services, Duration interval, Duration timeout, String places) {
    public PlatformOptions {
        services = Map.copyOf(services);
        services.forEach((name, address) -> {
            if (!address.isBlank() && !address.matches("https?://[^\\s]+")) {
                throw new IllegalArgumentException(
                        "geocrop.platform.services: " + name + " is not at an http or https address: " + address);
            }
        });
    }

    /** Those with an address, by name. */
    public SortedMap<String, String> addresses() {
        SortedMap<String, String> shown = new TreeMap<>(services);
        shown.values().removeIf(String::isBlank);
        return shown;
    }
}
