package org.geocrop.composite;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.GeocropException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.store.Sources;
import org.geocrop.store.Spent;

/**
 * One band's COG of a scene, open. What the file, its item or Sentinel-2's own products (digital number 0) call no data
 * is 0. Thread-safe.
 *
 * @param href the address that it was opened by
 * @param grid the file's lattice; its CRS from the item where the file names none
 */
record BandFile(Scene.Asset asset, URI href, Cog cog, PixelGrid grid) implements AutoCloseable {

    /** A step of whole numbers that is coarser can't be one of reflectance. */
    private static final double COARSEST_STEP = 0.01;

    /**
     * Opens a band by the first of its addresses that can be read.
     *
     * @throws RasterException if none can, or the file is not where and what it should be
     */
    static BandFile open(Scene scene, Band band, Sources sources, TileCache cache) {
        Scene.Asset asset = scene.assets().get(band);
        if (asset == null) {
            throw new RasterException("The scene " + scene.id() + " lacks the bands " + scene.missingBands());
        }
        List<URI> hrefs = new ArrayList<>(List.of(asset.href()));
        hrefs.addAll(asset.alternates());
        GeocropException first = null;
        for (URI href : hrefs) {
            try {
                return open(scene, band, asset, href, sources, cache);
            } catch (GeocropException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    private static BandFile open(
            Scene scene, Band band, Scene.Asset asset, URI href, Sources sources, TileCache cache) {
        Cog cog = sources.spent().on(Spent.Work.HEADERS, () -> Cog.open(sources.open(href), cache, sources.spent()));
        try {
            if (!cog.isPlaced()) {
                throw new RasterException(cog.name() + " does not say where it lies");
            }
            if (band != Band.SCL) {
                requireReflectance(cog, asset);
            }
            return new BandFile(asset, href, cog, grid(cog, scene.epsg()));
        } catch (RuntimeException e) {
            cog.close();
            throw e;
        }
    }

    private static PixelGrid grid(Cog cog, int epsgOfItem) {
        PixelGrid own = cog.grid();
        int epsg = own.epsg() != 0 ? own.epsg() : epsgOfItem;
        if (epsg == 0) {
            throw new RasterException(cog.name() + " names no coordinate reference system, nor does its item");
        }
        return new PixelGrid(epsg, own.originX(), own.originY(), own.resX(), own.resY(), own.width(), own.height());
    }

    private static void requireReflectance(Cog cog, Scene.Asset asset) {
        if (!(asset.scale() > 0 && Double.isFinite(asset.scale()) && Double.isFinite(asset.offset()))) {
            throw new RasterException(cog.name() + " can't be read with the scale " + asset.scale() + " and offset "
                    + asset.offset() + " of its item");
        }
        if (cog.type().isFloat() && !asset.isScaleGiven()) {
            throw new RasterException(
                    cog.name() + " has numbers of floating point, and its item does not say their scale");
        }
        if (!cog.type().isFloat() && asset.scale() > COARSEST_STEP) {
            throw new RasterException(cog.name() + " has whole numbers, which with the scale " + asset.scale()
                    + " of its item are no reflectances");
        }
    }

    /** Reads digital numbers of a window, which fit 16 bits, or classes; 0 where there is no data. */
    int[] numbers(Window window) {
        int[] numbers = new int[window.size()];
        cog.data().read(0, 0, window, numbers, 0);
        if (asset.nodata() != 0) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = numbers[i] == asset.nodata() ? 0 : numbers[i];
            }
        }
        return numbers;
    }

    /** Reads the {@link Reflectance} codes of target pixels, 0 where there is no data. */
    void codes(SourceIndex index, char[] out) {
        int[] gathered = new int[out.length];
        SampleType type = cog.type();
        if (type.bytes() <= 2) {
            index.gather(numbers(index.window()), gathered);
            Reflectance.encode(gathered, asset.scale(), asset.offset(), out);
            return;
        }
        double[] exact = new double[index.window().size()];
        cog.data().read(0, 0, index.window(), exact);
        double none = type == SampleType.F32 ? (float) asset.nodata() : asset.nodata();
        int[] codes = new int[exact.length];
        for (int i = 0; i < exact.length; i++) {
            codes[i] = exact[i] == none ? 0 : Reflectance.encode(exact[i], asset.scale(), asset.offset());
        }
        index.gather(codes, gathered);
        for (int i = 0; i < out.length; i++) {
            out[i] = (char) gathered[i];
        }
    }

    @Override
    public void close() {
        cog.close();
    }
}
