package org.geocrop.process.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.Datasets;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.DatasetReport;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.ModelBundle;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Schemas;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code register-dataset}: labels become a version of a data set, {@code
 * geocrop-datasets/<name>/<version>/samples.geojson}, which never changes. Each row that can't be used is named with
 * what is wrong with it, and left out.
 */
public final class RegisterDataset implements GeoProcess {

    public static final String ID = "register-dataset";

    private static final int MAX_MAPPING = 20_000;

    private final ObjectStore store;
    private final Datasets datasets;

    public RegisterDataset(ObjectStore store) {
        this.store = store;
        this.datasets = new Datasets(store);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        JsonSchema name = JsonSchema.text().pattern("^" + ModelBundle.NAME + "$");
        JsonSchema version = JsonSchema.text().pattern("^" + ModelBundle.VERSION + "$");
        return ProcessDescription.builder(
                        ID,
                        "Register data set",
                        "Labels become a version of a data set, which other processes take as"
                                + " dataset:<name>/<version>/samples.geojson. Rows that can't be used are named and left"
                                + " out.")
                .keywords("training data", "validation", "data set")
                .need("name", "Name", "Lower case letters, digits and hyphens", name)
                .need("version", "Version", "A version never changes", version)
                .need(
                        "samples",
                        "Labels",
                        "Points or polygons in CRS84 with a class, and a date if known; stored files may be GeoJSON,"
                                + " GeoPackages, or CSV with the columns lon and lat",
                        Places.schema("GeoJSON points or polygons"))
                .may("class_property", "Property with the class", "Its name", Schemas.text("class"))
                .may("date_property", "Property with the date", "A day such as 2023-01-15", Schemas.text("date"))
                .may(
                        "mapping",
                        "Mapping of classes",
                        "A line for each: class of the rows = class to use; rows of others are left out",
                        JsonSchema.text().maxLength(MAX_MAPPING))
                .may("start", "First day", "Of the season; rows dated before are left out", Schemas.date())
                .may("end", "Last day", "Of the season; rows dated after are left out", Schemas.date())
                .gives(
                        "report",
                        ProcessDescription.Output.json(
                                "Report", "What was kept, and what not for which reason", DatasetReport.class))
                .example("name", "survey")
                .example("version", "2023-1")
                .example("samples", Places.examples(Places.example(0, "class", "maize", "date", "2023-01-15")))
                .build("1.0.0");
    }

    @Override
    public Optional<Thing> makes(ForeignJson inputs) {
        return Optional.ofNullable(new Inputs(inputs).text("name")).map(Thing::dataset);
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        refuseKnown(inputs, execution.jobId());
        List<Feature> rows = Places.features("samples", inputs, store);
        DatasetCheck check = new DatasetCheck(inputs);
        return Prepared.map(() -> register(execution, inputs, rows, check));
    }

    /** A version that this very job has registered, before it was killed, is its own. */
    private void refuseKnown(Inputs inputs, String job) {
        String name = String.valueOf(inputs.text("name"));
        String version = String.valueOf(inputs.text("version"));
        Optional<String> owner = datasets.owner(name, version);
        if (owner.isPresent() && !owner.get().equals(job)) {
            datasets.finish(name, version);
            throw InvalidRequestException.at(
                    "inputs/version",
                    "there is a data set " + name + " of version " + version + " already, and versions never change");
        }
    }

    private void register(Execution execution, Inputs inputs, List<Feature> rows, DatasetCheck check) {
        execution.progress().phase("checking");
        for (int i = 0; i < rows.size(); i++) {
            execution.progress().report((double) i / rows.size(), "Checking rows");
            check.row(i, rows.get(i));
        }
        List<Feature> kept = check.kept();
        if (kept.isEmpty()) {
            throw new InvalidRequestException("inputs/samples: no row can be used; the first: " + check.first());
        }
        String name = String.valueOf(inputs.text("name"));
        String version = String.valueOf(inputs.text("version"));
        DatasetReport report = datasets.register(
                execution.jobId(), Json.write(new FeatureCollection(kept)), check.report(name, version, rows.size()));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(Map.of("report", ResultWriter.Document.json(report)), null);
        }
    }
}
