package org.geocrop.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignJsonTest {

    private static final Set<String> MEMBERS = Set.of("model", "id");

    private static ForeignJson read(String text) throws Exception {
        return ForeignJson.read(text.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsNothing() throws Exception {
        ForeignJson json = read("{'a': {'b': [1, 'x', null]}, 'n': '2.5', 't': 7, 'o': null}");
        assertThat(json.get("a").get("b").get(0).whole(-1)).isEqualTo(1);
        assertThat(json.get("a").get("b").texts()).containsExactly("1", "x", "");
        assertThat(json.get("a").get("b").numbers()).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(json.number("n")).isEqualTo(2.5);
        assertThat(json.text("t")).isEqualTo("7");
        assertThat(json.get("x").get("y").get(3).isMissing()).isTrue();
        assertThat(json.get("o").isMissing()).isFalse();
        assertThat(json.get("o").isAbsent()).isTrue();
        assertThat(json.get("a")).isEmpty();
        assertThat(json.get("a").names()).containsExactly("b");
        assertThat(json.get("t").names()).isEmpty();
    }

    @Test
    void aFaultNamesItsPlace() throws Exception {
        ForeignJson json = read("{'features': [{}, {'geometry': 7}]}");
        assertThatThrownBy(() -> {
                    throw json.get("features").get(1).get("geometry").fault("is no object");
                })
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("features/1/geometry: is no object");
        assertThat(json.get("features").stream().map(ForeignJson::place)).containsExactly("features/0", "features/1");
        assertThat(json.place()).isEmpty();
    }

    @Test
    void whatMayNotBeThereIsNamed() {
        assertThatCode(() -> ForeignJson.empty().with("id", 1).requireOnly(MEMBERS, "A thing"))
                .doesNotThrowAnyException();
        assertThatCode(() -> ForeignJson.empty().requireOnly(MEMBERS, "A thing"))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> ForeignJson.empty().with("modle", 1).with("ID", 2).requireOnly(MEMBERS, "A thing"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("A thing has no member [ID, modle]; it may have [id, model]");
    }

    @Test
    void anotherMemberMakesAnotherObject() throws Exception {
        ForeignJson json = read("{'a': 1, 'b': {'c': true}}");
        ForeignJson more = json.with("a", List.of("x")).with("d", null);
        assertThat(more.toString()).isEqualTo("{\"a\":[\"x\"],\"b\":{\"c\":true},\"d\":null}");
        assertThat(json.toString()).isEqualTo("{\"a\":1,\"b\":{\"c\":true}}");
        assertThat(json.withAll(more)).isEqualTo(more).hasSameHashCodeAs(more);
        assertThat(new String(Json.write(Map.of("whole", json)), UTF_8))
                .isEqualTo("{\"whole\":{\"a\":1,\"b\":{\"c\":true}}}");
    }

    @Document
    record Point(String name, @Nullable String note, ForeignJson rest, List<Part> parts) {}

    @Document
    record Part(double someNumber, String id) {}

    @Test
    void aRecordHasToHaveAllThatIsNotNullable() throws Exception {
        Point point = Json.read(
                "{\"name\":\"a\",\"rest\":{\"x\":[1]},\"parts\":[{\"some_number\":2,\"id\":\"p\"}],\"more\":0}"
                        .getBytes(UTF_8),
                Point.class);
        assertThat(point.rest.get("x").get(0).whole(0)).isEqualTo(1);
        assertThat(point.parts).containsExactly(new Part(2, "p"));
        assertThat(new String(Json.write(point), UTF_8))
                .isEqualTo("{\"name\":\"a\",\"rest\":{\"x\":[1]},\"parts\":[{\"some_number\":2.0,\"id\":\"p\"}]}");
        assertThatThrownBy(() -> Json.read("{\"rest\":1,\"parts\":[]}".getBytes(UTF_8), Point.class))
                .isInstanceOf(Json.MalformedException.class)
                .hasMessage("name is missing");
        assertThatThrownBy(() -> Json.read(
                        "{\"name\":\"a\",\"rest\":1,\"parts\":[{\"some_number\":1}]}".getBytes(UTF_8), Point.class))
                .hasMessage("parts/0/id is missing");
        assertThatThrownBy(() -> Json.read(
                        "{\"name\":\"a\",\"rest\":1,\"parts\":[{\"id\":\"p\"}]}".getBytes(UTF_8), Point.class))
                .isInstanceOf(Json.MalformedException.class)
                .hasMessage("parts/0/some_number is missing");
    }
}
