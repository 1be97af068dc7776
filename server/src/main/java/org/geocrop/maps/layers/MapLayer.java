package org.geocrop.maps.layers;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.geocrop.tiler.LayerEntry;
import org.geocrop.tiler.Look;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.strtree.STRtree;

/** A layer: granules that are drawn in the same styles, or a group of other layers. */
public final class MapLayer {

    /** Above so many granules those of an area are found by an index. */
    private static final int FEW = 8;

    /** A picture's pixels may be a little finer than those of an overview. */
    private static final double OVERSAMPLED = 1.1;

    /** What a layer says of itself. */
    public record About(
            String name,
            String title,
            String description,
            List<String> keywords,
            LayerEntry.@Nullable Attribution attribution,
            boolean opaque,
            boolean queryable) {

        public static About of(String name, String title, String description, List<String> keywords) {
            return new About(name, title, description, keywords, null, false, true);
        }
    }

    /** Gives the look of a name, for classes; the first name of a layer is its default. */
    @FunctionalInterface
    public interface Looks {
        Look look(String style, List<CropClass> classes);
    }

    /** How long what is drawn stays right. */
    public enum Lifetime {
        /** Results never change. */
        FOR_EVER,
        /** Files and mosaics may. */
        SHORT,
        /** Jobs that run do. */
        CHANGING
    }

    private final About about;
    private final List<Granule> granules;
    private final List<String> styles;
    private final Looks looks;
    private final List<MapLayer> members;
    private final Lifetime lifetime;
    private final boolean isPublic;
    private final List<Granule> overviews;
    private final List<Granule> seams;
    private final @Nullable STRtree index;

    private MapLayer(
            About about,
            List<Granule> granules,
            List<String> styles,
            Looks looks,
            List<MapLayer> members,
            Lifetime lifetime,
            boolean isPublic,
            List<Granule> overviews,
            List<Granule> seams) {
        this.overviews = List.copyOf(overviews);
        this.seams = List.copyOf(seams);
        this.about = about;
        this.granules = List.copyOf(granules);
        this.styles = List.copyOf(styles);
        this.looks = looks;
        this.members = List.copyOf(members);
        this.lifetime = lifetime;
        this.isPublic = isPublic;
        this.index = granules.size() > FEW ? index(granules) : null;
    }

    /**
     * A layer of rasters.
     *
     * @param granules newest first; one or more
     * @param styles names; the first is the default
     * @param isPublic whether shared caches may keep it
     */
    public static MapLayer of(
            About about,
            List<Granule> granules,
            List<String> styles,
            Looks looks,
            Lifetime lifetime,
            boolean isPublic) {
        if (granules.isEmpty() || styles.isEmpty()) {
            throw new IllegalArgumentException("A layer has a raster and a style: " + about.name);
        }
        return new MapLayer(about, granules, styles, looks, List.of(), lifetime, isPublic, List.of(), List.of());
    }

    /** A group, the lowest member first. */
    public static MapLayer group(About about, List<MapLayer> members) {
        return new MapLayer(
                about,
                members.stream().flatMap(member -> member.granules.stream()).toList(),
                List.of("default"),
                (style, classes) -> members.get(0).look("", classes),
                members,
                members.stream()
                        .map(m -> m.lifetime)
                        .max(Comparator.naturalOrder())
                        .orElse(Lifetime.SHORT),
                members.stream().allMatch(m -> m.isPublic),
                List.of(),
                List.of());
    }

    /**
     * The same with granules that only pictures are drawn from.
     *
     * @param coarse for coarse pictures: one of each season, in degrees, newest first
     * @param below lie below all others, for where those leave a seam
     */
    MapLayer with(List<Granule> coarse, List<Granule> below) {
        return new MapLayer(about, granules, styles, looks, members, lifetime, isPublic, coarse, below);
    }

    /** Granules that a picture of an area is drawn from, the uppermost first: overviews where its pixels are as coarse. */
    public List<Granule> drawn(double[] area, Times times, PixelGrid target) {
        double degrees = target.resX() * Crs.metresPerUnit(target.epsg()) / Crs.METRES_PER_DEGREE;
        if (!overviews.isEmpty() && overviews.get(0).grid().resX() <= degrees * OVERSAMPLED) {
            return touching(area, times.of(this, overviews));
        }
        List<Granule> drawn = new ArrayList<>(granules(area, times));
        drawn.addAll(touching(area, times.of(this, seams)));
        return drawn;
    }

    private static List<Granule> touching(double[] area, List<Granule> granules) {
        return granules.stream().filter(granule -> granule.touches(area)).toList();
    }

    private static STRtree index(List<Granule> granules) {
        STRtree tree = new STRtree();
        for (int i = 0; i < granules.size(); i++) {
            double[] b = granules.get(i).bounds();
            tree.insert(new Envelope(b[0], b[2], b[1], b[3]), i);
        }
        tree.build();
        return tree;
    }

    public About about() {
        return about;
    }

    public String name() {
        return about.name;
    }

    /** Layers that it consists of, itself where it is no group. */
    public List<MapLayer> members() {
        return members.isEmpty() ? List.of(this) : members;
    }

    public boolean isGroup() {
        return !members.isEmpty();
    }

    /** Newest first. */
    public List<Granule> granules() {
        return granules;
    }

    public Lifetime lifetime() {
        return lifetime;
    }

    /** The same, for other caches. */
    MapLayer with(boolean isForAll) {
        return isForAll == isPublic
                ? this
                : new MapLayer(about, granules, styles, looks, members, lifetime, isForAll, overviews, seams);
    }

    public boolean isPublic() {
        return isPublic;
    }

    /** Names of its styles, the default first. */
    public List<String> styles() {
        return styles;
    }

    /**
     * A look.
     *
     * @param style empty or {@code default} for the default
     * @throws InvalidRequestException if it has no such style
     */
    public Look look(String style, List<CropClass> classes) {
        String name = style.isEmpty() || style.equals("default") ? styles.get(0) : style;
        if (!styles.contains(name)) {
            throw new UnknownStyleException("The layer " + about.name + " has no such style; it has " + styles);
        }
        return looks.look(name, classes);
    }

    /** The default look, with the classes of all granules. */
    public Look look(String style) {
        return look(style, classes());
    }

    /** Classes of all granules, by id; of two with the same id the newer. */
    public List<CropClass> classes() {
        Map<Integer, CropClass> classes = new LinkedHashMap<>();
        granules.forEach(granule -> granule.classes().forEach(c -> classes.putIfAbsent(c.id(), c)));
        return new ArrayList<>(classes.values());
    }

    public boolean isOfClasses() {
        return look("", classes()).style() instanceof Style.Classes;
    }

    /** West, south, east, north in degrees. */
    public double[] bounds() {
        double[] all = granules.get(0).bounds().clone();
        for (Granule granule : granules) {
            double[] b = granule.bounds();
            all[0] = Math.min(all[0], b[0]);
            all[1] = Math.min(all[1], b[1]);
            all[2] = Math.max(all[2], b[2]);
            all[3] = Math.max(all[3], b[3]);
        }
        return all;
    }

    /** First days of the seasons that it has, oldest first. */
    public List<LocalDate> times() {
        Set<LocalDate> times = new TreeSet<>();
        for (Granule granule : granules) {
            Season season = granule.season();
            if (season != null) {
                times.add(season.start());
            }
        }
        return List.copyOf(times);
    }

    /**
     * Granules of an area and of times, newest first.
     *
     * @param area west, south, east, north in degrees
     */
    public List<Granule> granules(double[] area, Times times) {
        Set<Granule> found = new LinkedHashSet<>();
        for (Granule granule : times.of(this, near(area))) {
            found.add(granule);
        }
        return List.copyOf(found);
    }

    private List<Granule> near(double[] area) {
        if (index == null) {
            return granules.stream().filter(granule -> granule.touches(area)).toList();
        }
        List<Integer> near = new ArrayList<>();
        index.query(new Envelope(area[0], area[2], area[1], area[3]), item -> near.add((Integer) item));
        return near.stream().sorted().map(granules::get).toList();
    }

    /** A style that a layer does not have. */
    public static final class UnknownStyleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownStyleException(String message) {
            super(message);
        }
    }
}
