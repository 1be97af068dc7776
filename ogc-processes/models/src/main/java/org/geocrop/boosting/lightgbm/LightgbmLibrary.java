package org.geocrop.boosting.lightgbm;

import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.geocrop.error.ModelException;
import org.geocrop.store.TemporaryFile;

/** The native library, unpacked from its jar once in a process. */
final class LightgbmLibrary {

    private static final String FOLDER = "/com/microsoft/ml/lightgbm/";

    private LightgbmLibrary() {}

    /** Loads when it is first asked for: whoever only predicts needs no native code. */
    private static final class Holder {
        static {
            load();
        }

        private Holder() {}

        static void touch() {}
    }

    /**
     * Makes the library ready.
     *
     * @throws ModelException where there is none for this system, or it lacks something, such as libgomp
     */
    static void need() {
        try {
            Holder.touch();
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ModelException("LightGBM can't be used for training here: " + cause.getMessage(), e);
        }
    }

    private static void load() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String folder = system.contains("win") ? "windows" : system.contains("mac") ? "osx" : "linux";
        List<String> names = switch (folder) {
            case "windows" -> List.of("lib_lightgbm.dll", "lib_lightgbm_swig.dll");
            case "osx" -> List.of("lib_lightgbm.dylib", "lib_lightgbm_swig.dylib");
            default -> List.of("lib_lightgbm.so", "lib_lightgbm_swig.so");
        };
        try {
            Path unpacked = TemporaryFile.createFolder("lightgbm");
            for (String name : names) {
                Path file = unpacked.resolve(name);
                try (InputStream in = LightgbmLibrary.class.getResourceAsStream(FOLDER + folder + "/x86_64/" + name)) {
                    if (in == null) {
                        throw new ModelException("its jar has no library for " + folder);
                    }
                    Files.copy(in, file);
                }
                System.load(file.toString());
            }
            // Where the system keeps what is open, the files can go at once; else with the process.
            for (String name : names) {
                if (folder.equals("windows")) {
                    unpacked.resolve(name).toFile().deleteOnExit();
                } else {
                    Files.delete(unpacked.resolve(name));
                }
            }
            unpacked.toFile().deleteOnExit();
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new ModelException("its library could not be loaded: " + e.getMessage(), e);
        }
    }

    /** Fails with the library's own words unless a call went well. */
    static void check(int result, String what) {
        if (result != 0) {
            throw new ModelException("LightGBM could not " + what + ": " + lightgbmlib.LGBM_GetLastError());
        }
    }
}
