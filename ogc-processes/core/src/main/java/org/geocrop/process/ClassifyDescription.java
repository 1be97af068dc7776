package org.geocrop.process;

import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.store.Json;
import tools.jackson.databind.node.ObjectNode;

/** The process description of {@code classify-crops} (OGC 18-062r2, clause 7.9). */
final class ClassifyDescription {

    private ClassifyDescription() {}

    static ObjectNode write(
            List<String> catalogues, List<SeasonCalendar> calendars, List<String> models, ClassifyCrops.Limits limits) {
        ObjectNode process = summary();
        ObjectNode inputs = process.putObject("inputs");
        aoi(input(
                inputs,
                "aoi",
                "Area of interest",
                "[lon, lat, radius_m] in degrees and metres, a GeoJSON Polygon or MultiPolygon, or a bbox; at most "
                        + limits.maxAreaKm2() + " km²",
                1));
        input(inputs, "year", "Year in which the season begins", "Or give start and end", 0)
                .put("type", "integer")
                .put("minimum", 2015);
        ObjectNode season = input(inputs, "season", "Season calendar", "Which months the year means", 0);
        season.put("type", "string").put("default", calendars.get(0).id());
        season.set("enum", Json.of(calendars.stream().map(SeasonCalendar::id).toList()));
        input(inputs, "start", "First day", "Instead of year; together with end", 0)
                .put("type", "string")
                .put("format", "date");
        input(inputs, "end", "Last day", "Instead of year; together with start", 0)
                .put("type", "string")
                .put("format", "date");
        ObjectNode model = input(inputs, "model", "Model", "name (its newest version) or name@version", 0);
        model.put("type", "string").put("default", calendars.get(0).defaultModel());
        model.set("examples", Json.of(models));
        ObjectNode catalogue = input(inputs, "catalogue", "STAC catalogue", "One of those that are configured", 0);
        catalogue.put("type", "string").put("default", catalogues.get(0));
        catalogue.set("enum", Json.of(catalogues));
        input(inputs, "min_observations", "Least time steps with data", "Pixels with fewer are nodata", 0)
                .put("type", "integer")
                .put("default", 5)
                .put("minimum", 1)
                .put("maximum", 100);
        input(inputs, "max_cloud_cover", "Most cloud of a scene in per cent", "Scenes above are skipped", 0)
                .put("type", "number")
                .put("default", 80)
                .put("minimum", 0)
                .put("maximum", 100);
        input(inputs, "probabilities", "Write class probabilities", "Adds a raster with a band for each class", 0)
                .put("type", "boolean")
                .put("default", false);
        ObjectNode outputs = process.putObject("outputs");
        for (String output : ClassifyCrops.outputs()) {
            ObjectNode described = outputs.putObject(output).put("title", output.replace('_', ' '));
            if (output.equals("summary")) {
                described.putObject("schema").put("type", "object").put("contentMediaType", "application/json");
            } else {
                described
                        .putObject("schema")
                        .put("type", "string")
                        .put("contentEncoding", "binary")
                        .put("contentMediaType", ResultFiles.COG_TYPE);
            }
        }
        return process;
    }

    static ObjectNode summary() {
        ObjectNode process = Json.object();
        process.put("id", ClassifyCrops.ID).put("version", ClassifyCrops.VERSION);
        process.put("title", "Classify crops");
        process.put(
                "description",
                "A crop-type map of an area and a season from a Sentinel-2 time series, as Cloud Optimized GeoTIFFs.");
        process.set("keywords", Json.of(List.of("crop type", "Sentinel-2", "time series", "classification")));
        process.set("jobControlOptions", Json.of(List.of("sync-execute", "async-execute", "dismiss")));
        process.set("outputTransmission", Json.of(List.of("reference", "value")));
        return process;
    }

    private static ObjectNode input(ObjectNode inputs, String id, String title, String description, int minOccurs) {
        ObjectNode input = inputs.putObject(id).put("title", title).put("description", description);
        input.put("minOccurs", minOccurs).put("maxOccurs", 1);
        return input.putObject("schema");
    }

    private static void aoi(ObjectNode schema) {
        var forms = schema.putArray("oneOf");
        ObjectNode circle = forms.addObject().put("type", "array");
        circle.put("minItems", 3).put("maxItems", 3);
        circle.putObject("items").put("type", "number");
        forms.addObject()
                .put("type", "object")
                .put("format", "geojson-geometry")
                .putArray("required")
                .add("type")
                .add("coordinates");
        ObjectNode bbox = forms.addObject().put("type", "object").put("format", "ogc-bbox");
        bbox.putArray("required").add("bbox");
    }
}
