package org.geocrop.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.geocrop.access.Caller;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

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
        ObjectNode json = Json.object().put("secured", secured);
        if (!caller.isNobody()) {
            json.put("user", caller.user());
            json.set("roles", Json.of(roles(caller)));
            json.set("groups", Json.of(caller.groups().stream().sorted().toList()));
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getDetails() instanceof SessionTable.Session session) {
            json.put("name", session.name()).put("expires", session.expires().toString());
        }
        if (signIn.isConfigured()) {
            json.put("signIn", links.to(SignIn.BEGIN));
        }
        return Replies.json(json, "Cache-Control", "no-store");
    }

    /** Signs out: here at once, and at the provider where the browser goes to the address that is answered. */
    @DeleteMapping("/session")
    ResponseEntity<byte[]> end(HttpServletRequest request, HttpServletResponse response) {
        String there = signIn.end(request, response);
        ObjectNode json = Json.object();
        if (there != null) {
            json.put("location", there);
        }
        return Replies.json(json, "Cache-Control", "no-store");
    }

    private static List<String> roles(Caller caller) {
        return Arrays.stream(Caller.Role.values())
                .filter(caller.roles()::contains)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
