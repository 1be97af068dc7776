package org.geocrop.stac;

import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.error.StoreException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.json.Document;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/** Writes down what a search found, so that whoever reads it later sees the same scenes. */
public final class SceneLists {

    @Document
    private record Listing(
            List<Listed> scenes, Map<String, List<Listed>> replaced, List<SceneSearch.LeftOut> leftOut) {}

    @Document
    private record Listed(
            String id,
            String tile,
            String datetime,
            double cloudCover,
            int epsg,
            Made product,
            ForeignJson footprint,
            Map<Band, File> assets) {

        static Listed of(Scene scene) {
            Map<Band, File> assets = new EnumMap<>(Band.class);
            scene.assets().forEach((band, asset) -> assets.put(band, File.of(asset)));
            return new Listed(
                    scene.id(),
                    scene.tile(),
                    scene.datetime().toString(),
                    scene.cloudCover(),
                    scene.epsg(),
                    Made.of(scene.product()),
                    ForeignJson.of(GeoJson.write(scene.footprint())),
                    assets);
        }

        Scene scene() {
            Map<Band, Scene.Asset> files = new EnumMap<>(Band.class);
            assets.forEach((band, file) -> files.put(band, file.asset()));
            return new Scene(
                    id,
                    tile,
                    Instant.parse(datetime),
                    cloudCover,
                    product.product(),
                    epsg,
                    GeoJson.polygon(footprint),
                    files);
        }
    }

    @Document
    private record Made(
            double baseline,
            String created,
            String platform,
            String datastrip,
            @Nullable Double nodata) {

        static Made of(Product product) {
            return new Made(
                    product.baseline(),
                    product.created(),
                    product.platform(),
                    product.datastrip(),
                    Json.finite(product.nodata()));
        }

        Product product() {
            return new Product(baseline, created, platform, datastrip, orNaN(nodata));
        }
    }

    @Document
    private record File(
            String href,
            @Nullable List<String> alternates,
            double scale,
            boolean scaleGiven,
            double offset,
            @Nullable Double nodata) {

        static File of(Scene.Asset asset) {
            return new File(
                    asset.href().toString(),
                    asset.alternates().stream().map(URI::toString).toList(),
                    asset.scale(),
                    asset.isScaleGiven(),
                    asset.offset(),
                    Json.finite(asset.nodata()));
        }

        Scene.Asset asset() {
            List<String> others = alternates == null ? List.of() : alternates;
            return new Scene.Asset(
                    URI.create(href),
                    others.stream().map(URI::create).toList(),
                    scale,
                    scaleGiven,
                    offset,
                    orNaN(nodata));
        }
    }

    private SceneLists() {}

    public static byte[] write(SceneSearch search) {
        Map<String, List<Listed>> replaced = new TreeMap<>();
        search.replaced().forEach((id, older) -> replaced.put(id, listed(older)));
        return Json.write(new Listing(listed(search.scenes()), replaced, search.leftOut()));
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws StoreException if it is damaged
     */
    public static SceneSearch read(byte[] list) {
        try {
            Listing listing = Json.read(list, Listing.class);
            Map<String, List<Scene>> replaced = new LinkedHashMap<>();
            listing.replaced.forEach((id, older) -> replaced.put(id, scenes(older)));
            return new SceneSearch(scenes(listing.scenes), replaced, listing.leftOut);
        } catch (Json.MalformedException | RuntimeException e) {
            throw new StoreException("A list of scenes is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Listed> listed(List<Scene> scenes) {
        return scenes.stream().map(Listed::of).toList();
    }

    private static List<Scene> scenes(List<Listed> listed) {
        return listed.stream().map(Listed::scene).toList();
    }

    private static double orNaN(@Nullable Double number) {
        return number == null ? Double.NaN : number;
    }
}
