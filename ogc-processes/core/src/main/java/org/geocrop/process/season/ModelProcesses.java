package org.geocrop.process.season;

import java.util.List;
import java.util.Optional;
import org.geocrop.error.GeocropException;
import org.geocrop.model.Deployments;
import org.geocrop.model.ModelStore;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models that were deployed as processes. */
public final class ModelProcesses implements Processes.Deployed {

    private static final Logger LOG = LoggerFactory.getLogger(ModelProcesses.class);

    private final ClassifyCrops classify;
    private final ModelStore models;
    private final Deployments deployments;

    public ModelProcesses(ClassifyCrops classify, ModelStore models, Deployments deployments) {
        this.classify = classify;
        this.models = models;
        this.deployments = deployments;
    }

    @Override
    public List<GeoProcess> all() {
        return deployments.all().values().stream()
                .filter(Deployments.Deployment::isOffered)
                .flatMap(deployment -> process(deployment).stream())
                .toList();
    }

    @Override
    public Optional<GeoProcess> ever(String id) {
        return Optional.ofNullable(deployments.all().get(id)).flatMap(this::process);
    }

    @Override
    public Optional<GeoProcess> find(String id) {
        return Optional.ofNullable(deployments.all().get(id))
                .filter(Deployments.Deployment::isOffered)
                .flatMap(this::process);
    }

    /** A model that is gone takes its process along, not the list of all. */
    private Optional<GeoProcess> process(Deployments.Deployment deployment) {
        try {
            return Optional.of(new ClassifyWith(classify, deployment, models.describe(deployment.model())));
        } catch (GeocropException e) {
            LOG.warn("The process {} is left out: {}", deployment.process(), e.getMessage());
            return Optional.empty();
        }
    }
}
