package org.geocrop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dependency rules of the design: packages in the order that data flows through them. */
class ArchitectureTest {

    private static final List<String> FLOW = List.of(
            "json",
            "hash",
            "markup",
            "zlib",
            "parallel",
            "net",
            "geojson",
            "grid",
            "store",
            "stac",
            "raster",
            "mask",
            "composite",
            "feature",
            "model",
            "accuracy",
            "refine",
            "cog",
            "document",
            "catalogue",
            "pipeline",
            "region",
            "process",
            "job");

    private final JavaClasses engine = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.geocrop");

    @Test
    void eachPackageImportsOnlyEarlierOnes() {
        for (int i = 0; i < FLOW.size(); i++) {
            String[] later = FLOW.subList(i + 1, FLOW.size()).stream()
                    .map(name -> "org.geocrop." + name + "..")
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("org.geocrop." + FLOW.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .check(engine);
            }
        }
    }

    @Test
    void noPackagesNeedEachOther() {
        slices().matching("org.geocrop.(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(engine);
    }

    /** Rooms that one can look over: few files in a package, and short ones. */
    @Test
    void packagesAndFilesAreSmall() throws IOException {
        assertThat(Sources.largePackages(20)).isEmpty();
        assertThat(Sources.longFiles(350)).isEmpty();
    }

    @Test
    void renderingAndTheSampleStandBeside() {
        noClasses()
                .that()
                .resideInAPackage("org.geocrop.render..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.geocrop.stac..", "org.geocrop.pipeline..", "org.geocrop.process..", "org.geocrop.job..")
                .check(engine);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.geocrop.sample..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.geocrop.sample..")
                .check(engine);
    }

    @Test
    void theEngineKnowsNoHost() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "jakarta..",
                        "javax.servlet..",
                        "java.sql..",
                        "javax.sql..",
                        "org.geoserver..",
                        "io.minio..",
                        "software.amazon..",
                        "ml.dmlc..",
                        "org.apache.spark..",
                        "scala..",
                        "javax.media.jai..",
                        "org.eclipse.imagen..")
                .check(engine);
    }
}
