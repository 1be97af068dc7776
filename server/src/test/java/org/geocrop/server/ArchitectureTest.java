package org.geocrop.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import org.geocrop.Sources;
import org.junit.jupiter.api.Test;

/** The rooms of the server: one package a feature, and what all of them stand on. */
class ArchitectureTest {

    private static final String[] ROOMS = {
        "org.geocrop.settings",
        "org.geocrop.access",
        "org.geocrop.http",
        "org.geocrop.bodies",
        "org.geocrop.security",
        "org.geocrop.audit",
        "org.geocrop.rights",
        "org.geocrop.outbound",
        "org.geocrop.results",
        "org.geocrop.jobs",
        "org.geocrop.processes",
        "org.geocrop.registry",
        "org.geocrop.tracking",
        "org.geocrop.spark",
        "org.geocrop.platform",
        "org.geocrop.maps..",
        "org.geocrop.server",
        "org.geocrop.cli.."
    };

    private final JavaClasses server = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOMS);

    @Test
    void noRoomsNeedEachOther() {
        slices().matching("org.geocrop.(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(server);
    }

    @Test
    void packagesAndFilesAreSmall() throws IOException {
        assertThat(Sources.largePackages(20)).isEmpty();
        assertThat(Sources.longFiles(350)).isEmpty();
    }

    @Test
    void onlyTheWiringKnowsAllRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.geocrop.server", "org.geocrop.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.geocrop.server", "org.geocrop.cli..")
                .check(server);
    }

    @Test
    void whatAllStandOnKnowsNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.geocrop.settings", "org.geocrop.access", "org.geocrop.http", "org.geocrop.bodies")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.geocrop.jobs",
                        "org.geocrop.results",
                        "org.geocrop.processes",
                        "org.geocrop.registry",
                        "org.geocrop.maps..")
                .check(server);
    }

    @Test
    void mapsKnowNoJobsOverHttp() {
        noClasses()
                .that()
                .resideInAPackage("org.geocrop.maps..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.geocrop.jobs", "org.geocrop.processes")
                .check(server);
        classes()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .bePackagePrivate()
                .check(server);
    }
}
