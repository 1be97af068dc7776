package org.geocrop.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.junit.jupiter.api.Test;

/** A misspelt member is told, not ignored. */
class MembersTest {

    private static final Set<String> MEMBERS = Set.of("model", "id");

    @Test
    void whatMayBeThereIsTaken() {
        assertThatCode(() -> Members.only(Json.object().put("id", 1), MEMBERS, "A thing"))
                .doesNotThrowAnyException();
        assertThatCode(() -> Members.only(Json.object(), MEMBERS, "A thing")).doesNotThrowAnyException();
    }

    @Test
    void whatMayNotIsNamed() {
        assertThatThrownBy(() -> Members.only(Json.object().put("modle", 1).put("ID", 2), MEMBERS, "A thing"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("A thing has no member [ID, modle]; it may have [id, model]");
    }
}
