package org.geocrop.tracking;

import java.net.URI;
import org.geocrop.settings.Settings;
import org.geocrop.store.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts tracking together. */
@Configuration(proxyBeanMethods = false)
public class TrackingWiring {

    @Bean
    RunOutbox runOutbox(Settings settings, ObjectStore store) {
        Settings.Mlflow mlflow = settings.mlflow();
        return new RunOutbox(
                store,
                mlflow.trackingUri() == null || mlflow.trackingUri().isBlank()
                        ? null
                        : new MlflowServer(URI.create(mlflow.trackingUri()), mlflow.experiment(), mlflow.timeout()));
    }
}
