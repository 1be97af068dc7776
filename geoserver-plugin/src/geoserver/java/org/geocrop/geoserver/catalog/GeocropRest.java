package org.geocrop.geoserver.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.geocrop.error.GeocropException;
import org.geocrop.geoserver.Administration;
import org.geocrop.geoserver.Caller;
import org.geocrop.geoserver.Ledger;
import org.geocrop.geoserver.Rights;
import org.geocrop.json.Json;
import org.geoserver.rest.RestBaseController;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /rest/geocrop}: what the administrator wants to know and do. GeoServer's REST security lets administrators in;
 * where it lets others in, they see and change what is theirs.
 */
@RestController
@RequestMapping(path = RestBaseController.ROOT_PATH + "/geocrop", produces = "application/json")
public class GeocropRest extends RestBaseController {

    private final GeocropExtension extension;

    public GeocropRest(GeocropExtension extension) {
        this.extension = extension;
    }

    @GetMapping("status")
    public ResponseEntity<byte[]> status() {
        return json(Json.members("running", extension.isRunning(), "status", extension.status()));
    }

    /** What of the settings works, tried now. */
    @GetMapping("tests")
    public ResponseEntity<byte[]> tests() {
        return with(running -> running.engine().rights().isAdmin(Callers.current())
                ? json(Administration.tests(running.engine()))
                : none());
    }

    @GetMapping("models")
    public ResponseEntity<byte[]> models() {
        return with(running -> json(Administration.models(running.engine())));
    }

    @GetMapping("results")
    public ResponseEntity<byte[]> results() {
        return with(running -> json(Administration.results(running.engine(), Callers.current())));
    }

    @GetMapping("results/{name}")
    public ResponseEntity<byte[]> result(@PathVariable("name") String name) {
        return with(running -> visible(running, name)
                .map(entry -> json(Administration.result(running.engine(), entry)))
                .orElseGet(GeocropRest::none));
    }

    @DeleteMapping("results/{name}")
    public ResponseEntity<byte[]> remove(@PathVariable("name") String name) {
        return with(running -> owned(running, name)
                .map(entry -> {
                    running.remove(entry);
                    return ResponseEntity.noContent().<byte[]>build();
                })
                .orElseGet(GeocropRest::none));
    }

    /** The body, plain text, is {@code private}, {@code shared} or {@code public}. */
    @PutMapping("results/{name}/sharing")
    public ResponseEntity<byte[]> share(@PathVariable("name") String name, @RequestBody String sharing) {
        return with(running -> owned(running, name)
                .map(entry -> {
                    running.share(entry, Rights.sharing(sharing.trim()));
                    return ResponseEntity.noContent().<byte[]>build();
                })
                .orElseGet(GeocropRest::none));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record RunAbout(
            String id, String process, String owner, String phase, double percent, @Nullable String result) {}

    /** Executions that GeoServer knows: with their keys, and therefore for administrators and owners alone. */
    @GetMapping("jobs")
    public ResponseEntity<byte[]> jobs() {
        return with(running -> {
            Caller caller = Callers.current();
            List<RunAbout> jobs = new ArrayList<>();
            for (Runs.Run run : running.runs().list()) {
                if (running.engine().rights().isAdmin(caller) || isOwn(run, caller)) {
                    String result = running.engine()
                            .ledger()
                            .ofExecution(run.id())
                            .map(Ledger.Entry::name)
                            .orElse(null);
                    jobs.add(new RunAbout(run.id(), run.process(), run.user(), run.phase(), run.percent(), result));
                }
            }
            return json(jobs);
        });
    }

    /** Stops an execution; nothing of it stays. */
    @DeleteMapping("jobs/{id}")
    public ResponseEntity<byte[]> cancel(@PathVariable("id") String id) {
        return with(running -> {
            Caller caller = Callers.current();
            Optional<Runs.Run> run = running.runs()
                    .find(id)
                    .filter(found -> running.engine().rights().isAdmin(caller) || isOwn(found, caller));
            if (run.isEmpty()) {
                return none();
            }
            running.cancel(id);
            return ResponseEntity.noContent().build();
        });
    }

    private static boolean isOwn(Runs.Run run, Caller caller) {
        return !caller.isNobody() && run.user().equals(caller.user());
    }

    private static Optional<Ledger.Entry> visible(Running running, String name) {
        return running.engine()
                .ledger()
                .find(name)
                .filter(entry -> running.engine().rights().maySee(Callers.current(), entry.note()));
    }

    private static Optional<Ledger.Entry> owned(Running running, String name) {
        return running.engine()
                .ledger()
                .find(name)
                .filter(entry -> running.engine().rights().mayRemove(Callers.current(), entry.note()));
    }

    private ResponseEntity<byte[]> with(Function<Running, ResponseEntity<byte[]>> work) {
        Running running = extension.running();
        if (running == null) {
            return ResponseEntity.status(503).body(Json.write(Map.of("status", extension.status())));
        }
        try {
            return work.apply(running);
        } catch (GeocropException e) {
            return ResponseEntity.badRequest().body(Json.write(Map.of("error", String.valueOf(e.getMessage()))));
        }
    }

    private static ResponseEntity<byte[]> json(Object body) {
        return ResponseEntity.ok(Json.pretty(body));
    }

    private static ResponseEntity<byte[]> none() {
        return ResponseEntity.notFound().build();
    }
}
