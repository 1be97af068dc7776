package org.geocrop.geoserver;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The jar as GeoServer gets it, read by its bytecode: what differs between GeoServer 2.27 and 3.x is not named, and what
 * other extensions bring in versions of their own is not in it under its own name.
 */
class PluginJarIT {

    /** Of JAI, ImageN, servlets and Spring, whose names or signatures have changed. */
    private static final DescribedPredicate<JavaClass> BOUND_TO_A_VERSION = resideInAnyPackage(
            "javax.media.jai..",
            "com.sun.media.jai..",
            "it.geosolutions..",
            "org.eclipse.imagen..",
            "javax.servlet..",
            "jakarta.servlet..",
            "org.springframework..");

    private static Path jar;
    private static JavaClasses classes;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            jar = files.filter(file -> file.getFileName().toString().matches("gs-geocrop-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/shaded/"))
                .importJar(new JarFile(jar.toFile()));
    }

    @Test
    void itNamesNothingThatIsBoundToAVersion() {
        assertThat(classes.contain(GeocropProcessFactory.class)).isTrue();
        noClasses().should().dependOnClassesThat(BOUND_TO_A_VERSION).check(classes);
    }

    /** The catalogue's types are named in one package, and those of GeoServer's tiles in one class of it. */
    @Test
    void geoServerIsNamedInOnePackage() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("org.geocrop.geoserver.catalog..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.geoserver..", "org.geowebcache..", "org.vfny.."))
                .check(classes);
    }

    @Test
    void librariesHaveNamesOfTheirOwn() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> foreign = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("org/geocrop/"))
                    .toList();
            assertThat(foreign).isEmpty();
            assertThat(file.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.startsWith("org/geotools/") || name.startsWith("org/locationtech/"));
        }
    }
}
