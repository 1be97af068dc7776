package org.geocrop.geoserver.catalog;

import java.util.Locale;
import org.geocrop.geoserver.PluginSettings;
import org.geoserver.catalog.CoverageStoreInfo;
import org.geoserver.cog.CogSettings;

/** Stores that the COG extension reads; without that extension only files can be published. */
final class CogStores {

    static final String SCHEME = CogSettings.COG_URL_HEADER;

    private CogStores() {}

    static void configure(CoverageStoreInfo store, PluginSettings settings) {
        CogSettings cog = new CogSettings();
        boolean isS3 = settings.layers() == PluginSettings.LayerSource.S3;
        cog.setRangeReaderSettings(isS3 ? CogSettings.RangeReaderType.S3 : CogSettings.RangeReaderType.HTTP);
        cog.setUseCachingStream(false);
        store.getMetadata().put(CogSettings.COG_SETTINGS_KEY, cog);
        putKeys(store, settings);
    }

    /**
     * Puts the keys of the settings into a store. GeoServer keeps them encrypted, as it does those that are typed in;
     * but those of coverage stores it does not decrypt when it loads them (2.27.6), so that they have to be put again.
     *
     * @param store to be saved by the caller, or that of the memory of GeoServer
     */
    static void putKeys(CoverageStoreInfo store, PluginSettings settings) {
        if (settings.layers() == PluginSettings.LayerSource.S3 && !settings.accessKey().isEmpty()) {
            store.getConnectionParameters().put("user", settings.accessKey());
            store.getConnectionParameters().put("password", settings.secretKey());
        }
    }

    /** Where the reader of {@code s3:} addresses finds the server, unless the administrator has said so himself. */
    static void reach(PluginSettings settings) {
        tell("IIO_S3_AWS_ENDPOINT", String.valueOf(settings.endpoint()));
        tell("IIO_S3_AWS_REGION", settings.region());
        tell("IIO_S3_AWS_FORCE_PATH_STYLE", "true");
    }

    /** The reader looks for a variable, then for a system property of the same words. */
    private static void tell(String variable, String value) {
        String property = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        if (System.getenv(variable) == null && System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
