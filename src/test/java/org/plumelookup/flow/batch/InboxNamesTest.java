package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Service;
import org.plumelookup.support.Shell;

/** A file of any name is worked on, in an inbox of any name; one that cannot be is refused. */
@DisabledOnOs(OS.WINDOWS)
class InboxNamesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void namesAreUtf8() {
        assumeThat(System.getProperty("native.encoding"))
                .as("charset of the locale")
                .isEqualTo("UTF-8");
    }

    @Test
    void anyNameWorks() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("in box, 50% ü&#+;$=x"));
        Set<String> names = Set.of(
                "Müller.txt",
                "e\u0301.txt",
                "\uD83D\uDE00.txt",
                "a\nb.txt",
                "a\u001b[31mb.txt",
                "${env:HOME}.txt",
                "{{x}}.txt",
                "a%41.txt",
                "a+b#?c.txt",
                " a\t.txt ",
                "\"q'.txt",
                "-x",
                "a;b&c|d",
                "x".repeat(240));
        for (String name : names) {
            Files.writeString(inbox.resolve(name), "A-1\n");
        }
        try (FakePlume plume = new FakePlume();
                Service service = start(plume, inbox)) {
            await().until(() -> list(inbox.resolve(".done")).equals(names));
        }
        assertThat(list(folder.resolve("outbox"))).isEqualTo(names);
        assertThat(folder.resolve("outbox/a\nb.txt/found.jsonl")).exists();
    }

    @Test
    void aNameThatCamelCannotUseIsRefusedWithTheCure() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Shell.run(inbox, "echo A-1 > a\\\\b.txt; echo A-2 > \"$(printf 'M\\374ller.txt')\"; touch -d '1 minute ago' *");
        assertThat(list(inbox)).hasSize(2);
        try (FakePlume plume = new FakePlume();
                Service service = start(plume, inbox)) {
            Path refused = inbox.resolve(".refused");
            await().until(() -> list(refused)
                    .containsAll(List.of("a_b.txt.reason.txt", "M_ller.txt.reason.txt", "a_b.txt", "M_ller.txt")));
            assertThat(refused.resolve("a_b.txt")).hasContent("A-1\n");
            assertThat(refused.resolve("a_b.txt.reason.txt"))
                    .content()
                    .contains("its name has a backslash.", "rename it, and put it into the inbox again");
            assertThat(refused.resolve("M_ller.txt.reason.txt"))
                    .content()
                    .contains("its name has a byte that is no character in UTF-8");
            assertThat(plume.stats().calls()).isZero();
        }
    }

    private Service start(FakePlume plume, Path inbox) {
        return Service.start(plume, folder, "plume.file.inbox", inbox.toString());
    }

    private static Set<String> list(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toSet());
        }
    }
}
