package org.geocrop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of Debian packages that tests run. */
public final class Programs {

    private Programs() {}

    /** What a program ended with. */
    public record Outcome(int exitCode, String output) {}

    /** Fails under CI, and skips elsewhere, where a package is missing. */
    public static void need(String file, String debianPackage) {
        boolean there = Files.exists(Path.of(file));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI needs the Debian package " + debianPackage);
        }
        assumeTrue(there, () -> "SKIPPED: needs the Debian package " + debianPackage);
    }

    /** Runs Python with GDAL's bindings. */
    public static Outcome gdalPython(Object... arguments) throws IOException, InterruptedException {
        need("/usr/lib/python3/dist-packages/osgeo/gdal.py", "python3-gdal");
        String[] command = new String[arguments.length + 1];
        command[0] = "/usr/bin/python3";
        for (int i = 0; i < arguments.length; i++) {
            command[i + 1] = arguments[i].toString();
        }
        return run(Map.of(), command);
    }

    /**
     * A Python of its own below {@code target} with packages from PyPI; the test is skipped, saying so, where they can't
     * be had.
     *
     * @param requirement such as {@code rasterstats==0.21.0}
     * @param more packages, or versions of what the first brings
     */
    public static Path pypi(String requirement, String... more) throws IOException, InterruptedException {
        Path folder = Path.of("target", "pypi-" + requirement.replaceAll("[^a-z0-9.]+", "-"))
                .toAbsolutePath();
        Path python = folder.resolve("bin/python");
        if (!Files.exists(folder.resolve("ready"))) {
            Outcome made = run(Map.of(), "python3", "-m", "venv", folder.toString());
            Outcome installed = made.exitCode != 0
                    ? made
                    : run(
                            Map.of(),
                            420,
                            command(List.of(python.toString(), "-m", "pip", "install", "-q", requirement), more));
            if (installed.exitCode == 0) {
                Files.createFile(folder.resolve("ready"));
            } else {
                System.out.println("SKIPPED: " + requirement + " can't be had from PyPI: " + installed.output);
            }
        }
        assumeTrue(Files.exists(folder.resolve("ready")), () -> "SKIPPED: needs " + requirement + " from PyPI");
        return python;
    }

    private static String[] command(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
    }

    public static Outcome run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return run(environment, 180, command);
    }

    /** Runs a program that may take so many seconds. */
    public static Outcome run(Map<String, String> environment, int seconds, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(List.of(command) + " did not end");
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
