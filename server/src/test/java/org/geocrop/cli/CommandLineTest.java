package org.geocrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geocrop.SharedData;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class CommandLineTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Geocrop.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classify", "train", "evaluate", "sample", "serve"})
    void helpHasAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: geocrop " + command, "Example", "  geocrop " + command);
    }

    @Test
    void wrongUsageIsNotAFailure() {
        assertThat(run("classify", "--year", "2022")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required");
        assertThat(run("plough")).isEqualTo(2);
    }

    @Test
    void aFailureNamesItsReason() {
        assertThat(run(
                        "classify",
                        "--catalogue=" + folder,
                        "--year=2022",
                        "--model=x",
                        "--store=" + folder,
                        "--circle=31,-17.5,500"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("geocrop: ").doesNotContain("\tat ");
    }

    /** There is neither a model nor a scene, and nothing tells of that: the name comes first. */
    @Test
    void theNameOfAResultIsCheckedBeforeAnyWork() {
        assertThat(run(
                        "classify",
                        "--catalogue=" + folder.resolve("none"),
                        "--year=2022",
                        "--model=none",
                        "--store=" + folder,
                        "--job=j_s",
                        "--circle=31,-17.5,500"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("--job: 'j_s' is no name of a result")
                .doesNotContain("none");
    }

    /** There is no scene, and nothing tells of that. */
    @ParameterizedTest
    @CsvSource({"unknown,There is no model 'unknown'", "No Name,There is no model 'No Name'", "a@b c,There is no model"
    })
    void theNameOfTheModelToUseIsCheckedBeforeAnyWork(String model, String reason) {
        assertThat(run(
                        "classify",
                        "--catalogue=" + folder.resolve("none"),
                        "--year=2022",
                        "--model=" + model,
                        "--store=" + folder,
                        "--circle=31,-17.5,500"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(reason).doesNotContain("none");
    }

    @ParameterizedTest
    @CsvSource({
        "No_Name,1,name: a model's name has",
        "good,a b,version: has letters",
        "there,1,there is a model there@1"
    })
    void theNameOfAModelIsCheckedBeforeAnyWork(String name, String version, String reason) throws Exception {
        Path taken = folder.resolve("geocrop-models/there/1/model.json");
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "{}");
        assertThat(run(
                        "train",
                        "--catalogue=" + folder.resolve("none"),
                        "--year=2022",
                        "--labels=" + folder.resolve("none.tif"),
                        "--classes=" + folder.resolve("none.json"),
                        "--store=" + folder,
                        "--name=" + name,
                        "--model-version=" + version))
                .isEqualTo(1);
        assertThat(err.toString()).contains(reason).doesNotContain("none");
    }

    @Test
    void scenesThatLackBandsAreRefusedByName() throws Exception {
        Path sample = folder.resolve("sample");
        Path store = folder.resolve("store");
        assertThat(run("sample", "--size=64", sample.toString())).isZero();
        String[] train = {
            "train",
            "--catalogue=" + sample,
            "--year=2022",
            "--labels=" + sample.resolve("labels/truth.tif"),
            "--classes=" + sample.resolve("classes.json"),
            "--rounds=2",
            "--store=" + store,
            "--name=small"
        };
        assertThat(run(train)).as(err.toString()).isZero();
        assertThat(run(
                        "classify",
                        "--catalogue=" + SharedData.path("sentinel2/tanzania-37MBS-2021"),
                        "--year=2020",
                        "--model=small",
                        "--store=" + store,
                        "--max-cloud-cover=100",
                        "--circle=36.8503,-3.6572,100"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("B02, B03, B04, B08");
    }

    @Test
    void aSampleIsTrainedOnAndClassified() throws Exception {
        Path sample = folder.resolve("sample");
        Path store = folder.resolve("store");
        assertThat(run("sample", "--size=128", "--year=2022", sample.toString()))
                .isZero();
        assertThat(run(
                        "train",
                        "--catalogue=" + sample,
                        "--year=2022",
                        "--labels=" + sample.resolve("labels/train.tif"),
                        "--classes=" + sample.resolve("classes.json"),
                        "--rounds=20",
                        "--store=" + store,
                        "--name=small"))
                .as(err.toString())
                .isZero();
        out.getBuffer().setLength(0);
        assertThat(run(
                        "classify",
                        "--catalogue=" + sample,
                        "--year=2022",
                        "--model=small",
                        "--store=" + store,
                        "--circle=30.972,-17.452,400",
                        "--json"))
                .as(err.toString())
                .isZero();
        JsonNode item = Json.read(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(item.path("assets").propertyNames()).contains("crop_type", "confidence", "summary");
        assertThat(item.path("type").asString()).isEqualTo("Feature");
    }
}
