package org.geocrop.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.geocrop.sample.SamplePlaces;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What lies around the maps and has a name: the operator's file, or that of the sample landscape. */
@RestController
class PlacesController {

    private static final MediaType GEOJSON = MediaType.parseMediaType("application/geo+json");
    private static final String NONE = "{\"type\":\"FeatureCollection\",\"features\":[]}";

    private final @Nullable Path file;

    PlacesController(Settings settings) {
        String given = settings.platform().places();
        if (!given.isBlank()) {
            this.file = Path.of(given);
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("geocrop.platform.places: there is no file to read at " + file);
            }
        } else {
            this.file = settings.sample().enabled()
                    ? settings.data().resolve("sample").resolve(SamplePlaces.FILE)
                    : null;
        }
    }

    @GetMapping("/places")
    ResponseEntity<Resource> places() throws IOException {
        var answer = ResponseEntity.ok().contentType(GEOJSON).cacheControl(CacheControl.noCache());
        if (file == null || !Files.isReadable(file)) {
            return answer.body(new ByteArrayResource(NONE.getBytes(StandardCharsets.UTF_8)));
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return answer.eTag("\"" + now.size() + "-" + now.lastModifiedTime().toMillis() + "\"")
                .body(new FileSystemResource(file));
    }
}
