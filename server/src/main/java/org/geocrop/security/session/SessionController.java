package org.geocrop.security.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.access.Caller;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is, by whichever way they came, and what they may do; and the end of a browser's session. */
@RestController
class SessionController {

    private final SignIn signIn;
    private final Links links;
    private final boolean secured;

    SessionController(SignIn signIn, Links links, Settings settings) {
        this.signIn = signIn;
        this.links = links;
        this.secured = settings.identity().isConfigured();
    }

    @GetMapping("/session")
    ResponseEntity<byte[]> who() {
        Caller caller = Caller.current();
        boolean isKnown = !caller.isNobody();
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        SessionTable.Session session =
                authentication != null && authentication.getDetails() instanceof SessionTable.Session own ? own : null;
        return Replies.json(
                new Session(
                        secured,
                        isKnown ? caller.user() : null,
                        isKnown ? roles(caller) : null,
                        isKnown ? caller.groups().stream().sorted().toList() : null,
                        session == null ? null : session.name(),
                        session == null ? null : session.expires().toString(),
                        signIn.isConfigured() ? links.to(SignIn.BEGIN) : null),
                "Cache-Control",
                "no-store");
    }

    /** Who the caller is; of nobody, whether anyone has to sign in at all. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Session(
            boolean secured,
            @Nullable String user,
            @Nullable List<String> roles,
            @Nullable List<String> groups,
            @Nullable String name,
            @Nullable String expires,
            @Nullable String signIn) {}

    /** Signs out: here at once, and at the provider where the browser goes to the address that is answered. */
    @DeleteMapping("/session")
    ResponseEntity<byte[]> end(HttpServletRequest request, HttpServletResponse response) {
        String there = signIn.end(request, response);
        return Replies.json(there == null ? Map.of() : Map.of("location", there), "Cache-Control", "no-store");
    }

    private static List<String> roles(Caller caller) {
        return Arrays.stream(Caller.Role.values())
                .filter(caller.roles()::contains)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
