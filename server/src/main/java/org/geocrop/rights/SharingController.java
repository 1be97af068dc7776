package org.geocrop.rights;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.access.Caller;
import org.geocrop.access.Ownership;
import org.geocrop.bodies.JsonBody;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.Replies;
import org.geocrop.jdbc.Holdings;
import org.geocrop.job.Job;
import org.geocrop.json.ForeignJson;
import org.geocrop.security.identity.Users;
import org.geocrop.settings.Settings;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** With whom things are shared: one way for jobs, models, data sets and regions, for their owners and administrators. */
@RestController
class SharingController {

    private static final String JOB = "/jobs/{id}/sharing";
    private static final String MODEL = "/models/{id}/sharing";
    private static final String DATASET = "/datasets/{id}/sharing";
    private static final String REGION = "/regions/{id}/sharing";
    private static final Set<String> MEMBERS = Set.of("sharing", "users", "groups");
    private static final int MAX_GRANTEES = 200;
    private static final int MAX_USER = 900;
    private static final int MAX_GROUP = 200;

    private final Ownership ownership;
    private final JsonBody bodies;
    private final Settings.Identity identity;

    SharingController(Ownership ownership, JsonBody bodies, Settings settings) {
        this.ownership = ownership;
        this.bodies = bodies;
        this.identity = settings.identity();
    }

    /** What the path is about; all versions of a model or seasons of a region are shared together. */
    private static Thing thing(HttpServletRequest http, String name) {
        String path = http.getRequestURI().substring(http.getContextPath().length());
        return switch (path.split("/", 3)[1]) {
            case "jobs" -> Thing.job(name);
            case "models" -> Thing.model(name.split("@", 2)[0]);
            case "datasets" -> Thing.dataset(name);
            default -> Thing.region(name);
        };
    }

    @GetMapping({JOB, MODEL, DATASET, REGION})
    ResponseEntity<byte[]> get(@PathVariable String id, HttpServletRequest http) {
        return answer(ownership.changeable(thing(http, id)));
    }

    /** Says who sees a thing: nobody else than is named in the body. */
    @PutMapping(
            path = {JOB, MODEL, DATASET, REGION},
            consumes = "application/json")
    ResponseEntity<byte[]> share(@PathVariable String id, HttpServletRequest http) {
        Thing thing = thing(http, id);
        ownership.changeable(thing);
        ForeignJson body = bodies.object(http, "A sharing");
        body.requireOnly(MEMBERS, "A sharing");
        Set<String> grantees = new TreeSet<>();
        texts(body, "users", MAX_USER).forEach(user -> grantees.add(Caller.userGrantee(Users.named(user, identity))));
        texts(body, "groups", MAX_GROUP).forEach(group -> grantees.add(Caller.groupGrantee(group)));
        return change(thing, sharing(body), grantees);
    }

    /** Takes it back: the owner and administrators alone see it. */
    @DeleteMapping({JOB, MODEL, DATASET, REGION})
    ResponseEntity<byte[]> unshare(@PathVariable String id, HttpServletRequest http) {
        Thing thing = thing(http, id);
        ownership.changeable(thing);
        return change(thing, Job.Sharing.PRIVATE, Set.of());
    }

    private ResponseEntity<byte[]> change(Thing thing, Job.Sharing sharing, Set<String> grantees) {
        Caller.current().requireAllProcesses();
        return answer(ownership.share(thing, sharing, grantees));
    }

    private static ResponseEntity<byte[]> answer(Holdings.Holding holding) {
        List<String> users = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (String grantee : new TreeSet<>(holding.grantees())) {
            String[] parts = grantee.split(":", 2);
            (parts[0].equals("user") ? users : groups).add(parts[1]);
        }
        return Replies.json(
                new SharingInfo(holding.owner(), holding.sharing(), users, groups), "Cache-Control", "no-store");
    }

    /** Who sees a thing beside its owner and administrators. */
    private record SharingInfo(String owner, Job.Sharing sharing, List<String> users, List<String> groups) {}

    private static Job.Sharing sharing(ForeignJson body) {
        String wanted = body.text("sharing");
        return Arrays.stream(Job.Sharing.values())
                .filter(sharing -> sharing.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("sharing: is private, shared or public"));
    }

    private static List<String> texts(ForeignJson body, String member, int longest) {
        ForeignJson list = body.get(member);
        if (list.isMissing()) {
            return List.of();
        }
        if (!list.isList() || list.size() > MAX_GRANTEES) {
            throw new InvalidRequestException(member + ": is a list of at most " + MAX_GRANTEES + " names");
        }
        TreeSet<String> texts = new TreeSet<>();
        for (ForeignJson name : list) {
            String text = name.isText() ? name.text() : "";
            if (text.isBlank() || text.length() > longest) {
                throw new InvalidRequestException(member + ": a name is a text of 1 to " + longest + " characters");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }
}
