package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server declares has a test, by name; the list of both is a page of the documentation. */
class ConformanceIT {

    private static final Path PAGE = Path.of("../docs/reference/conformance.md");

    @Test
    void everyClassThatIsDeclaredHasATest() throws Exception {
        Map<String, Set<String>> tests = tests();
        Map<String, Set<String>> declared = new TreeMap<>();
        for (String root : new String[] {"/conformance", "/stac/conformance"}) {
            MapServer.shared()
                    .server
                    .json(root + "?f=json")
                    .path("conformsTo")
                    .forEach(uri -> declared.computeIfAbsent(uri.asString(), key -> new TreeSet<>())
                            .add(root));
        }

        assertThat(tests.keySet()).as("classes with a test").containsAll(declared.keySet());
        assertThat(declared.keySet())
                .as("declared classes")
                .containsAll(tests.keySet().stream()
                        .filter(name -> name.startsWith("http"))
                        .toList());
        String page = page(declared, tests);
        if (Boolean.getBoolean("geocrop.bless")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("make bless writes it").hasContent(page);
    }

    /** Names of tests by what they look at. */
    private static Map<String, Set<String>> tests() throws Exception {
        Map<String, Set<String>> tests = new TreeMap<>();
        Path root = Path.of(ConformanceIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(it -> it.toString().matches(".*(IT|Test)\\.class"))
                    .toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                for (Method method : Class.forName(name, false, ConformanceIT.class.getClassLoader())
                        .getDeclaredMethods()) {
                    Conforms conforms = method.getAnnotation(Conforms.class);
                    for (String uri : conforms == null ? new String[0] : conforms.value()) {
                        tests.computeIfAbsent(uri, key -> new TreeSet<>())
                                .add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        return tests;
    }

    private static String page(Map<String, Set<String>> declared, Map<String, Set<String>> tests) {
        StringBuilder page = new StringBuilder("""
                # Conformance

                What the server declares at `/conformance` and, for the STAC API, at `/stac/conformance`, with the tests that
                look at it. `ConformanceIT` fails for a class without a test; `make conformance` adds the validators of others.

                | class | declared at | tests |
                | --- | --- | --- |
                """);
        tests.forEach((uri, names) -> page.append("| ")
                .append(uri)
                .append(" | ")
                .append(declared.getOrDefault(uri, Set.of("its capabilities")).stream()
                        .map(path -> path.startsWith("/") ? "`" + path + "`" : path)
                        .collect(Collectors.joining(", ")))
                .append(" | ")
                .append(names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")))
                .append(" |\n"));
        return page.toString();
    }
}
