package org.geocrop.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever a text holds, it stays a text. */
class MarkupTest {

    @Test
    void whatIsReservedIsEscaped() {
        assertThat(Markup.escape("<a href=\"x\" title='y'>R&D</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;");
    }

    @Test
    void whatXmlCannotHoldIsAQuestionMark() {
        assertThat(Markup.escape("a\u0000b\u001bc\ufffed\ud800")).isEqualTo("a?b?c?d?");
        assertThat(Markup.escape("tab\tline\nmaïs 🌽")).isEqualTo("tab\tline\nmaïs 🌽");
    }
}
