package org.geocrop.security;

import org.geocrop.jdbc.OwnerNames;
import org.geocrop.security.identity.Users;
import org.geocrop.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what was owned under a name without a source to the user whom {@link Users} says that it meant. */
public final class FormerOwners {

    private static final Logger LOG = LoggerFactory.getLogger(FormerOwners.class);

    private FormerOwners() {}

    /** Renames once: no name without a source comes anew. */
    public static void qualify(OwnerNames names, Settings.Identity identity) {
        for (String name : names.all()) {
            if (Users.isQualified(name) || name.isBlank()) {
                continue;
            }
            boolean hasKey =
                    identity.apiKeys().stream().anyMatch(key -> key.user().equals(name));
            if (hasKey || identity.hasIssuer()) {
                String now = hasKey ? Users.ofKey(name) : Users.ofIssuer(String.valueOf(identity.issuer()), name);
                int jobs = names.rename(name, now);
                LOG.info("{} jobs of '{}' are those of '{}'", jobs, name, now);
            }
        }
    }
}
