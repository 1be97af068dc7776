package org.geocrop.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidRequestExceptionTest {

    @Test
    void pointsAtItsPlaceFromFurtherOut() {
        InvalidRequestException fault =
                InvalidRequestException.at("features/3", "has no class").below("inputs/samples");
        assertThat(fault).hasMessage("inputs/samples/features/3: has no class");
        assertThat(fault.pointer()).isEqualTo("inputs/samples/features/3");
        assertThat(fault.reason()).isEqualTo("has no class");
    }

    /** A request of megabytes is not said again in the answer, the log and the table of jobs. */
    @Test
    void whatItQuotesIsBounded() {
        InvalidRequestException fault = InvalidRequestException.at("inputs", "no input " + "x".repeat(1_000_000));
        assertThat(String.valueOf(fault.getMessage()))
                .startsWith("inputs: no input xxx")
                .endsWith("… and 996017 characters more")
                .hasSizeLessThan(4_100);
        assertThat(fault.reason()).startsWith("no input xxx").hasSizeLessThan(4_100);
    }
}
