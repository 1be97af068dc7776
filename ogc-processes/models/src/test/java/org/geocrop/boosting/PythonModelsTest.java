package org.geocrop.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.geocrop.boosting.catboost.CatboostLoader;
import org.geocrop.boosting.lightgbm.LightgbmLoader;
import org.geocrop.boosting.xgboost.XgboostLoader;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that the Python libraries trained, beside what those libraries predict; python/train.py made them. */
class PythonModelsTest {

    private static final List<String> LIBRARIES = List.of("xgboost", "lightgbm", "catboost");
    private static final List<String> FILES = List.of("xgboost.ubj", "lightgbm.txt", "catboost.cbm");

    @ParameterizedTest
    @CsvSource({"multi,3", "binary,2"})
    void probabilitiesEqualThoseOfTheLibraries(String kind, int classes) throws IOException {
        double[][] table = table(kind + ".csv");
        // More than a strip, and a rest: the rows again and again.
        int count = 700;
        float[] rows = new float[count * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) table[i / FeatureSet.COUNT % table.length][i % FeatureSet.COUNT];
        }
        for (int library = 0; library < LIBRARIES.size(); library++) {
            String file = kind + "-" + FILES.get(library);
            Predictor trees = loader(library).load(file, resource(file), FeatureSet.COUNT, classes);
            float[] probabilities = new float[count * classes];
            trees.predict(rows, count, probabilities);
            int first = FeatureSet.COUNT + library * classes;
            for (int row = 0; row < count; row++) {
                for (int c = 0; c < classes; c++) {
                    assertThat((double) probabilities[row * classes + c])
                            .as(file + ", row " + row + ", class " + c)
                            .isCloseTo(
                                    table[row % table.length][first + c], org.assertj.core.api.Assertions.within(1e-5));
                }
            }
            assertThat(trees.classes()).isEqualTo(classes);
            assertThat(trees.features()).isEqualTo(FeatureSet.COUNT);
        }
    }

    @Test
    void otherClassesOrFeaturesAreRefused() throws IOException {
        for (int library = 0; library < LIBRARIES.size(); library++) {
            PredictorLoader loader = loader(library);
            String file = "multi-" + FILES.get(library);
            byte[] bytes = resource(file);
            assertThatThrownBy(() -> loader.load(file, bytes, FeatureSet.COUNT, 4))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("not 51 and 4");
            assertThatThrownBy(() -> loader.load(file, bytes, 50, 3)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void featuresInAnotherOrderAreRefused() throws IOException {
        for (int library = 0; library < LIBRARIES.size(); library++) {
            PredictorLoader loader = loader(library);
            String file = "multi-" + FILES.get(library);
            byte[] bytes = swapped(resource(file), "ndvi_mean", "ndre_mean");
            assertThatThrownBy(() -> loader.load(file, bytes, FeatureSet.COUNT, 3))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("its feature 2 is ndre_mean, not ndvi_mean");
        }
    }

    @Test
    void aFileOfAnotherLibraryIsRefused() throws IOException {
        for (int library = 0; library < LIBRARIES.size(); library++) {
            for (int other = 0; other < LIBRARIES.size(); other++) {
                if (other != library) {
                    PredictorLoader loader = loader(library);
                    byte[] foreign = resource("multi-" + FILES.get(other));
                    assertThatThrownBy(() -> loader.load("member", foreign, FeatureSet.COUNT, 3))
                            .as(LIBRARIES.get(library) + " given " + LIBRARIES.get(other))
                            .isInstanceOf(ModelException.class);
                }
            }
        }
    }

    /** Cut off anywhere, or with any byte changed, a file is refused or gives numbers, but nothing else happens. */
    @Test
    void damagedFilesDoNoHarm() throws IOException {
        java.util.Random random = new java.util.Random(5);
        float[] row = new float[FeatureSet.COUNT];
        for (int library = 0; library < LIBRARIES.size(); library++) {
            byte[] whole = resource("multi-" + FILES.get(library));
            int refused = 0;
            for (int i = 0; i < 400; i++) {
                byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                if (i % 2 == 1) {
                    for (int n = 0; n < 4; n++) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                }
                try {
                    loader(library)
                            .load("damaged", damaged, FeatureSet.COUNT, 3)
                            .predict(row, 1, new float[3]);
                } catch (ModelException e) {
                    refused++;
                }
            }
            assertThat(refused).as(LIBRARIES.get(library)).isBetween(190, 400);
        }
    }

    private static PredictorLoader loader(int library) {
        return List.of(new XgboostLoader(), new LightgbmLoader(), new CatboostLoader())
                .get(library);
    }

    private static byte[] swapped(byte[] bytes, String a, String b) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replaceFirst(a, "@@swapped")
                .replaceFirst(b, a)
                .replaceFirst("@@swapped", b)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PythonModelsTest.class.getResourceAsStream("/python/" + name)) {
            return in.readAllBytes();
        }
    }

    private static double[][] table(String name) throws IOException {
        return new String(resource(name), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }
}
