package org.geocrop.process.map;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.catalogue.Coverage;
import org.geocrop.document.ClassArea;
import org.geocrop.document.RefinedProvenance;
import org.geocrop.document.RefinedSummary;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.model.CropClass;
import org.geocrop.process.input.Rasters;
import org.geocrop.raster.Cog;
import org.geocrop.refine.Refinement;
import org.jspecify.annotations.Nullable;

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

    RefinedSummary summary(long[] pixels) {
        double hectares = grid().pixelAreaHectares();
        long all = 0;
        for (int id = 1; id < pixels.length; id++) {
            all += pixels[id];
        }
        List<ClassArea> areas = new ArrayList<>();
        for (CropClass c : coverage.classes()) {
            long own = pixels[c.id()];
            areas.add(ClassArea.of(c, own, own * hectares, all == 0 ? 0 : (double) own / all));
        }
        return new RefinedSummary(all, all * hectares, areas);
    }

    RefinedProvenance provenance(ForeignJson inputs) {
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
        return new RefinedProvenance(map, steps, inputs);
    }
}
