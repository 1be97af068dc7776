package org.geocrop.maps.tiles;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.maps.ColorName;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapReplies;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** How a picture is asked for: its format by {@code f} or {@code Accept}, its colours outside data and outside layers. */
final class PictureForm {

    private static final int WHITE = 0xffffff;
    private static final int OPAQUE = 0xff000000;

    private PictureForm() {}

    static MapReplies.Form of(HttpServletRequest http, Kvp kvp) {
        ImageFormat format = format(http, kvp);
        Integer background = color(kvp, "bgcolor", "TRANSPARENT", format);
        Integer outside = kvp.has("VOID-COLOR") || kvp.has("VOID-TRANSPARENT")
                ? color(kvp, "void-color", "VOID-TRANSPARENT", format)
                : background;
        if (Objects.equals(outside, background)) {
            return new MapReplies.Form(format, background, 0);
        }
        return new MapReplies.Form(format, background, 0, outside == null ? Integer.valueOf(0) : OPAQUE | outside);
    }

    /** A colour of pixels without data, 0xRRGGBB; null where they are transparent, as they are where nothing is said. */
    private static @Nullable Integer color(Kvp kvp, String name, String transparency, ImageFormat format) {
        String text = kvp.get(name.toUpperCase(Locale.ROOT), "");
        String transparent =
                kvp.get(transparency, text.isEmpty() ? "true" : "false").toLowerCase(Locale.ROOT);
        if (!List.of("true", "false").contains(transparent)) {
            throw new InvalidRequestException("`" + transparency.toLowerCase(Locale.ROOT) + "` must be true or false");
        }
        int color = text.isEmpty() ? WHITE : ColorName.parse(name, text);
        return transparent.equals("true") && format.isTransparent() ? null : color;
    }

    private static ImageFormat format(HttpServletRequest http, Kvp kvp) {
        String f = kvp.get("F", "");
        if (!f.isEmpty()) {
            return ImageFormat.of(f).orElseThrow(() -> new InvalidRequestException("f: is png, png8, jpg or tif"));
        }
        for (MediaType type : ContentNegotiation.parse(HeaderLines.of(http, "Accept"))) {
            Optional<ImageFormat> format = ImageFormat.of(type.getType() + "/" + type.getSubtype());
            if (format.isPresent()) {
                return format.get();
            }
        }
        return ImageFormat.PNG;
    }
}
