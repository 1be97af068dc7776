package org.geocrop.security.identity;

import java.util.regex.Pattern;
import org.geocrop.access.Caller;
import org.geocrop.security.FormerOwners;
import org.geocrop.settings.Settings;

/**
 * How users are named as owners. A provider's user is {@code <issuer>|<subject>}, that of an API key {@code
 * key|<user>}: the same name from two sources is two users. Without either there is one user, {@code local}.
 *
 * <p>Names without a source are from before this rule. {@link FormerOwners} gives what they own to the API key's user
 * of that name where the settings have one, or else to the provider's.
 */
public final class Users {

    private static final String KEY = "key";
    private static final char MARK = '|';
    private static final Pattern QUALIFIED = Pattern.compile("(key|https?://[^|]+)\\|");

    private Users() {}

    public static String ofKey(String user) {
        return KEY + MARK + user;
    }

    public static String ofIssuer(String issuer, String subject) {
        return issuer + MARK + subject;
    }

    public static boolean isQualified(String user) {
        return user.equals(Caller.LOCAL) || QUALIFIED.matcher(user).lookingAt();
    }

    /**
     * A user as a request names them: as they are, or by their name alone, which is the provider's where there is one,
     * and else that of an API key.
     */
    public static String named(String name, Settings.Identity identity) {
        if (isQualified(name)) {
            return name;
        }
        return identity.hasIssuer() ? ofIssuer(String.valueOf(identity.issuer()), name) : ofKey(name);
    }
}
