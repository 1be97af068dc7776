package org.geocrop.results;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.geocrop.access.Access;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.Replies;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.settings.Settings;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The files of finished results, whole or by range, so that GIS clients open the COGs by URL. */
@RestController
class ResultController {

    private static final int CHUNK = 1 << 18;

    private final ObjectStore store;
    private final Results results;
    private final Access access;
    private final Duration shortAge;

    ResultController(ObjectStore store, Results results, Access access, Settings settings) {
        this.store = store;
        this.results = results;
        this.access = access;
        this.shortAge = settings.maps().shortAge();
    }

    @GetMapping("/results/{jobId}/{file}")
    void get(
            @PathVariable String jobId,
            @PathVariable String file,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        access.requireReadable(jobId);
        String type = type(results.require(jobId), file);
        ObjectKey key = ResultFiles.key(jobId, file);
        try (ByteSource source = store.open(key)) {
            String etag = "\"" + source.etag().replace("\"", "") + "\"";
            response.setHeader("ETag", etag);
            response.setHeader("Accept-Ranges", "bytes");
            HttpHeaders kept = new HttpHeaders();
            Replies.keepResult(kept, access.isPublic(jobId), shortAge);
            kept.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            response.setContentType(type);
            if (etag.equals(HeaderLines.of(request, "If-None-Match"))) {
                response.setStatus(304);
                return;
            }
            long[] range = range(request, response, source.size(), etag);
            if (range.length == 0) {
                return;
            }
            response.setContentLengthLong(range[1] - range[0] + 1);
            if (!request.getMethod().equals("HEAD")) {
                copy(source, range[0], range[1], response.getOutputStream());
            }
        }
    }

    /** First and last byte to send; empty if the range can't be satisfied. Several ranges get the whole. */
    private static long[] range(HttpServletRequest request, HttpServletResponse response, long size, String etag) {
        String header = request.getHeader("Range");
        String condition = request.getHeader("If-Range");
        List<HttpRange> ranges = List.of();
        if (header != null && (condition == null || condition.equals(etag))) {
            try {
                ranges = HttpRange.parseRanges(header);
            } catch (IllegalArgumentException e) {
                // RFC 9110, 14.2: a range that is not understood is ignored.
                ranges = List.of();
            }
        }
        if (ranges.size() != 1) {
            return new long[] {0, size - 1};
        }
        long first = ranges.get(0).getRangeStart(size);
        long last = ranges.get(0).getRangeEnd(size);
        if (first >= size || first > last) {
            response.setStatus(416);
            response.setHeader("Content-Range", "bytes */" + size);
            return new long[0];
        }
        response.setStatus(206);
        response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
        return new long[] {first, last};
    }

    private static void copy(ByteSource source, long first, long last, OutputStream out) throws IOException {
        for (long at = first; at <= last; at += CHUNK) {
            out.write(source.read(at, (int) Math.min(CHUNK, last - at + 1)));
        }
    }

    private static String type(Result result, String file) {
        if (file.equals(ResultFiles.ITEM)) {
            return ResultFiles.GEOJSON_TYPE;
        }
        return result.outputs().stream()
                .filter(output -> output.file().equals(file))
                .map(Result.Output::mediaType)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("The result has no such file"));
    }
}
