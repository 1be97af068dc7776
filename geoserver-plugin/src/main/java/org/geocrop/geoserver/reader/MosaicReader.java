package org.geocrop.geoserver.reader;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geocrop.catalogue.Result;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geotools.api.coverage.grid.Format;
import org.geotools.api.geometry.Bounds;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterDescriptor;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.coverage.GridSampleDimension;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.GridCoverageFactory;
import org.geotools.coverage.grid.GridEnvelope2D;
import org.geotools.coverage.grid.GridGeometry2D;
import org.geotools.coverage.grid.io.AbstractGridCoverage2DReader;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.util.CoverageUtilities;
import org.geotools.geometry.GeneralBounds;
import org.geotools.referencing.CRS;
import org.geotools.referencing.operation.transform.ProjectiveTransform;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mosaic onto the lattice that is asked for, in whatever CRS: there is one nearest pixel for each pixel of a map,
 * whatever the zones of the results, and nothing is resampled twice. What is asked for without a CRS that has an EPSG
 * code is read in longitude and latitude. A reader holds nothing of the results: each request sees those of its caller.
 */
public final class MosaicReader extends AbstractGridCoverage2DReader {

    /** The dimension that picks results by name. */
    static final String JOB = "JOB";

    /** Value of that dimension for all results. */
    public static final String ALL = "all";

    private static final String PICTURE = "true_color";
    private static final int NO_CLASS = 0;
    private static final int NO_BYTE = 255;
    /** A metre on the equator: fine enough for a pixel of the lattice to lie in one of a result. */
    private static final double DEGREES = 1 / Crs.METRES_PER_DEGREE;

    /** As GeoServer reads times of a domain. */
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final double[] WORLD = {-180, -85, 180, 85};

    private final GeocropFormat format;
    private final Mosaic mosaic;

    MosaicReader(GeocropFormat format, Mosaic mosaic) {
        this.format = format;
        this.mosaic = mosaic;
        this.source = mosaic.address();
        this.coverageName = mosaic.layer();
        this.crs = Crs.decode(Crs.WGS84);
        this.coverageFactory = new GridCoverageFactory();
        this.highestRes = new double[] {DEGREES, DEGREES};
        // The lattice of the world, so that it is the same for everyone and at all times.
        this.raster2Model = ProjectiveTransform.create(
                new AffineTransform(DEGREES, 0, 0, -DEGREES, -180 + DEGREES / 2, 90 - DEGREES / 2));
        this.originalGridRange = new GridEnvelope2D(0, 0, (int) (360 / DEGREES), (int) (180 / DEGREES));
        this.originalEnvelope = envelope(bounds());
    }

    private List<Result> visible() {
        return Granules.current().visible(mosaic);
    }

    /** Of all results that the caller may see; of the world where there are none. */
    private double[] bounds() {
        double[] bounds = {180, 90, -180, -90};
        for (Result result : visible()) {
            double[] one = result.requireCoverage().bounds();
            bounds[0] = Math.min(bounds[0], one[0]);
            bounds[1] = Math.min(bounds[1], one[1]);
            bounds[2] = Math.max(bounds[2], one[2]);
            bounds[3] = Math.max(bounds[3], one[3]);
        }
        return bounds[0] < bounds[2] ? bounds : WORLD.clone();
    }

    private GeneralBounds envelope(double[] bounds) {
        GeneralBounds envelope =
                new GeneralBounds(new double[] {bounds[0], bounds[1]}, new double[] {bounds[2], bounds[3]});
        envelope.setCoordinateReferenceSystem(crs);
        return envelope;
    }

    @Override
    public GeneralBounds getOriginalEnvelope() {
        return envelope(bounds());
    }

    @Override
    public GeneralBounds getOriginalEnvelope(String name) {
        return envelope(bounds());
    }

    @Override
    public Format getFormat() {
        return format;
    }

    @Override
    public String[] getMetadataNames() {
        return new String[] {
            REPROJECTING_READER,
            HAS_TIME_DOMAIN,
            TIME_DOMAIN,
            TIME_DOMAIN_MINIMUM,
            TIME_DOMAIN_MAXIMUM,
            "HAS_JOB_DOMAIN",
            "JOB_DOMAIN",
            "JOB_DOMAIN_DATATYPE"
        };
    }

    @Override
    public String[] getMetadataNames(String name) {
        return getMetadataNames();
    }

    @Override
    public @Nullable String getMetadataValue(String name, String key) {
        return getMetadataValue(key);
    }

    @Override
    public @Nullable String getMetadataValue(String key) {
        return switch (key) {
            case REPROJECTING_READER, HAS_TIME_DOMAIN, "HAS_JOB_DOMAIN" -> "true";
            case TIME_DOMAIN -> times().stream().map(TIME_FORMAT::format).collect(Collectors.joining(","));
            case TIME_DOMAIN_MINIMUM -> TIME_FORMAT.format(times().first());
            case TIME_DOMAIN_MAXIMUM -> TIME_FORMAT.format(times().last());
            case "JOB_DOMAIN" ->
                Stream.concat(
                                Stream.of(ALL),
                                visible().stream().map(Result::jobId).sorted())
                        .collect(Collectors.joining(","));
            case "JOB_DOMAIN_DATATYPE" -> String.class.getName();
            default -> null;
        };
    }

    /** Never empty, since GeoServer reads a time from whatever is there. */
    private TreeSet<Instant> times() {
        TreeSet<Instant> times = visible().stream().map(Selection::time).collect(Collectors.toCollection(TreeSet::new));
        if (times.isEmpty()) {
            times.add(Instant.EPOCH);
        }
        return times;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Set<ParameterDescriptor<List>> getDynamicParameters() {
        return new LinkedHashSet<>(Set.of(GeocropFormat.JOB));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Set<ParameterDescriptor<List>> getDynamicParameters(String name) {
        return getDynamicParameters();
    }

    @Override
    public GridCoverage2D read(String name, GeneralParameterValue @Nullable [] parameters) throws IOException {
        return read(parameters);
    }

    @Override
    public GridCoverage2D read(GeneralParameterValue @Nullable [] parameters) throws IOException {
        GridGeometry2D asked = null;
        Selection selection = Selection.ALL;
        for (GeneralParameterValue parameter : parameters == null ? new GeneralParameterValue[0] : parameters) {
            if (parameter instanceof ParameterValue<?> value && value.getValue() != null) {
                String name = parameter.getDescriptor().getName().getCode();
                if (name.equals(AbstractGridFormat.READ_GRIDGEOMETRY2D.getName().getCode())) {
                    asked = (GridGeometry2D) value.getValue();
                } else if (name.equalsIgnoreCase("TIME")) {
                    selection = selection.at((List<?>) value.getValue());
                } else if (name.equalsIgnoreCase(JOB)) {
                    selection = selection.of((List<?>) value.getValue());
                }
            }
        }
        return read(asked == null ? whole() : Lattice.of(asked), selection);
    }

    /** What is asked for without a lattice is an overview. */
    private Lattice whole() {
        return Lattice.of(bounds());
    }

    private GridCoverage2D read(Lattice lattice, Selection selection) {
        Granules granules = Granules.current();
        PixelGrid target = lattice.grid();
        boolean isPicture = mosaic.raster().equals(PICTURE);
        Samples samples = new Samples(target, isPicture ? 3 : 1);
        boolean isReal = granules.scale(mosaic) != 1;
        Set<Object> shown = new HashSet<>();
        for (Result result : granules.visible(mosaic)) {
            if (!samples.isFull()
                    && selection.has(result)
                    && (selection.isByName() || shown.add(granules.place(result)))) {
                Cog raster = granules.raster(result, mosaic);
                isReal |= raster.type() != SampleType.U8;
                samples.under(raster);
            }
        }
        if (isPicture) {
            return coverage(lattice.crs(), target, samples.picture(), null, "red", "green", "blue", "opacity");
        }
        return isReal
                ? coverage(lattice.crs(), target, samples.floats(granules.scale(mosaic)), Double.NaN, mosaic.raster())
                : coverage(lattice.crs(), target, samples.bytes(nodata()), (double) nodata(), mosaic.raster());
    }

    private int nodata() {
        return mosaic.raster().equals("crop_type") ? NO_CLASS : NO_BYTE;
    }

    private GridCoverage2D coverage(
            CoordinateReferenceSystem as, PixelGrid grid, BufferedImage image, @Nullable Double none, String... bands) {
        GridSampleDimension[] dimensions = new GridSampleDimension[bands.length];
        for (int i = 0; i < bands.length; i++) {
            dimensions[i] = new GridSampleDimension(bands[i]);
        }
        Map<String, Object> properties = new HashMap<>();
        if (none != null) {
            CoverageUtilities.setNoDataProperty(properties, none);
        }
        Bounds bounds = Lattice.bounds(grid, as);
        return coverageFactory.create(mosaic.layer(), image, bounds, dimensions, null, properties);
    }

    /** Whether a CRS has its latitude, or northing, first. */
    static boolean isNorthFirst(CoordinateReferenceSystem crs) {
        return CRS.getAxisOrder(crs) == CRS.AxisOrder.NORTH_EAST;
    }
}
