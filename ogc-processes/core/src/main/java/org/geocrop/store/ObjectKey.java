package org.geocrop.store;

import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;

/**
 * The name of an object: a bucket and a key of plain segments divided by slashes. Nothing that a file system or a URL
 * could read as a way out (dots alone, backslashes, control characters, empty segments) passes.
 */
public record ObjectKey(String bucket, String key) {

    public static final String MODELS = "geocrop-models";
    public static final String BASELINES = "geocrop-baselines";
    public static final String RESULTS = "geocrop-results";
    public static final String DATASETS = "geocrop-datasets";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{2,62}");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_@+=-][A-Za-z0-9_.@+=-]*");
    private static final int MAX_LENGTH = 512;

    public ObjectKey {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new InvalidRequestException("Not a bucket name: " + printable(bucket));
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new InvalidRequestException("An object key has 1 to " + MAX_LENGTH + " characters");
        }
        for (String segment : key.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new InvalidRequestException("Not an object key: " + printable(key));
            }
        }
    }

    /** Another object in the same folder. */
    public ObjectKey sibling(String name) {
        int slash = key.lastIndexOf('/');
        return new ObjectKey(bucket, key.substring(0, slash + 1) + name);
    }

    @Override
    public String toString() {
        return bucket + "/" + key;
    }

    private static String printable(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
