package org.geocrop.geoserver.catalog;

import org.geoserver.catalog.Catalog;
import org.geoserver.catalog.LayerGroupInfo;
import org.geoserver.catalog.LayerInfo;

/** Groups of the workspace that versions before 0.1.0 made. */
final class Groups {

    private Groups() {}

    /** Takes a layer out of all groups; a group without layers goes. */
    static void leave(Catalog catalog, LayerInfo layer) {
        for (LayerGroupInfo group : catalog.getLayerGroupsByWorkspace(MosaicLayers.WORKSPACE)) {
            int before = group.getLayers().size();
            for (int i = before - 1; i >= 0; i--) {
                if (group.getLayers().get(i) instanceof LayerInfo member && member.getId().equals(layer.getId())) {
                    group.getLayers().remove(i);
                    group.getStyles().remove(i);
                }
            }
            if (group.getLayers().isEmpty()) {
                catalog.remove(group);
            } else if (group.getLayers().size() < before) {
                catalog.save(group);
            }
        }
    }
}
