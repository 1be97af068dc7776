package org.geocrop.security.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cookies are set, and read again. */
class CookiesTest {

    @ParameterizedTest
    @CsvSource({
        "https://maps.example, __Host-geocrop-session, /, true",
        "https://maps.example/crops, geocrop-session, /crops/, true",
        "http://localhost:8080, geocrop-session, /, false",
    })
    void areForThisServerAlone(String base, String name, String path, boolean secure) {
        String header =
                Cookies.of(base, Cookies.SESSION, "value", Duration.ofHours(1)).toString();
        assertThat(header)
                .startsWith(name + "=value; Path=" + path + "; Max-Age=3600;")
                .endsWith("HttpOnly; SameSite=Lax");
        assertThat(header.contains("; Secure;")).isEqualTo(secure);
        assertThat(header).doesNotContain("Domain");
        assertThat(Cookies.get(new Cookie[] {new Cookie("a", "b"), new Cookie(name, "value")}, base, Cookies.SESSION))
                .contains("value");
        assertThat(Cookies.get(new Cookie[0], base, Cookies.SESSION)).isEmpty();
    }

    @Test
    void aNeighbourCanNotSetThatOfAHost() {
        Cookie[] foreign = {new Cookie(Cookies.SESSION, "of a neighbour")};
        assertThat(Cookies.get(foreign, "https://maps.example", Cookies.SESSION))
                .isEmpty();
    }
}
