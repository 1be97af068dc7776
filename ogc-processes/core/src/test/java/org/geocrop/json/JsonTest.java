package org.geocrop.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    record Point(double x, double y) {}

    @Test
    void anObjectBecomesARecord() throws Exception {
        assertThat(Json.to(Json.read("{\"x\":1,\"y\":2.5}".getBytes(UTF_8)), Point.class))
                .isEqualTo(new Point(1, 2.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "[-1e400]", "{\"year\":1E+309}"})
    void numbersThatAreNoneAreRefused(String text) {
        assertThatExceptionOfType(Json.MalformedException.class)
                .isThrownBy(() -> Json.read(text.getBytes(UTF_8)))
                .withMessageContaining("too large");
    }

    @Test
    void largeNumbersAreRead() throws Exception {
        assertThat(Json.read("[1e308, 123456789012345678901234567890, 1e-999]".getBytes(UTF_8)))
                .extracting(number -> number.asDouble())
                .containsExactly(1e308, 1.2345678901234568e29, 0.0);
    }

    /** Also those that Jackson takes for no value at all. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "", "7", "[]", "\"text\""})
    void whatIsNoObjectIsRefused(String text) {
        assertThatExceptionOfType(Json.MalformedException.class)
                .isThrownBy(() -> Json.to(Json.read(text.getBytes(UTF_8)), Point.class));
    }
}
