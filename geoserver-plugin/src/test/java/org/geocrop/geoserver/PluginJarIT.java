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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
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
                    "org.springframework..")
            .and(DescribedPredicate.not(new DescribedPredicate<>("the same in Spring 5 and 7") {
                @Override
                public boolean test(JavaClass named) {
                    return SAME.contains(named.getName());
                }
            }));

    /** Of Spring, with methods whose signatures are the same from 5.3 to 7. */
    private static final Set<String> SAME = Set.of(
            "org.springframework.beans.factory.config.BeanDefinition",
            "org.springframework.beans.factory.config.ConfigurableListableBeanFactory",
            "org.springframework.beans.factory.config.RuntimeBeanReference",
            "org.springframework.beans.factory.support.AbstractBeanDefinition",
            "org.springframework.beans.factory.support.BeanDefinitionBuilder",
            "org.springframework.beans.factory.support.BeanDefinitionRegistry",
            "org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor",
            "org.springframework.http.ResponseEntity",
            "org.springframework.http.ResponseEntity$BodyBuilder",
            "org.springframework.http.ResponseEntity$HeadersBuilder",
            "org.springframework.security.access.AccessDeniedException",
            "org.springframework.security.core.Authentication",
            "org.springframework.security.core.GrantedAuthority",
            "org.springframework.security.core.context.SecurityContext",
            "org.springframework.security.core.context.SecurityContextHolder",
            "org.springframework.web.bind.annotation.DeleteMapping",
            "org.springframework.web.bind.annotation.GetMapping",
            "org.springframework.web.bind.annotation.PathVariable",
            "org.springframework.web.bind.annotation.PutMapping",
            "org.springframework.web.bind.annotation.RequestBody",
            "org.springframework.web.bind.annotation.RequestMapping",
            "org.springframework.web.bind.annotation.RestController");

    private static Path jar;
    private static JavaClasses classes;

    @BeforeAll
    static void read() throws IOException {
        jar = Path.of(System.getProperty("plugin.jar"));
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

    /** An administrator sees by its name which jar has the layers and the rights. */
    @Test
    void itsNameSaysWhatIsInIt() {
        boolean isWhole = classes.contain("org.geocrop.geoserver.catalog.GeocropExtension");
        assertThat(jar.getFileName().toString().endsWith("-processes-only.jar")).isEqualTo(!isWhole);
    }

    /** GeoServer without its WPS extension loads the beans all the same. */
    @Test
    void wpsIsNamedInOneClass() {
        noClasses()
                .that(DescribedPredicate.not(new DescribedPredicate<>("WpsRuns") {
                    @Override
                    public boolean test(JavaClass named) {
                        return named.getName().startsWith("org.geocrop.geoserver.catalog.WpsRuns");
                    }
                }))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.geoserver.wps..", "net.opengis.."))
                .check(classes);
    }

    /** GeoServer without its web interface loads the beans all the same. */
    @Test
    void theWebInterfaceIsNamedInOneClass() {
        noClasses()
                .that(DescribedPredicate.not(new DescribedPredicate<>("GeocropPage") {
                    @Override
                    public boolean test(JavaClass named) {
                        return named.getName().startsWith("org.geocrop.geoserver.catalog.GeocropPage");
                    }
                }))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.wicket..", "org.geoserver.web.."))
                .check(classes);
    }

    /** GeoTools finds the reader of layers as a service. */
    @Test
    void theReaderIsAService() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            var entry = file.getEntry("META-INF/services/org.geotools.coverage.grid.io.GridFormatFactorySpi");
            assertThat(new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                    .contains("org.geocrop.geoserver.reader.GeocropFormatFactory");
        }
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
