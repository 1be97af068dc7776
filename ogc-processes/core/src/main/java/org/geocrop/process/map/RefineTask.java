package org.geocrop.process.map;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.catalogue.Coverage;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.process.input.Rasters;
import org.geocrop.raster.Cog;
import org.geocrop.refine.Refinement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The map and what is to be done to it. */
record RefineTask(
        String map,
        Coverage coverage,
        Cog ids,
        @Nullable Cog confidence,
        @Nullable Cog probabilities,
        Refinement refinement,
        Rasters.@Nullable Named mask,
        boolean[] isCropland) {

    PixelGrid grid() {
        return ids.grid();
    }

    ObjectNode summary(long[] pixels) {
        double hectares = grid().pixelAreaHectares();
        long all = 0;
        for (int id = 1; id < pixels.length; id++) {
            all += pixels[id];
        }
        ObjectNode json = Json.object().put("pixels_classified", all).put("hectares_classified", all * hectares);
        var list = json.putArray("classes");
        for (CropClass c : coverage.classes()) {
            list.addObject()
                    .put("id", c.id())
                    .put("name", c.name())
                    .put("color", c.color())
                    .put("pixels", pixels[c.id()])
                    .put("hectares", pixels[c.id()] * hectares)
                    .put("share", all == 0 ? 0 : (double) pixels[c.id()] / all);
        }
        return json;
    }

    ObjectNode provenance(JsonNode inputs) {
        List<String> steps = new ArrayList<>();
        if (refinement.smoothing() != null) {
            steps.add("Bayesian smoothing (Camara et al. 2024), window "
                    + refinement.smoothing().window() + ", smoothness "
                    + refinement.smoothing().smoothness());
        }
        if (refinement.majority() != null) {
            steps.add("majority of " + refinement.majority().window() + " x "
                    + refinement.majority().window());
        }
        if (refinement.patches() != null) {
            steps.add("patches below " + refinement.patches().pixels() + " pixels removed");
        }
        if (mask != null) {
            steps.add("masked by " + mask.reference());
        }
        ObjectNode json = Json.object().put("refined_from", map);
        json.set("steps", Json.of(steps));
        json.set("inputs", inputs);
        return json;
    }
}
