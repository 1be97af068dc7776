package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.geocrop.hash.Sha256;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server's jar is made of: the libraries of the lock, and none with a hole that is known, but for a reason. */
class SupplyChainIT {

    private static final Path LOCK = Path.of("libraries.lock");
    private static final Path HOLES = Path.of("known-holes.csv");
    private static final String OWN = "geocrop-";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private static final Map<String, String> shipped = new TreeMap<>();

    @BeforeAll
    static void open() throws Exception {
        try (ZipFile jar = new ZipFile(TestServer.jar())) {
            for (var entry : jar.stream()
                    .filter(each -> each.getName().startsWith(LIBRARIES))
                    .toList()) {
                String name = entry.getName().substring(LIBRARIES.length());
                if (!name.isEmpty() && !name.startsWith(OWN)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        shipped.put(name, Sha256.of(in.readAllBytes()));
                    }
                }
            }
        }
    }

    /** Byte by byte what was looked at when it was taken; {@code make lock} takes what is there now. */
    @Test
    void librariesAreThoseOfTheLock() throws Exception {
        StringBuilder now = new StringBuilder();
        shipped.forEach(
                (name, sha256) -> now.append(sha256).append("  ").append(name).append('\n'));
        if (Boolean.getBoolean("geocrop.bless")) {
            Files.writeString(LOCK, now);
        }
        assertThat(now.toString()).isEqualTo(Files.readString(LOCK));
    }

    /** A library with a hole is not shipped, unless the file says why it may be; and the file names none that is gone. */
    @Test
    void noHoleIsShippedWithoutAReason() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(HOLES, StandardCharsets.UTF_8);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 4);
            String version = shipped.keySet().stream()
                    .filter(name -> name.matches(cells[0] + "-\\d.*\\.jar"))
                    .map(name -> name.substring(cells[0].length() + 1, name.length() - ".jar".length()))
                    .findFirst()
                    .orElse("");
            boolean isOpen = !version.isEmpty() && compare(version, cells[1]) < 0;
            if (isOpen && cells[3].isBlank()) {
                wrong.add(cells[0] + " " + version + " has " + cells[2] + ", which " + cells[1] + " mends");
            }
            if (!isOpen && !cells[3].isBlank()) {
                wrong.add(cells[0] + " has " + cells[2] + " no more: its reason is not needed");
            }
        }
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(wrong).isEmpty();
    }

    private static int compare(String left, String right) {
        String[] a = left.split("[.-]");
        String[] b = right.split("[.-]");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Integer.compare(number(a, i), number(b, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int at) {
        return at < parts.length && parts[at].matches("\\d{1,9}") ? Integer.parseInt(parts[at]) : 0;
    }
}
