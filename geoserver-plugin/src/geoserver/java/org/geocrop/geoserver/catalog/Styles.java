package org.geocrop.geoserver.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.geocrop.hash.Sha256;
import org.geocrop.tiler.Look;
import org.geocrop.tiler.SldDocument;
import org.geocrop.tiler.TilerConfig;
import org.geoserver.catalog.Catalog;
import org.geoserver.catalog.NamespaceInfo;
import org.geoserver.catalog.StyleInfo;
import org.geoserver.catalog.WorkspaceInfo;
import org.geotools.util.Version;
import org.geotools.util.logging.Logging;
import org.jspecify.annotations.Nullable;

/** The styles of {@code tiler-config} as styles of the workspace, once. */
final class Styles {

    private static final Logger LOG = Logging.getLogger(Styles.class);
    private static final int SHORT = 8;

    private final Catalog catalog;
    private final TilerConfig config;
    private final Installed installed;

    Styles(Catalog catalog, TilerConfig config, Installed installed) {
        this.catalog = catalog;
        this.config = config;
        this.installed = installed;
    }

    WorkspaceInfo workspace() {
        WorkspaceInfo known = catalog.getWorkspaceByName(MosaicLayers.WORKSPACE);
        if (known != null) {
            return known;
        }
        WorkspaceInfo workspace = catalog.getFactory().createWorkspace();
        workspace.setName(MosaicLayers.WORKSPACE);
        NamespaceInfo namespace = catalog.getFactory().createNamespace();
        namespace.setPrefix(MosaicLayers.WORKSPACE);
        namespace.setURI("urn:geocrop");
        catalog.add(workspace);
        catalog.add(namespace);
        return catalog.getWorkspaceByName(MosaicLayers.WORKSPACE);
    }

    /** Those that do not depend on the classes of a model. */
    void install() throws IOException {
        workspace();
        for (String raster : ResultFiles.DRAWN) {
            Optional<Look> look = look(raster, List.of());
            if (look.isPresent() && !(look.get().style() instanceof Style.Classes)) {
                ensure(raster, look.get());
            }
        }
    }

    /** The style of a raster; null where none is configured. */
    @Nullable StyleInfo of(String raster, List<CropClass> classes) throws IOException {
        Optional<Look> look = look(raster, classes);
        if (look.isEmpty()) {
            return null;
        }
        String name = look.get().style() instanceof Style.Classes
                ? raster + "_" + Sha256.of(sld(raster, look.get())).substring(0, SHORT)
                : raster;
        StyleInfo style = catalog.getStyleByName(MosaicLayers.WORKSPACE, name);
        // An administrator may have removed it: a new layer needs one all the same.
        return style != null ? style : add(name, sld(raster, look.get()));
    }

    /** In the units of the raster, as the reader gives them. */
    private Optional<Look> look(String raster, List<CropClass> classes) {
        return config.style(raster, classes)
                .map(look -> look.style() instanceof Style.ColorMap map
                        ? new Look(look.name(), look.title(), unscaled(map), look.opacity())
                        : look);
    }

    private static Style unscaled(Style.ColorMap map) {
        return new Style.ColorMap(map.title(), map.kind(), map.stops(), map.band(), Style.UNSCALED, Double.NaN);
    }

    private static byte[] sld(String name, Look look) {
        return SldDocument.write(List.of(new SldDocument.NamedLayer(name, List.of(look))));
    }

    private void ensure(String name, Look look) throws IOException {
        byte[] sld = sld(name, look);
        Optional<String> before = installed.hash("style/" + name);
        StyleInfo style = catalog.getStyleByName(MosaicLayers.WORKSPACE, name);
        if (before.isEmpty() && style == null) {
            add(name, sld);
        } else if (style != null && !before.equals(Optional.of(Sha256.of(sld)))) {
            if (before.equals(Optional.of(Sha256.of(read(style))))) {
                catalog.getResourcePool().writeStyle(style, new ByteArrayInputStream(sld));
                installed.note("style/" + name, Sha256.of(sld));
            } else {
                LOG.info("The style " + name + " was changed here and stays as it is");
            }
        }
    }

    private byte[] read(StyleInfo style) throws IOException {
        try (InputStream in = catalog.getResourceLoader().get(path(style)).in()) {
            return in.readAllBytes();
        }
    }

    private static String path(StyleInfo style) {
        return "workspaces/" + MosaicLayers.WORKSPACE + "/styles/" + style.getFilename();
    }

    private StyleInfo add(String name, byte[] sld) throws IOException {
        StyleInfo style = catalog.getFactory().createStyle();
        style.setName(name);
        style.setWorkspace(workspace());
        style.setFormat("sld");
        style.setFormatVersion(new Version("1.0.0"));
        style.setFilename(name + ".sld");
        catalog.getResourcePool().writeStyle(style, new ByteArrayInputStream(sld));
        catalog.add(style);
        installed.note("style/" + name, Sha256.of(sld));
        return catalog.getStyleByName(MosaicLayers.WORKSPACE, name);
    }
}
