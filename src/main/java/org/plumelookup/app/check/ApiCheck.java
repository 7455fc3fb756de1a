package org.plumelookup.app.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.lookup.ApiPreflight;
import org.plumelookup.settings.Settings;

/** Logs in once, searches once, and compares the clocks. */
final class ApiCheck {
    private static final Duration MOST_APART = Duration.ofMinutes(1);

    private ApiCheck() {}

    static List<Finding> of(CamelContext context, Settings keys) throws Exception {
        ApiPreflight preflight = ApiPreflight.in(context, keys);
        List<Finding> findings = new ArrayList<>();
        try {
            preflight.logIn();
            findings.add(Finding.ok(
                    "log-in",
                    keys.secretKey("plume.auth.token")
                            .map(key -> keys.prefix().keys(key + " is a fixed value"))
                            .orElse("a token was granted")));
        } catch (LogInFailedException e) {
            return List.of(
                    Finding.wrong("log-in", e.getMessage()), Finding.wrong("search", "not checked without a log-in"));
        }
        ApiPreflight.SearchResult answer = preflight.search();
        findings.add(new Finding("search", answer.ok(), answer.text()));
        if (answer.serverTime() != null) {
            findings.add(clock(keys, answer.serverTime(), Instant.now()));
        }
        return findings;
    }

    private static Finding clock(Settings keys, Instant server, Instant here) {
        Duration apart = Duration.between(server, here).abs();
        return apart.compareTo(MOST_APART) <= 0
                ? Finding.ok(
                        "clock", String.format(Locale.ROOT, "differs by %d s from the server's", apart.toSeconds()))
                : Finding.wrong(
                        "clock",
                        String.format(
                                Locale.ROOT,
                                "%s here, %s at the server of %s: they must not differ by more than %d s. Set this"
                                        + " machine's clock.",
                                here,
                                server,
                                keys.prefix().keys("plume.api.url"),
                                MOST_APART.toSeconds()));
    }
}
