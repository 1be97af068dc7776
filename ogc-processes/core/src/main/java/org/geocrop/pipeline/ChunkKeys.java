package org.geocrop.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.geocrop.composite.OpenScene;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.PixelGrid;
import org.geocrop.hash.Sha256;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.store.ObjectKey;

/**
 * Names chunks by all that their pixels depend on: the place, which of its pixels are wanted, the scenes that lie there
 * with the ETag of each band, season, feature set, model and parameters. Files without an ETag can't be told from
 * others of the same address, so their chunks belong to one job.
 */
final class ChunkKeys {

    /** Changes when the same inputs give other pixels. */
    private static final String ALGORITHM = "3";

    private final SeasonRequest request;
    private final List<Fingerprint> scenes;

    /** A scene's place, and a hash of all of it that pixels depend on. */
    private record Fingerprint(PixelGrid grid, String hash) {}

    ChunkKeys(SeasonRequest request, List<OpenScene> scenes) {
        this.request = request;
        this.scenes = scenes.stream()
                .sorted(Comparator.comparing((OpenScene open) -> open.scene().id()))
                .map(open -> new Fingerprint(open.grid(), hash(open)))
                .toList();
    }

    ObjectKey of(PixelGrid block, boolean[] inside) {
        Sha256 digest = new Sha256();
        add(digest, ALGORITHM, FeatureSet.SHA256, request.rasters());
        add(digest, request.season(), request.minObservations(), request.minApplicability(), modelHash());
        add(digest, block);
        digest.add(mask(inside));
        for (Fingerprint scene : scenes) {
            if (mayMeet(scene.grid, block)) {
                add(digest, scene.hash);
            }
        }
        return ChunkStore.key(digest.hex());
    }

    private String modelHash() {
        return request.model() == null ? "none" : request.model().sha256();
    }

    private String hash(OpenScene open) {
        Sha256 digest = new Sha256();
        add(
                digest,
                open.scene().id(),
                open.scene().datetime(),
                open.scene().tile(),
                open.scene().product());
        for (Map.Entry<Band, String> band : open.etags().entrySet()) {
            Scene.Asset asset =
                    java.util.Objects.requireNonNull(open.scene().assets().get(band.getKey()));
            add(digest, band.getKey(), open.href(band.getKey()), asset.scale(), asset.offset(), asset.nodata());
            add(digest, band.getValue());
            if (band.getValue().isEmpty()) {
                add(digest, request.jobId());
            }
        }
        return digest.hex();
    }

    private static byte[] mask(boolean[] inside) {
        byte[] bits = new byte[inside.length / 8 + 1];
        for (int i = 0; i < inside.length; i++) {
            if (inside[i]) {
                bits[i / 8] |= (byte) (1 << i % 8);
            }
        }
        return bits;
    }

    private static boolean mayMeet(PixelGrid scene, PixelGrid block) {
        return scene.epsg() != block.epsg()
                || (scene.originX() < block.maxX()
                        && scene.maxX() > block.originX()
                        && scene.minY() < block.originY()
                        && scene.originY() > block.minY());
    }

    private static void add(Sha256 digest, Object... parts) {
        for (Object part : parts) {
            digest.add((part + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }
}
