package org.plumelookup.flow.routes;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.TestSettings;

/** Runs files of {@code routes/} as they are shipped, with the flow; mock endpoints are at the ends of the channels. */
abstract class RouteTestSupport extends FlowTestSupport {
    final FakePlume plume = new FakePlume();

    @TempDir
    Path folder;

    @Override
    protected Map<String, String> settings() throws Exception {
        Map<String, String> settings = TestSettings.of(plume, more());
        settings.put("plume.file.inbox", folder.resolve("inbox").toString());
        settings.put("plume.file.outbox", folder.resolve("outbox").toString());
        settings.put("plume.success.uri", "mock:success");
        settings.put("plume.error.uri", "mock:error");
        return settings;
    }

    /** Returns the settings that the files need: key, value, key, value. */
    String[] more() {
        return new String[0];
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }
}
