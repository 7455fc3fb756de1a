package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;

/** A folder that cannot be used ends the start with 2, with the words of the check; nothing is made, nobody called. */
class UnusableFoldersTest {
    private static final List<String> KEYS =
            List.of("plume.file.inbox", "plume.file.outbox", "plume.channel.dead-letters", "plume.jms.data");

    private final FakePlume plume = new FakePlume();
    private Program program;
    private Path inTheWay;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
        inTheWay = program.input("file", "in the way");
    }

    @AfterEach
    void nobodyWasCalled() {
        assertThat(plume.stats().calls()).isZero();
        plume.close();
    }

    @Test
    void theServiceRefusesWhatTheCheckCallsWrong() throws Exception {
        program.with("plume.jms.broker-url", "embedded");
        for (String key : KEYS) {
            program.with(key, inTheWay.resolve(key).toString());
        }
        String refused = program.run("run").with(2).err();
        for (String key : KEYS) {
            assertThat(refused)
                    .contains(key + " = " + inTheWay.resolve(key) + ": " + inTheWay + " is not a folder. Move it away,"
                            + " or change " + key + ".");
        }
        assertThat(refused).doesNotContain("Exception", "Ready", "The embedded broker");

        String check = program.run("check", "--offline").with(2).out();
        assertThat(refused.lines())
                .hasSize(KEYS.size())
                .allSatisfy(line -> assertThat(check).contains(line));
    }

    @Test
    void theFoldersOfEveryInstanceCount() throws Exception {
        program.configured("camel.beans.plumeAcme=#class:org.plumelookup.PlumeLookup(\"plume-acme\")")
                .configured("plume-acme.api.url=" + plume.url())
                .configured("plume-acme.auth.token=Bearer of-the-test")
                .configured("plume-acme.file.inbox=" + program.data("inbox of acme"))
                .configured("plume-acme.file.outbox=" + inTheWay);
        assertThat(program.run("run").with(2).err())
                .contains("plume-acme.file.outbox = " + inTheWay, "is not a folder")
                .doesNotContain("plume.file.", "inbox of acme");
    }

    @Test
    void aFileRefusesTheFolderOfItsResultsAndNeedsNoInbox() throws Exception {
        program.with("plume.file.inbox", inTheWay.toString());
        String accounts = program.input("accounts.txt", "A1").toString();
        assertThat(program.run("file", accounts, "--out", inTheWay.toString())
                        .with(2)
                        .err())
                .contains("plume.file.outbox = " + inTheWay, "is not a folder", "change plume.file.outbox")
                .doesNotContain("Exception", "begins");
        assertThat(inTheWay).isRegularFile();
        assertThat(Files.exists(program.data("outbox"))).isFalse();
    }

    @Test
    void aLinkToNowhereIsNoFolder() throws Exception {
        Path link = Files.createSymbolicLink(program.data("link"), Path.of("nowhere"));
        assertThat(program.with("plume.file.inbox", link.toString())
                        .run("run")
                        .with(2)
                        .err())
                .contains("plume.file.inbox = " + link + ": " + link + " is not a folder");
    }

    @Test
    void theInboxIsNotTheOutbox() throws Exception {
        String folder = program.data("both").toString();
        assertThat(program.with("plume.file.inbox", folder)
                        .with("plume.file.outbox", folder + "/.")
                        .run("run")
                        .with(2)
                        .err())
                .contains("plume.file.inbox and plume.file.outbox are the same folder");
    }
}
