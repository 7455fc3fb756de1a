package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;

/** An operator sends customers and errors elsewhere, by a key or by a route, and a channel that fails loses nothing. */
class ChannelsTest {
    private static final String APPEND = "&fileExist=Append&appendChars=%0A";

    private final FakePlume plume = new FakePlume();
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
        program.input("accounts.txt", "C1", "NONE-C2", "MANY-2-C3", "S404-C4", "C5");
    }

    @AfterEach
    void stopApi() {
        plume.close();
    }

    @Test
    void twoKeysLeadTheChannelsElsewhere() throws Exception {
        program.with("plume.success.uri", folder("crm") + "?fileName=customers.jsonl" + APPEND)
                .with("plume.error.uri", folder("support") + "?fileName=failures.jsonl" + APPEND);
        run(0);
        assertThat(lines("crm/customers.jsonl")).containsExactlyInAnyOrderElementsOf(lines(result("found.jsonl")));
        assertThat(lines("support/failures.jsonl")).containsExactlyInAnyOrderElementsOf(lines(result("errors.jsonl")));
        allIsAnsweredOnce();
    }

    @Test
    void anEditedRouteLeadsThemElsewhereWithTheirOutcomeAndTheirIdentity() throws Exception {
        program.edit(
                "routes/plume-to-channels.camel.yaml",
                text -> text.replace(sending("the customer", "success"), line("crm"))
                        .replace(sending("the failure", "error"), line("support")));
        run(0);
        assertThat(lines("crm")).allMatch(line -> line.matches("accounts[.]txt-[0-9a-f]{8}:.*"));
        assertThat(identities("crm"))
                .containsExactlyInAnyOrder(
                        "accounts.txt:1:1 found",
                        "accounts.txt:3:1 found",
                        "accounts.txt:3:2 found",
                        "accounts.txt:5:1 found");
        assertThat(identities("support"))
                .containsExactlyInAnyOrder("accounts.txt:2:1 no-match", "accounts.txt:4:1 not-found");
        allIsAnsweredOnce();
    }

    @Test
    void aChannelThatFailsStopsTheBatchAndItGoesOnWhenTheChannelIsMended() throws Exception {
        Path inTheWay = program.input("crm", "This is a file where a folder is needed.");
        program.with("plume.success.uri", folder("crm") + "?fileName=customers.jsonl" + APPEND);
        assertThat(run(3).err()).contains("accounts.txt is not finished", "Started again, it goes on");
        assertThat(program.data(result("summary.json"))).doesNotExist();
        assertThat(lines(result("found.jsonl"))).isEmpty();

        Files.delete(inTheWay);
        run(0);
        assertThat(lines("crm/customers.jsonl")).containsExactlyInAnyOrderElementsOf(lines(result("found.jsonl")));
        allIsAnsweredOnce();
    }

    @Test
    void whatWasAnsweredBeforeAChannelFailedIsNotAskedAgain() throws Exception {
        program.with("plume.error.uri", folder("support") + "?fileName=failures.jsonl" + APPEND)
                .with("plume.concurrency", "1");
        Path inTheWay = program.input("support", "This is a file where a folder is needed.");
        run(3);
        Files.delete(inTheWay);
        run(0);
        assertThat(plume.callsOf("C1")).isOne();
        assertThat(lines("support/failures.jsonl")).containsExactlyInAnyOrderElementsOf(lines(result("errors.jsonl")));
        allIsAnsweredOnce();
    }

    @Test
    void aChannelThatRefusesAMessageIsNamedWithItsCauseAndTheWayPastIt() throws Exception {
        program.with("plume.success.uri", folder("crm") + "?fileName=customers.jsonl" + APPEND);
        program.input("crm", "This is a file where a folder is needed.");
        assertThat(run(3).err())
                .contains("The success channel (direct:plume-success) failed: ", "plume.channel.dead-letters")
                .doesNotContain("Multicast");
    }

    @Test
    void whatAChannelRefusesIsKeptInAFolderAndTheRestGoesOn() throws Exception {
        program.with("plume.success.uri", folder("crm") + "?fileName=customers.jsonl" + APPEND)
                .with("plume.channel.dead-letters", program.data("refused").toString());
        program.input("crm", "This is a file where a folder is needed.");
        assertThat(run(0).err()).contains("The success channel failed (", "its message is kept in ");
        try (Stream<Path> kept = Files.list(program.data("refused/success"))) {
            assertThat(kept.map(ChannelsTest::text)).containsExactlyInAnyOrderElementsOf(lines(result("found.jsonl")));
        }
        allIsAnsweredOnce();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the step of the shipped route that sends to a channel. */
    private static String sending(String what, String channel) {
        return String.format(
                Locale.ROOT,
                "- to:\n            description: Send %s\n            uri: \"{{plume.%s.uri}}\"",
                what,
                channel);
    }

    /** Replaces a channel by two steps: the message's name and outcome as its body, and a line of a file. */
    private String line(String file) {
        return String.format(Locale.ROOT, """
                - setBody:
                            expression:
                              simple:
                                expression: "${header.plumeMessageId} ${header.plumeOutcome}"
                        - to:
                            uri: "%s?fileName=%s%s\"""", folder(""), file, APPEND);
    }

    private String folder(String name) {
        return "file:" + program.data(name);
    }

    private Program.Ended run(int expected) throws Exception {
        return program.run("file", program.data("accounts.txt").toString()).with(expected);
    }

    private void allIsAnsweredOnce() {
        assertThat(rows(result("found.jsonl"))).containsExactlyInAnyOrder(1, 3, 3, 5);
        assertThat(rows(result("errors.jsonl"))).containsExactlyInAnyOrder(2, 4);
        assertThat(program.data(result("summary.json"))).exists();
    }

    private static String result(String file) {
        return "outbox/accounts.txt/" + file;
    }

    private List<Integer> rows(String file) {
        return lines(file).stream().map(ChannelsTest::row).toList();
    }

    private static int row(String line) {
        try {
            return new ObjectMapper().readTree(line).path("row").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(program.data(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads message IDs without the fingerprint of the input in them. */
    private List<String> identities(String file) throws IOException {
        return lines(file).stream()
                .map(line -> line.replaceFirst("-[0-9a-f]{8}:", ":"))
                .toList();
    }
}
