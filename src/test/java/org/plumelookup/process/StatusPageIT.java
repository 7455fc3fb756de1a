package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Chromium;
import org.plumelookup.support.FreePort;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** The status page works in a browser, with data that looks like markup. */
class StatusPageIT {
    @AutoClose
    private final FakePlume plume = new FakePlume();

    @Test
    void thePageShowsWhatHappensAsText(@TempDir Path folder) throws Exception {
        Optional<Chromium> browser = Chromium.find(folder);
        assumeTrue(browser.isPresent(), "There is no Chromium here, so the status page was not tried in a browser");
        String port = String.valueOf(FreePort.next());
        Path password = Files.writeString(folder.resolve("password"), "sesame");
        String name = "<img src=x onerror=alert(1)>.csv";
        try (Service service = Program.in(folder)
                .calling(plume, "plume.observe.password-file", password.toString())
                .with("plume.observe.port", port)
                .service()) {
            Files.write(folder.resolve("inbox/.part"), List.of("ACC-1", "NONE-<script>alert(2)</script>"));
            Files.move(folder.resolve("inbox/.part"), folder.resolve("inbox/" + name));
            await().until(() -> Files.exists(folder.resolve("inbox/.done/" + name)));

            Chromium.Shown shown = browser.get().show("http://plume:sesame@127.0.0.1:" + port + "/");

            assertThat(service.context().isStarted()).isTrue();
            assertThat(shown.console()).isEmpty();
            assertThat(shown.dom())
                    .containsPattern("<title>(Working|Waiting) - Plume Customer Lookup</title>")
                    .contains("<th class=\"\" scope=\"row\">NONE-&lt;script&gt;alert(2)&lt;/script&gt;</th>")
                    .contains("/observe/reports/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.csv/report.html")
                    .contains("&lt;img src=x onerror=alert(1)&gt;.csv</a>")
                    .contains("role=\"img\" aria-label=\"Outcomes: found 50.0 %, no-match 50.0 %\"")
                    .contains("Files of the inbox", "No batch is at work.")
                    .doesNotContain("<img", "<script>");
        }
    }
}
