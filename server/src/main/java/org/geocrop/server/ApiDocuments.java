package org.geocrop.server;

import java.util.List;
import java.util.Map;
import org.geocrop.document.Allocation;
import org.geocrop.document.Assessment;
import org.geocrop.document.DatasetReport;
import org.geocrop.document.Explanation;
import org.geocrop.document.PlannedPoints;
import org.geocrop.document.Provenance;
import org.geocrop.document.RefinedProvenance;
import org.geocrop.document.RefinedSummary;
import org.geocrop.document.RegionPlace;
import org.geocrop.document.RegionReport;
import org.geocrop.document.SampledFeatures;
import org.geocrop.document.Summary;
import org.geocrop.document.Transitions;
import org.geocrop.document.ZoneCollection;
import org.geocrop.jobs.Estimate;
import org.geocrop.jobs.JobList;
import org.geocrop.jobs.JobLog;
import org.geocrop.json.DocumentSchema;
import org.geocrop.json.JsonSchema;
import org.geocrop.maps.xyz.PointValues;
import org.geocrop.maps.xyz.TileJson;
import org.geocrop.model.ModelCard;
import org.geocrop.platform.ServiceList;
import org.geocrop.registry.ModelList;
import org.geocrop.render.LegendDocument;

/** Documents of the API that are records: the API definition has their schemas by the names of the records. */
final class ApiDocuments {

    static final String SCHEMAS = "#/components/schemas/";

    /** Those that no other has as a part. */
    private static final List<Class<?>> DOCUMENTS = List.of(
            Allocation.class,
            Assessment.class,
            DatasetReport.class,
            Estimate.class,
            Explanation.class,
            JobList.class,
            JobLog.class,
            LegendDocument.class,
            ModelCard.class,
            ModelList.class,
            PlannedPoints.class,
            PointValues.class,
            Provenance.class,
            RefinedProvenance.class,
            RefinedSummary.class,
            RegionPlace.class,
            RegionReport.class,
            SampledFeatures.class,
            ServiceList.class,
            Summary.class,
            TileJson.class,
            Transitions.class,
            ZoneCollection.class);

    private ApiDocuments() {}

    /** Their schemas by name. */
    static Map<String, JsonSchema> schemas() {
        return DocumentSchema.all(SCHEMAS, DOCUMENTS);
    }
}
