package org.geocrop.maps;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.geocrop.grid.PixelGrid;
import org.geocrop.http.Replies;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.render.Picture;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Answers with pictures and other things that are made from layers: with a strong validator, by which a client that has
 * them already is told so before anything is drawn, and the age that they may reach.
 */
@Component
public class MapReplies {

    private final MapDrawer drawer;
    private final Duration shortAge;
    private final boolean emptyIsNoContent;

    MapReplies(MapDrawer drawer, Settings settings) {
        this.drawer = drawer;
        this.shortAge = settings.maps().shortAge();
        this.emptyIsNoContent = settings.maps().emptyTiles() == Settings.EmptyTiles.NO_CONTENT;
    }

    /**
     * How a picture is to look.
     *
     * @param background 0xRRGGBB where it is not transparent; null for transparent
     * @param dpi for the file; 0 says nothing
     * @param outside 0xAARRGGBB of pixels where the CRS is not defined; null for those of the background
     */
    public record Form(
            ImageFormat format,
            @Nullable Integer background,
            double dpi,
            @Nullable Integer outside) {

        public Form(ImageFormat format, @Nullable Integer background, double dpi) {
            this(format, background, dpi, null);
        }

        public static Form transparent(ImageFormat format) {
            return new Form(format, null, 0);
        }
    }

    /** A picture of views, the lowest first. */
    public ResponseEntity<byte[]> picture(HttpServletRequest http, List<LayerView> views, PixelGrid target, Form form) {
        return picture(http, views, target, form, false);
    }

    /** A tile, which may be answered without a body if it shows nothing. */
    public ResponseEntity<byte[]> tile(HttpServletRequest http, List<LayerView> views, PixelGrid target, Form form) {
        return picture(http, views, target, form, emptyIsNoContent);
    }

    private ResponseEntity<byte[]> picture(
            HttpServletRequest http, List<LayerView> views, PixelGrid target, Form form, boolean maybeNothing) {
        drawer.checkSize(target.width(), target.height());
        String etag = drawer.etag(views, target, form.toString());
        HttpHeaders headers = headers(views, etag);
        if (matches(http, etag)) {
            return new ResponseEntity<>(headers, HttpStatus.NOT_MODIFIED);
        }
        byte[] body = drawer.draw(views, target, picture -> encode(picture, target, form, maybeNothing));
        if (body.length == 0) {
            return new ResponseEntity<>(headers, HttpStatus.NO_CONTENT);
        }
        headers.set("Content-Type", form.format.contentType());
        return new ResponseEntity<>(body, headers, HttpStatus.OK);
    }

    private static byte[] encode(Picture picture, PixelGrid target, Form form, boolean maybeNothing) {
        if (maybeNothing && picture.isEmpty()) {
            return new byte[0];
        }
        Picture shown = form.background == null ? picture : picture.on(form.background);
        Picture whole = form.outside == null ? shown : VoidArea.paint(shown, target, form.outside);
        return form.format.encode(whole, target, form.dpi);
    }

    /** Any other answer that depends on layers alone. */
    public ResponseEntity<byte[]> answer(
            HttpServletRequest http, List<LayerView> views, String contentType, String more, Supplier<byte[]> body) {
        String etag = drawer.etag(views, null, contentType + more);
        HttpHeaders headers = headers(views, etag);
        if (matches(http, etag)) {
            return new ResponseEntity<>(headers, HttpStatus.NOT_MODIFIED);
        }
        headers.set("Content-Type", contentType);
        return new ResponseEntity<>(body.get(), headers, HttpStatus.OK);
    }

    private HttpHeaders headers(List<LayerView> views, String etag) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("ETag", etag);
        boolean isPublic = views.stream().allMatch(view -> view.layer().isPublic());
        MapLayer.Lifetime lifetime = views.stream()
                .map(view -> view.layer().lifetime())
                .max(Comparator.naturalOrder())
                .orElse(MapLayer.Lifetime.SHORT);
        String who = isPublic ? "public" : "private";
        if (lifetime == MapLayer.Lifetime.FOR_EVER) {
            Replies.keepResult(headers, isPublic, shortAge);
        } else {
            boolean isShort = lifetime == MapLayer.Lifetime.SHORT;
            headers.set("Cache-Control", who + (isShort ? ", max-age=" + shortAge.toSeconds() : ", no-cache"));
            Replies.varyByCaller(headers);
        }
        return headers;
    }

    private static boolean matches(HttpServletRequest http, String etag) {
        String given = HeaderLines.of(http, "If-None-Match");
        return given != null
                && (given.equals("*")
                        || Arrays.stream(given.split(","))
                                .anyMatch(one ->
                                        one.trim().replaceFirst("^W/", "").equals(etag)));
    }
}
