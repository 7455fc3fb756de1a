package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;

/** A batch and the folder of the embedded broker are worked on by one process at a time, whoever else asks for them. */
class TwoProcessesIT {
    private static final String NAME = "accounts.csv";

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();
    private final List<String> ids = Accounts.ids(60);
    private Path input;
    private Service first;

    /** Lets a service of this process begin with a file, and wait there. */
    @BeforeEach
    void begin() throws Exception {
        plume.block(Duration.ofHours(1));
        input = Accounts.write(folder.resolve("inbox").resolve(NAME), ids);
        first = Service.start(
                plume,
                folder,
                "plume.budget.window",
                "1s",
                "plume.jms.broker-url",
                "embedded",
                "plume.jms.data",
                folder.resolve("data").toString());
        Awaitility.await().until(() -> plume.stats().calls() > 0);
    }

    @AfterEach
    void end() {
        first.close();
        plume.close();
    }

    @Test
    void whatTheFirstWorksOnIsLeftToIt() throws Exception {
        try (Flow inVain = Flow.start(plume, folder.resolve("outbox"))) { // by this, a process could lose its lock
            assertThatThrownBy(() -> inVain.batch(input)).hasStackTraceContaining("Another run works on");
        }
        PackagedProgram second = PackagedProgram.in(folder, plume);
        try (LookupProcess file = second.start("file", input.toString());
                LookupProcess run =
                        second.with("PLUME_JMS_BROKER_URL", "embedded").start("run")) {
            assertThat(file.exit()).as(file.output()).isEqualTo(3);
            assertThat(file.output()).contains("Another run works on");
            assertThat(run.exit()).as(run.output()).isEqualTo(2);
            assertThat(run.output()).contains("Another process may be using it", "plume.jms.broker-url");
            assertThat(run.output()).doesNotContain("\tat ");
        }
        plume.block(Duration.ZERO);
        Path done = folder.resolve("inbox/.done").resolve(NAME);
        Awaitility.await().until(() -> Files.exists(done));
        assertThat(Results.complete(folder.resolve("outbox").resolve(NAME)).size())
                .isEqualTo(ids.size());
    }
}
