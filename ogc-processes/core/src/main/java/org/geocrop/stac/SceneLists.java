package org.geocrop.stac;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.error.StoreException;
import org.geocrop.grid.GeoJson;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what a search found, so that whoever reads it later sees the same scenes. */
public final class SceneLists {

    private SceneLists() {}

    public static byte[] write(SceneSearch search) {
        ObjectNode json = Json.object();
        json.set("scenes", scenes(search.scenes()));
        ObjectNode replaced = json.putObject("replaced");
        new TreeMap<>(search.replaced()).forEach((id, older) -> replaced.set(id, scenes(older)));
        json.set("left_out", Json.of(search.leftOut()));
        return Json.write(json);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws StoreException if it is damaged
     */
    public static SceneSearch read(byte[] list) {
        try {
            JsonNode json = Json.read(list);
            Map<String, List<Scene>> replaced = new LinkedHashMap<>();
            json.path("replaced").properties().forEach(each -> replaced.put(each.getKey(), scenes(each.getValue())));
            List<SceneSearch.LeftOut> leftOut = new ArrayList<>();
            for (JsonNode each : json.path("left_out")) {
                leftOut.add(Json.to(each, SceneSearch.LeftOut.class));
            }
            return new SceneSearch(scenes(json.required("scenes")), replaced, leftOut);
        } catch (Json.MalformedException | RuntimeException e) {
            throw new StoreException("A list of scenes is damaged: " + e.getMessage(), e);
        }
    }

    private static ArrayNode scenes(List<Scene> scenes) {
        ArrayNode list = Json.array();
        for (Scene scene : scenes) {
            ObjectNode json = list.addObject();
            json.put("id", scene.id()).put("tile", scene.tile());
            json.put("datetime", scene.datetime().toString()).put("cloud_cover", scene.cloudCover());
            json.put("epsg", scene.epsg());
            Product product = scene.product();
            ObjectNode made = json.putObject("product");
            made.put("baseline", product.baseline()).put("created", product.created());
            made.put("platform", product.platform()).put("datastrip", product.datastrip());
            if (!Double.isNaN(product.nodata())) {
                made.put("nodata", product.nodata());
            }
            json.set("footprint", GeoJson.write(scene.footprint()));
            ObjectNode assets = json.putObject("assets");
            new EnumMap<>(scene.assets()).forEach((band, asset) -> assets.set(band.name(), asset(asset)));
        }
        return list;
    }

    private static ObjectNode asset(Scene.Asset asset) {
        ObjectNode json = Json.object().put("href", asset.href().toString());
        ArrayNode alternates = json.putArray("alternates");
        asset.alternates().forEach(href -> alternates.add(href.toString()));
        json.put("scale", asset.scale()).put("scale_given", asset.isScaleGiven());
        json.put("offset", asset.offset());
        if (!Double.isNaN(asset.nodata())) {
            json.put("nodata", asset.nodata());
        }
        return json;
    }

    private static List<Scene> scenes(JsonNode list) {
        List<Scene> scenes = new ArrayList<>();
        for (JsonNode json : list) {
            JsonNode made = json.required("product");
            Map<Band, Scene.Asset> assets = new EnumMap<>(Band.class);
            json.required("assets")
                    .properties()
                    .forEach(each -> assets.put(Band.valueOf(each.getKey()), asset(each.getValue())));
            scenes.add(new Scene(
                    json.required("id").asString(),
                    json.required("tile").asString(),
                    Instant.parse(json.required("datetime").asString()),
                    json.required("cloud_cover").asDouble(),
                    new Product(
                            made.required("baseline").asDouble(),
                            made.required("created").asString(),
                            made.required("platform").asString(),
                            made.required("datastrip").asString(),
                            made.path("nodata").asDouble(Double.NaN)),
                    json.required("epsg").asInt(),
                    GeoJson.polygon(json.required("footprint")),
                    assets));
        }
        return scenes;
    }

    private static Scene.Asset asset(JsonNode json) {
        List<URI> alternates = new ArrayList<>();
        json.path("alternates").forEach(href -> alternates.add(URI.create(href.asString())));
        return new Scene.Asset(
                URI.create(json.required("href").asString()),
                alternates,
                json.required("scale").asDouble(),
                json.required("scale_given").asBoolean(),
                json.required("offset").asDouble(),
                json.path("nodata").asDouble(Double.NaN));
    }
}
