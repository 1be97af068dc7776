package org.geocrop.process.season;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.geocrop.catalogue.Rights;
import org.geocrop.json.ForeignJson;
import org.geocrop.model.CropClass;
import org.geocrop.model.Deployments;
import org.geocrop.model.ModelBundle;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;

/** {@code classify-crops} with one model, as a process of its own. */
final class ClassifyWith implements GeoProcess {

    private static final String MODEL = "model";

    private final ClassifyCrops classify;
    private final Deployments.Deployment deployment;
    private final ModelBundle bundle;

    ClassifyWith(ClassifyCrops classify, Deployments.Deployment deployment, ModelBundle bundle) {
        this.classify = classify;
        this.deployment = deployment;
        this.bundle = bundle;
    }

    @Override
    public String id() {
        return deployment.process();
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public ProcessDescription description() {
        return description(Rights.ALL);
    }

    @Override
    public ProcessDescription description(Rights rights) {
        ProcessDescription base = classify.description(rights);
        Map<String, ProcessDescription.Input> inputs = new LinkedHashMap<>(base.inputs());
        inputs.remove(MODEL);
        String title = deployment.title().isEmpty() ? "Classify crops with " + bundle.name() : deployment.title();
        return new ProcessDescription(
                id(), bundle.version(), title, about(), base.keywords(), inputs, base.outputs(), base.example());
    }

    /** What the deployment says, then what the model tells and of when. */
    private String about() {
        String said = deployment.description().isEmpty()
                ? "A crop-type map of an area and a season from a Sentinel-2 time series."
                : deployment.description();
        return said + " By the model " + bundle.id() + ", which tells "
                + bundle.classes().stream().map(CropClass::name).collect(Collectors.joining(", "))
                + " in seasons from " + bundle.season().start() + " to "
                + bundle.season().end() + " (month-day).";
    }

    /** A job keeps the model of the day when it was accepted, whatever the process is replaced by. */
    @Override
    public ForeignJson bind(ForeignJson inputs) {
        return inputs.with(MODEL, bundle.id());
    }

    @Override
    public Prepared prepare(Execution execution) {
        ForeignJson inputs = execution.inputs();
        return classify.prepare(new Execution(
                execution.jobId(),
                execution.accepted(),
                inputs.has(MODEL) ? inputs : bind(inputs),
                execution.formats(),
                execution.rights(),
                execution.progress()));
    }
}
