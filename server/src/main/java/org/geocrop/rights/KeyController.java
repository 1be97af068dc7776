package org.geocrop.rights;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.access.Caller;
import org.geocrop.bodies.JsonBody;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.http.request.Rfc3339;
import org.geocrop.jdbc.KeyTable;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.process.Processes;
import org.geocrop.security.ApiKeys;
import org.geocrop.security.identity.Users;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * API keys of users: made, listed, revoked. A key signs in as who made it, with no more than their role, and sees what
 * they see but for what is shared with their groups. Administrators make keys for programs, too, and see all.
 */
@RestController
class KeyController {

    private static final Set<String> MEMBERS = Set.of("label", "role", "expires", "processes", "user");
    private static final int MAX_LISTED = 1000;
    private static final int MAX_LABEL = 200;

    private final ApiKeys keys;
    private final KeyTable table;
    private final Processes processes;
    private final JsonBody bodies;
    private final Links links;
    private final Settings.Keys limits;
    private final boolean secured;

    KeyController(ApiKeys keys, KeyTable table, Processes processes, JsonBody bodies, Links links, Settings settings) {
        this.keys = keys;
        this.table = table;
        this.processes = processes;
        this.bodies = bodies;
        this.links = links;
        this.limits = settings.keys();
        this.secured = settings.identity().isConfigured();
    }

    @GetMapping("/keys")
    ResponseEntity<byte[]> list(@RequestParam(required = false) @Nullable String user) {
        Caller caller = keeper();
        String owner = caller.isAdmin() ? user : caller.user();
        List<KeyInfo> list =
                table.list(owner, MAX_LISTED).stream().map(this::describe).toList();
        KeyList json = new KeyList(list, List.of(links.link("self", "application/json", "/keys", "This document")));
        return Replies.json(json, "Cache-Control", "no-store");
    }

    @GetMapping("/keys/{id}")
    ResponseEntity<byte[]> get(@PathVariable String id) {
        return Replies.json(describe(own(id)), "Cache-Control", "no-store");
    }

    /** Makes a key, and shows it this once. */
    @PostMapping(path = "/keys", consumes = "application/json")
    ResponseEntity<byte[]> make(HttpServletRequest http) {
        Caller caller = keeper();
        ForeignJson body = bodies.object(http, "A key");
        body.requireOnly(MEMBERS, "A key");
        String owner = owner(caller, body);
        Instant now = Instant.now();
        if (table.count(owner, now) >= limits.perUser()) {
            throw new InvalidRequestException(
                    "There are " + limits.perUser() + " keys of " + owner + ", which is the limit: revoke one first");
        }
        ApiKeys.Made made =
                keys.make(owner, label(body), role(caller, body), processes(body), expires(body, now), caller.user());
        return ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Location", links.to("/keys/" + made.key().id()))
                .header("Cache-Control", "no-store")
                .body(Json.write(describe(made.key()).with(made.secret())));
    }

    /** A key is good no more: here at once, on other servers within two seconds. */
    @DeleteMapping("/keys/{id}")
    ResponseEntity<byte[]> revoke(@PathVariable String id) {
        keys.revoke(own(id).id());
        return Replies.json(describe(own(id)), "Cache-Control", "no-store");
    }

    /** A key that was made makes no others, which might outlive it; nor does one for some processes. */
    private Caller keeper() {
        if (!secured) {
            throw new InvalidRequestException(
                    "Nobody signs in here, so that keys would mean nothing: this server has neither a provider of"
                            + " identities nor a key in its settings");
        }
        Caller caller = Caller.current();
        if (caller.key() != null && !caller.key().isOfSettings()) {
            throw new Caller.ForbiddenException("API keys are made, listed and revoked by those who have signed in");
        }
        return caller;
    }

    private KeyTable.Key own(String id) {
        Caller caller = keeper();
        return table.find(id.length() > 36 ? "" : id)
                .filter(key -> caller.isAdmin() || key.owner().equals(caller.user()))
                .orElseThrow(() -> new NotFoundException("There is no API key of that id"));
    }

    private static String owner(Caller caller, ForeignJson body) {
        String user = text(body, "user");
        if (user == null) {
            return caller.user();
        }
        if (!caller.isAdmin()) {
            throw new Caller.ForbiddenException("Administrators alone make keys for others");
        }
        if (user.length() > MAX_LABEL || user.indexOf('|') >= 0) {
            throw new InvalidRequestException("user: is the name of a program, of 1 to 200 characters and no |");
        }
        return Users.ofKey(user);
    }

    private static String label(ForeignJson body) {
        String label = text(body, "label");
        if (label != null && label.length() > MAX_LABEL) {
            throw new InvalidRequestException("label: has at most " + MAX_LABEL + " characters");
        }
        return label == null ? "" : label;
    }

    private static Caller.Role role(Caller caller, ForeignJson body) {
        String wanted = text(body, "role");
        Caller.Role role = Arrays.stream(Caller.Role.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("role: is viewer, analyst or admin"));
        if (!caller.roles().contains(role)) {
            throw new Caller.ForbiddenException("A key has no more than the role of who makes it");
        }
        return role;
    }

    private List<String> processes(ForeignJson body) {
        ForeignJson list = body.get("processes");
        if (list.isMissing()) {
            return List.of();
        }
        TreeSet<String> ids = new TreeSet<>();
        for (ForeignJson id : list) {
            if (!id.isText() || processes.find(id.text()).isEmpty()) {
                throw new InvalidRequestException("processes: there are " + processes.ids());
            }
            ids.add(id.text());
        }
        if (ids.isEmpty()) {
            throw new InvalidRequestException("processes: is a list of one or more; without it, all");
        }
        return List.copyOf(ids);
    }

    private Instant expires(ForeignJson body, Instant now) {
        Duration longest = limits.age();
        Instant last = now.plus(longest).truncatedTo(ChronoUnit.SECONDS);
        String given = text(body, "expires");
        if (given == null) {
            return last;
        }
        try {
            Instant expires = Rfc3339.parse(given).toInstant().truncatedTo(ChronoUnit.SECONDS);
            if (!expires.isAfter(now) || expires.isAfter(last)) {
                throw new InvalidRequestException(
                        "expires: lies in the future, at most " + longest.toDays() + " days ahead");
            }
            return expires;
        } catch (DateTimeException e) {
            throw new InvalidRequestException("expires: is a time such as 2026-12-31T00:00:00Z", e);
        }
    }

    private static @Nullable String text(ForeignJson body, String member) {
        ForeignJson value = body.get(member);
        if (value.isMissing()) {
            return null;
        }
        if (!value.isText() || value.text().isBlank()) {
            throw new InvalidRequestException(member + ": is a text");
        }
        return value.text();
    }

    /** Keys of a user, or of all. */
    private record KeyList(List<KeyInfo> keys, List<Links.Link> links) {}

    /** A key; itself, it is shown once. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record KeyInfo(
            String id,
            String user,
            String label,
            String role,
            List<String> processes,
            String expires,
            String created,
            String createdBy,
            boolean valid,
            @Nullable String lastUsed,
            @Nullable String revoked,
            List<Links.Link> links,
            @Nullable String key) {

        KeyInfo with(String secret) {
            return new KeyInfo(
                    id, user, label, role, processes, expires, created, createdBy, valid, lastUsed, revoked, links,
                    secret);
        }
    }

    private KeyInfo describe(KeyTable.Key key) {
        return new KeyInfo(
                key.id(),
                key.owner(),
                key.label(),
                key.role().toLowerCase(Locale.ROOT),
                key.processes(),
                key.expires().toString(),
                key.created().toString(),
                key.createdBy(),
                key.isValid(Instant.now()),
                key.lastUsed() == null ? null : key.lastUsed().toString(),
                key.revoked() == null ? null : key.revoked().toString(),
                List.of(links.link("self", "application/json", "/keys/" + key.id(), "This key")),
                null);
    }
}
