package org.geocrop.maps.stac.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

/** CQL2 (OGC 21-065r2) as text and as JSON: the same filters, and what is none. */
class CqlTest {

    private static final Map<String, Object> ITEM = Map.of(
            "name",
            "It's maize",
            "count",
            7.0,
            "done",
            true,
            "datetime",
            Span.between("2022-09-01", "2023-05-31"),
            "created",
            Span.parse("2026-01-01T10:00:00Z"),
            "written",
            "2026-01-01T10:00:00Z",
            "geometry",
            new GeometryFactory().toGeometry(new Envelope(30, 31, -18, -17)));

    private static Expr.Kind kind(String name) {
        return switch (name) {
            case "name" -> Expr.Kind.TEXT;
            case "count" -> Expr.Kind.NUMBER;
            case "done" -> Expr.Kind.BOOLEAN;
            case "datetime", "created" -> Expr.Kind.TIME;
            case "geometry" -> Expr.Kind.SHAPE;
            default -> Expr.Kind.ANY;
        };
    }

    private static boolean text(String filter) {
        return CqlText.read(filter, CqlTest::kind).holds(ITEM::get);
    }

    private static boolean json(String filter) throws Exception {
        return CqlJson.read(ForeignJson.read(filter.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), CqlTest::kind)
                .holds(ITEM::get);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name = 'It''s maize' | true
            name = 'It\\'s maize' | true
            name LIKE 'It_s %' | true
            name LIKE '%maize%' | true
            name LIKE 'maize' | false
            name NOT LIKE '%soya%' | true
            CASEI(name) = CASEI('IT''S MAIZE') | true
            count BETWEEN 7 AND 8 | true
            count NOT BETWEEN 7 AND 8 | false
            count IN (1, 7.0) | true
            count NOT IN (1, 2) | true
            count >= -7.5e0 AND count < 1e2 | true
            done | true
            NOT done OR count <> 7 | false
            done = TRUE and not (count = 8 or count = 9) | true
            "count" = 7 | true
            missing IS NULL | true
            missing IS NOT NULL | false
            missing > 5 | false
            NOT (missing > 5) | false
            missing > 5 OR done | true
            missing > 5 AND done | false
            created > DATE('2025-12-31') | true
            created < TIMESTAMP('2026-01-01T10:00:00Z') | false
            written > TIMESTAMP('2025-01-01T00:00:00Z') | true
            datetime = DATE('2022-09-01') | true
            T_DURING(datetime, INTERVAL('2022-01-01', '2023-12-31')) | true
            T_AFTER(datetime, DATE('2022-08-31')) | true
            T_CONTAINS(datetime, created) | false
            T_OVERLAPS(datetime, INTERVAL('2023-01-01', '..')) | true
            T_STARTS(datetime, INTERVAL('2022-09-01', '..')) | true
            S_CONTAINS(geometry, POINT(30.5 -17.5)) | true
            S_INTERSECTS(geometry, LINESTRING(29 -17.5, 32 -17.5)) | true
            S_INTERSECTS(geometry, BBOX(170, -20, -170, 20)) | false
            S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0 0), POINT(30.1 -17.1))) | true
            S_EQUALS(geometry, POLYGON((30 -18, 31 -18, 31 -17, 30 -17, 30 -18))) | true
            """)
    void filtersAsText(String filter, boolean holds) {
        assertThat(text(filter)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'op':'and','args':[{'property':'done'},{'op':'=','args':[{'property':'count'},7]}]} | true
            {'op':'not','args':[{'op':'isNull','args':[{'property':'missing'}]}]} | false
            {'op':'between','args':[{'property':'count'},[1,7]]} | true
            {'op':'between','args':[{'property':'count'},8,9]} | false
            {'op':'in','args':[{'property':'count'},[1,7]]} | true
            {'op':'like','args':[{'op':'casei','args':[{'property':'name'}]},'it%maize']} | true
            {'op':'>','args':[{'property':'created'},{'timestamp':'2025-12-31T00:00:00Z'}]} | true
            {'op':'t_intersects','args':[{'property':'datetime'},{'interval':['2023-01-01','..']}]} | true
            {'op':'s_within','args':[{'property':'geometry'},{'bbox':[29,-19,32,-16]}]} | true
            {'op':'s_intersects','args':[{'property':'geometry'},{'type':'Point','coordinates':[0,0]}]} | false
            """)
    void filtersAsJson(String filter, boolean holds) throws Exception {
        assertThat(json(filter)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "count =",
                "count = 'seven'",
                "name = 7",
                "(done",
                "done)",
                "name LIKE 7",
                "name = 'open",
                "S_NEAR(geometry, POINT(1 1))",
                "S_WITHIN(name, POINT(1 1))",
                "S_WITHIN(geometry, POLYGON((1 1)))",
                "T_BEFORE(count, DATE('2022-01-01'))",
                "T_SOON(created, DATE('2022-01-01'))",
                "created > TIMESTAMP('2022-01-01 00:00:00')",
                "INTERVAL('2023-01-01', '2022-01-01')",
                "geometry = POINT(1 1)",
                "count",
                "done; DROP TABLE jobs"
            })
    void whatIsNoFilterIsRefused(String filter) {
        assertThatThrownBy(() -> text(filter)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "5", "{'op':'and','args':[]}", "{'op':'x','args':[1,2]}", "{'op':'='}", "null"})
    void whatIsNoJsonFilterIsRefused(String filter) {
        assertThatThrownBy(() -> json(filter)).isInstanceOf(InvalidRequestException.class);
    }

    /** Neither depth nor wildcards cost more than their length says. */
    @Test
    void hostileFiltersAreBounded() {
        assertThatThrownBy(() -> text("(".repeat(3000) + "done" + ")".repeat(3000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> text("x".repeat(9000))).isInstanceOf(InvalidRequestException.class);
        assertThat(Like.matches("a".repeat(5_000), "%a".repeat(2_000) + "b")).isFalse();
        assertThat(Like.matches("100%", "100\\%")).isTrue();
        assertThat(Like.matches("1000", "100\\%")).isFalse();
    }
}
