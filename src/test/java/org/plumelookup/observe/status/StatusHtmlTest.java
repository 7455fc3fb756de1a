package org.plumelookup.observe.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.Outcome;

/** The page asks nobody else for anything, and makes no markup of data. */
class StatusHtmlTest {
    private final String page;

    StatusHtmlTest() throws IOException {
        try (InputStream in = StatusSite.class.getResourceAsStream("status.html")) {
            page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(page).doesNotContain("http:", "https:", "//cdn", "url(", "@import", " src=");
        assertThat(Pattern.compile("(href|fetch\\()=?['\"](?!data:,|#main|/observe/status)")
                        .matcher(page)
                        .results())
                .isEmpty();
    }

    @Test
    void dataBecomesTextOnly() {
        assertThat(page)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                .doesNotContain("style=\"")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void whatIsInlineHasTheNonceOfItsAnswer() {
        assertThat(page).contains("<style nonce=\"NONCE\">", "<script nonce=\"NONCE\">");
        assertThat(page.split("NONCE", -1)).hasSize(3);
    }

    @Test
    void everyOutcomeHasAColour() {
        assertThat(Outcome.values()).allSatisfy(outcome -> assertThat(page).contains("." + outcome.text() + " {"));
    }
}
