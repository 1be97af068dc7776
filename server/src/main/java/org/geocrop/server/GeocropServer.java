package org.geocrop.server;

import org.geocrop.security.Security;
import org.geocrop.settings.Settings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The standalone server. */
@SpringBootApplication(
        scanBasePackages = {
            "org.geocrop.server",
            "org.geocrop.http",
            "org.geocrop.bodies",
            "org.geocrop.access",
            "org.geocrop.security",
            "org.geocrop.audit",
            "org.geocrop.rights",
            "org.geocrop.jobs",
            "org.geocrop.results",
            "org.geocrop.processes",
            "org.geocrop.registry",
            "org.geocrop.maps",
            "org.geocrop.tracking",
            "org.geocrop.platform"
        })
@EnableConfigurationProperties(Settings.class)
public class GeocropServer {

    /** Starts with arguments such as {@code --server.port=9090}; when it returns, requests are answered. */
    public static ConfigurableApplicationContext start(String... args) {
        SpringApplication application = new SpringApplication(GeocropServer.class);
        application.addInitializers(context -> Security.refuseOpenServer(context.getEnvironment()));
        return application.run(args);
    }
}
