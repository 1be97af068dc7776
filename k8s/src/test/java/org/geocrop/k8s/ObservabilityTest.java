package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Alerts lead to a page that says what to do, and ask, as dashboards do, for figures that servers tell. */
class ObservabilityTest {

    private static final Path TOP = Manifests.K8S.getParent();
    private static final String FOLDER = "k8s/components/observability/";

    @Test
    void eachAlertHasAHeadingInTheRunbookAndEachHeadingAnAlert() {
        Set<String> named = new TreeSet<>();
        for (JsonNode rule :
                new YAMLMapper().readTree(Settings.read(FOLDER + "alerts.yml")).at("/groups/0/rules")) {
            assertThat(rule.at("/labels/severity").asString("")).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asString("")).isNotBlank();
            named.add(rule.at("/annotations/runbook_url").asString("").replaceFirst("^.*/runbook.md#", ""));
        }
        Set<String> headings = new TreeSet<>();
        Settings.read("docs/how-to/runbook.md")
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .forEach(headings::add);

        assertThat(named).isEqualTo(headings).hasSizeGreaterThanOrEqualTo(10);
    }

    /** A series that is misspelt is none that anybody misses. */
    @Test
    void seriesAreThoseThatServersTell() throws IOException {
        Set<String> told = told();
        Set<String> asked = new TreeSet<>();
        for (String file : new String[] {
            FOLDER + "alerts.yml",
            FOLDER + "dashboards/geocrop.json",
            FOLDER + "dashboards/stores.json",
            "k8s/autoscaling/rules.yaml"
        }) {
            Matcher series = Pattern.compile("geocrop_[a-z_]+").matcher(Settings.read(file));
            while (series.find()) {
                asked.add(series.group()
                        .replaceFirst("_seconds_(bucket|count|sum)$", "")
                        .replaceFirst("_total$", "")
                        .replace('_', '.'));
            }
        }

        assertThat(asked).isNotEmpty().isSubsetOf(told);
    }

    private static Set<String> told() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TOP.resolve("server/src/main/java"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                Matcher name = Pattern.compile("\"(geocrop\\.[a-z.]+)\"").matcher(Files.readString(file));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return names;
    }
}
