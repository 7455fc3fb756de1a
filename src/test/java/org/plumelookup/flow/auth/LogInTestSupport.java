package org.plumelookup.flow.auth;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Flow;

/** Starts flows that log in. */
abstract class LogInTestSupport {
    FakePlume plume;

    @AfterEach
    void stop() {
        if (plume != null) {
            plume.close();
        }
    }

    /** Starts a fake whose tokens live so long, and a flow that logs in at it. */
    final Flow plume(Duration tokenLife, String... settings) {
        plume = new FakePlume(FakePlumeSettings.builder().tokenLife(tokenLife).build());
        return logIn(
                plume.url(),
                plume.tokenUrl(),
                plus(
                        settings,
                        "plume.auth.authorization",
                        plume.authorization(),
                        "plume.auth.scope",
                        "partnerId:{partner-id} role:partnerIdAdmin",
                        "plume.api.partner-id",
                        plume.partnerId()));
    }

    /** Starts a flow that logs in at any endpoint. */
    static Flow logIn(String url, String tokenUrl, String... settings) {
        return Flow.start(
                url,
                plus(
                        settings,
                        "plume.auth.token",
                        "",
                        "plume.auth.token-url",
                        tokenUrl,
                        "plume.auth.authorization",
                        "Basic YTpi",
                        "plume.auth.scope",
                        "x"));
    }

    /** Puts settings before those that a test gives, which count. */
    private static String[] plus(String[] settings, String... ours) {
        return Stream.of(ours, settings).flatMap(Stream::of).toArray(String[]::new);
    }
}
