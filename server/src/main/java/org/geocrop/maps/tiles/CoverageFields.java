package org.geocrop.maps.tiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.JsonSchema;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

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
    JsonSchema schema(MapLayer layer, String url) {
        Map<String, JsonSchema> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), field(layer, i));
        }
        return JsonSchema.any()
                .with("$schema", "https://json-schema.org/draft/2020-12/schema")
                .with("$id", url)
                .with("type", "object")
                .title(layer.about().title())
                .with("properties", fields);
    }

    private JsonSchema field(MapLayer layer, int number) {
        JsonSchema field = JsonSchema.any()
                .title(names.get(number).replace('_', ' '))
                .with("type", "integer")
                .with("x-ogc-propertySeq", number + 1);
        OptionalDouble none = layer.granules().get(0).raster().get().nodata();
        if (none.isPresent()) {
            field = field.with("x-ogc-nullValues", List.of((long) none.getAsDouble()));
        }
        if (scale != 1) {
            field = field.with("description", "Samples are multiples of " + scale);
        }
        if (!layer.isOfClasses()) {
            return field;
        }
        JsonSchema[] classes = layer.classes().stream()
                .map(c -> JsonSchema.any().with("const", c.id()).title(c.name()))
                .toArray(JsonSchema[]::new);
        return field.with("x-ogc-variableType", "categoricalNominal").with("oneOf", List.of(classes));
    }
}
