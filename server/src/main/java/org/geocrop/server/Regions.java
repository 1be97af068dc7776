package org.geocrop.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.geocrop.process.season.ClassifyRegion;
import org.geocrop.region.RegionRequest;
import org.geocrop.s3.S3Settings;
import org.geocrop.settings.Settings;
import org.geocrop.spark.RegionRuns;
import org.geocrop.spark.SparkSubmit;
import org.geocrop.store.ObjectStore;

/** What of this server's settings those who run regions in other processes need. */
final class Regions {

    private Regions() {}

    static ClassifyRegion.Runner runner(Settings settings, ObjectStore store) {
        Settings.Spark spark = settings.spark();
        SparkSubmit submit = new SparkSubmit(
                Path.of(String.valueOf(spark.home())),
                Path.of(String.valueOf(spark.application())),
                spark.master(),
                spark.conf().stream().filter(each -> !each.isBlank()).toList());
        if (!settings.s3().isConfigured()) {
            Path folder = settings.data().toAbsolutePath().normalize().resolve("store");
            return new RegionRuns(store, submit, folder.toString(), Map.of());
        }
        S3Settings s3 = settings.s3().connection();
        Map<String, String> keys = new HashMap<>();
        if (s3.accessKey() != null && s3.secretKey() != null) {
            keys.put("AWS_ACCESS_KEY_ID", s3.accessKey());
            keys.put("AWS_SECRET_ACCESS_KEY", s3.secretKey());
        }
        return new RegionRuns(store, submit, s3.endpoint().toString(), keys);
    }

    /** Where the scenes of a configured catalogue come from, by its name. */
    static Function<String, Optional<RegionRequest.Scenes>> scenes(Settings settings, String sample) {
        Map<String, RegionRequest.Scenes> known = new HashMap<>();
        if (settings.sample().enabled()) {
            URI scenes = settings.data().toAbsolutePath().resolve("sample").toUri();
            known.put(sample, new RegionRequest.Scenes(scenes.toString(), List.of(), settings.buckets()));
        }
        settings.catalogues()
                .forEach(catalogue -> known.put(
                        catalogue.name(),
                        new RegionRequest.Scenes(
                                catalogue.url().toString(), catalogue.collections(), settings.buckets())));
        return name -> Optional.ofNullable(known.get(name));
    }
}
