package org.geocrop.maps.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a coverage: the bands of a layer's rasters.
 *
 * @param names in the order of the bands
 * @param scale of a sample to its value
 */
record CoverageFields(List<String> names, double scale) {

    static CoverageFields of(MapLayer layer) {
        Granule granule = layer.granules().get(0);
        int bands = granule.raster().get().bands();
        String raster = raster(granule.result(), layer.name());
        double scale = raster.endsWith("_peak") ? ResultFiles.INDEX_SCALE : 1;
        if (bands == 1) {
            return new CoverageFields(List.of(raster), scale);
        }
        List<CropClass> classes = granule.result() == null
                ? List.of()
                : granule.result().requireCoverage().classes();
        if (raster.equals(ResultFiles.PROBABILITIES) && classes.size() == bands) {
            return new CoverageFields(
                    classes.stream().map(c -> c.name().replaceAll("\\W+", "_")).toList(), scale);
        }
        List<String> colours = List.of("red", "green", "blue", "alpha");
        return new CoverageFields(
                bands == 3 || bands == 4
                        ? colours.subList(0, bands)
                        : IntStream.rangeClosed(1, bands).mapToObj(i -> "b" + i).toList(),
                scale);
    }

    private static String raster(@Nullable Result result, String layer) {
        if (result == null) {
            return "value";
        }
        int colon = layer.indexOf(':');
        return colon < 0 ? ResultFiles.CROP_TYPE : layer.substring(colon + 1);
    }

    /** Numbers of the bands, from 0, that a list of names wants; all where it is empty. */
    List<Integer> bands(String wanted) {
        List<Integer> bands = new ArrayList<>();
        if (wanted.isBlank()) {
            IntStream.range(0, names.size()).forEach(bands::add);
            return bands;
        }
        for (String name : wanted.split(",", -1)) {
            int band = names.indexOf(name.strip());
            if (band < 0 || bands.contains(band)) {
                throw new InvalidRequestException("`properties` must name fields, each once; there are " + names);
            }
            bands.add(band);
        }
        return bands;
    }

    /** As a JSON Schema (OGC API Common 3, 23-058r2). */
    ObjectNode schema(MapLayer layer, String url) {
        ObjectNode schema = Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", url)
                .put("type", "object")
                .put("title", layer.about().title());
        ObjectNode properties = schema.putObject("properties");
        Cog cog = layer.granules().get(0).raster().get();
        for (int i = 0; i < names.size(); i++) {
            ObjectNode field = properties.putObject(names.get(i));
            field.put("title", names.get(i).replace('_', ' ')).put("type", "integer");
            field.put("x-ogc-propertySeq", i + 1);
            cog.nodata().ifPresent(none -> field.putArray("x-ogc-nullValues").add((long) none));
            if (scale != 1) {
                field.put("description", "Samples are multiples of " + scale);
            }
            if (layer.isOfClasses()) {
                field.put("x-ogc-variableType", "categoricalNominal");
                ArrayNode values = field.putArray("oneOf");
                layer.classes()
                        .forEach(c -> values.addObject().put("const", c.id()).put("title", c.name()));
            }
        }
        return schema;
    }
}
