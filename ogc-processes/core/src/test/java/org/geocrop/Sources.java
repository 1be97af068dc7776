package org.geocrop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source files of the module whose tests run. */
public final class Sources {

    private Sources() {}

    /** Packages with more files than so many, each with its number. */
    public static Map<String, Long> largePackages(int most) throws IOException {
        Map<String, Long> counts = files().stream()
                .collect(Collectors.groupingBy(
                        file -> String.valueOf(file.getParent()), TreeMap::new, Collectors.counting()));
        counts.values().removeIf(count -> count <= most);
        return counts;
    }

    /** Files with more lines than so many, each with its number. */
    public static Map<String, Long> longFiles(int most) throws IOException {
        Map<String, Long> counts =
                new TreeMap<>(files().stream().collect(Collectors.toMap(Path::toString, Sources::lines)));
        counts.values().removeIf(lines -> lines <= most);
        return counts;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
