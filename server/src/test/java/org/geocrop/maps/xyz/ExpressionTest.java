package org.geocrop.maps.xyz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic as numexpr and everyone else has it. */
class ExpressionTest {

    private static double value(String text) {
        return new Expression(text).values(Map.of("b1", new double[] {3}, "b2", new double[] {5}), 1)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "-2^2, -4",
        "(-2)^2, 4",
        "2^-2, 0.25",
        "2^3^2, 512",
        "-b1^2, -9",
        "2*-b1, -6",
        "--2, 2",
        "1e-5, 0.00001",
        "1.5E+2, 150",
        "2e3, 2000",
        ".5e-1*b2, 0.25",
        "1e-5+b1, 3.00001",
        "b1-1, 2",
        "(b2-b1)/(b2+b1), 0.25",
        "'max(b1, -b2)', 3"
    })
    void valuesAreThoseOfArithmetic(String text, double value) {
        assertThat(value(text)).isEqualTo(value);
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        for (String wrong :
                new String[] {"1e-", "1e", "2^", "-", "1e-5x", "-".repeat(200) + "1", "2^".repeat(200) + "1"}) {
            assertThatThrownBy(() -> value(wrong))
                    .as(wrong)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("expression");
        }
    }
}
