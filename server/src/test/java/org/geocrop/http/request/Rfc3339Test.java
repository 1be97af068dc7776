package org.geocrop.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3339 and nothing else of ISO 8601. */
class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2022-09-01T00:00:00Z, 2022-09-01T00:00:00Z",
        "2022-09-01t02:00:00.5+02:00, 2022-09-01T00:00:00.5Z",
        "2022-08-31T23:59:59.123456789z, 2022-08-31T23:59:59.123456789Z"
    })
    void timesAreRead(String text, String instant) {
        assertThat(Rfc3339.parse(text).toInstant()).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2022-09-01",
                "2022-09-01T00:00Z",
                "2022-09-01T00:00:00",
                "2022-09-01T00:00:00.Z",
                "+12022-09-01T00:00:00Z",
                "2022-13-01T00:00:00Z",
                "2022-09-01T25:00:00Z",
                "2022-09-01 00:00:00Z",
                ""
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
