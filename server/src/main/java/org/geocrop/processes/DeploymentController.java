package org.geocrop.processes;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.access.Caller;
import org.geocrop.access.Ownership;
import org.geocrop.bodies.JsonBody;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.Deployments;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.geocrop.process.season.ClassifyCrops;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Deploy, replace, undeploy (OGC API Processes 2, 20-044): models as processes of their own. A body is {@code {"model":
 * "name@version"}}, or an OGC application package whose {@code executionUnit} names a model so.
 */
@RestController
class DeploymentController implements ApiPart {

    private static final String PART_2 = "http://www.opengis.net/spec/ogcapi-processes-2/1.0/conf/";
    private static final String FAULTS = "http://www.opengis.net/def/exceptions/ogcapi-processes-2/1.0/";
    private static final String PACKAGE = "application/ogcapppkg+json";
    private static final String PREFIX = "classify-with-";
    private static final int MAX_TEXT = 2_000;
    /** Of a description, what a deployment may say of its own, and what follows from the model. */
    private static final Set<String> OWN = Set.of("id", "title", "description");

    private static final Set<String> FOLLOWING = Set.of(
            "version", "keywords", "jobControlOptions", "outputTransmission", "inputs", "outputs", "links", "mutable");

    private final Processes processes;
    private final Deployments deployments;
    private final ModelStore models;
    private final Ownership ownership;
    private final Links links;
    private final JsonBody bodies;

    DeploymentController(
            Processes processes,
            Deployments deployments,
            ModelStore models,
            Ownership ownership,
            Links links,
            JsonBody bodies) {
        this.processes = processes;
        this.deployments = deployments;
        this.models = models;
        this.ownership = ownership;
        this.links = links;
        this.bodies = bodies;
    }

    /** A refusal that Part 2 has a type for. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final String type;

        RefusedException(int status, String type, String message) {
            super(message);
            this.status = status;
            this.type = type;
        }
    }

    @Override
    public List<String> conformance() {
        return List.of(PART_2 + "deploy-replace-undeploy", PART_2 + "ogcapppkg");
    }

    @PostMapping(
            path = "/processes",
            consumes = {"application/json", PACKAGE})
    ResponseEntity<byte[]> deploy(HttpServletRequest http) {
        Deployments.Deployment deployment = read(bodies.object(http, "A deployment"), null);
        String id = deployment.process();
        if (processes.find(id).isPresent()) {
            throw new RefusedException(409, "duplicated-process", "There is a process " + id + " already");
        }
        decide(deployment);
        return ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Location", links.to("/processes/" + id))
                .body(Json.write(
                        ProcessDocument.summary(required(id), required(id).description(), null)));
    }

    @PutMapping(
            path = "/processes/{id}",
            consumes = {"application/json", PACKAGE})
    ResponseEntity<byte[]> replace(@PathVariable String id, HttpServletRequest http) {
        mutable(id);
        decide(read(bodies.object(http, "A deployment"), id));
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/processes/{id}")
    ResponseEntity<byte[]> undeploy(@PathVariable String id) {
        mutable(id);
        Deployments.Deployment deployment = deployments.all().get(id);
        if (deployment != null) {
            deployments.decide(deployment.withdrawn(), Caller.current().user());
        }
        return ResponseEntity.noContent().build();
    }

    /** What all may ask for is made by a model that all may see. */
    private void decide(Deployments.Deployment deployment) {
        deployments.decide(deployment, Caller.current().user());
        ownership.publish(Thing.model(deployment.model().split("@", 2)[0]));
    }

    private GeoProcess required(String id) {
        return processes
                .find(id)
                .orElseThrow(() -> new RefusedException(
                        404, "no-such-process", "There is no process '" + InvalidRequestException.shown(id) + "'"));
    }

    private void mutable(String id) {
        if (!required(id).isMutable()) {
            throw new RefusedException(403, "immutable-process", "The process " + id + " is built in");
        }
    }

    /** The deployment that a body means; {@code id} of the process where that is known. */
    private Deployments.Deployment read(ForeignJson body, @org.jspecify.annotations.Nullable String id) {
        boolean isPackage = body.has("executionUnit") || body.has("processDescription");
        body.requireOnly(
                isPackage
                        ? Set.of("processDescription", "executionUnit")
                        : Set.of("model", "id", "title", "description"),
                "A deployment");
        ForeignJson described = isPackage ? body.get("processDescription") : body;
        ModelBundle bundle = model(isPackage ? unit(body.get("executionUnit")).get("model") : body.get("model"));
        if (isPackage) {
            checkDescription(described);
        }
        String named = described.text("id", id == null ? PREFIX + bundle.name() : id);
        if (!named.matches(ModelBundle.NAME) || id != null && !id.equals(named)) {
            throw new InvalidRequestException(
                    "id: must be lower case letters, digits and hyphens, at most 63, and that of the address");
        }
        return new Deployments.Deployment(
                named, bundle.id(), text(described, "title"), text(described, "description"), true);
    }

    private static ForeignJson unit(ForeignJson given) {
        ForeignJson unit = given.isList() && given.size() == 1 ? given.get(0) : given;
        if (!unit.get("model").isText()) {
            throw new InvalidRequestException(
                    "executionUnit: must name a model of this server, as {\"model\": \"name@version\"}; nothing else is run");
        }
        unit.requireOnly(Set.of("type", "model"), "executionUnit: a unit");
        return unit;
    }

    private ModelBundle model(ForeignJson reference) {
        if (!reference.isText()) {
            throw new InvalidRequestException("model: must be the name of a model, or name@version");
        }
        try {
            return models.describe(reference.text());
        } catch (NotFoundException e) {
            throw new InvalidRequestException("model: " + e.getMessage(), e);
        }
    }

    /** Inputs and outputs are those of the process for all models; a description may name no others. */
    private void checkDescription(ForeignJson described) {
        Set<String> all = new TreeSet<>(OWN);
        all.addAll(FOLLOWING);
        described.requireOnly(all, "processDescription: a process");
        ProcessDescription base = required(ClassifyCrops.ID).description();
        for (String input : described.get("inputs").names()) {
            if (!base.inputs().containsKey(input) || input.equals("model")) {
                throw new InvalidRequestException(
                        "processDescription/inputs: there is no input " + InvalidRequestException.shown(input));
            }
        }
        for (String output : described.get("outputs").names()) {
            if (!base.outputs().containsKey(output)) {
                throw new InvalidRequestException(
                        "processDescription/outputs: there is no output " + InvalidRequestException.shown(output));
            }
        }
    }

    private static String text(ForeignJson described, String name) {
        String text = described.text(name);
        if (text.length() > MAX_TEXT) {
            throw new InvalidRequestException(name + ": has at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refused(RefusedException e) {
        String base = e.status == 404 ? FAULTS.replace("processes-2", "processes-1") : FAULTS;
        return Problem.answer(e.status, base + e.type, e.type.replace('-', ' '), e.getMessage());
    }
}
