package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever starts the program sees which Camel it runs on, and why another patch is needed. */
class CamelVersionTest {
    @Test
    void theFirstPatchOfTheLineNamesItsVulnerabilitiesAndThoseThatDoNotAffectOurCalls() {
        assertThat(new CamelVersion("4.22.0").text())
                .startsWith("Apache Camel 4.22.0. ")
                .contains("CVE-2026-78164", "CVE-2026-85251", "CVE-2026-85317", "CVE-2026-79983")
                .contains("do not affect the calls of this program", "use the newest")
                .doesNotContain("\n");
    }

    @Test
    void anotherPatchIsNamedAndNoMore() {
        assertThat(new CamelVersion("4.22.3").text()).isEqualTo("Apache Camel 4.22.3");
    }
}
