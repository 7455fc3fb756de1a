package org.plumelookup.settings;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.support.LogCapture;

/** A secret is the text of a file as it is now; one that cannot be used is refused at the start, and left out later. */
class SecretTest {
    private static final String KEY = "plume.jms.password";
    private static final String FILE_KEY = KEY + "-file";
    private static final Predicate<String> ANY = text -> true;

    private final AtomicLong clock = new AtomicLong();
    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("secret");
    }

    private Settings keys() {
        return Settings.of(Map.copyOf(settings), InstanceName.PLUME);
    }

    /** Writes the file, which has rested since. */
    private void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minusSeconds(5)));
    }

    private Secret secret() {
        SecretFile secret = new SecretFile(file(), text -> !text.contains("bad"), "must not be bad");
        return Secret.of(FILE_KEY, secret, secret.read().text(), clock::get);
    }

    private void aSecondGoesBy() {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("s3cret", "s3cret"),
                Arguments.of("s3cret\n", "s3cret"),
                Arguments.of("s3cret\r\n", "s3cret"),
                Arguments.of("\uFEFFs3cret\n", "s3cret"),
                Arguments.of(" s3 cret\t \n", " s3 cret\t "),
                Arguments.of("{{env:PATH}}", "{{env:PATH}}"),
                Arguments.of("\u00fc\u20ac\ud83d\ude00\n", "\u00fc\u20ac\ud83d\ude00"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isTheLineOfItsFileAsItIs(String text, String secret) throws IOException {
        write(text);
        settings.put(FILE_KEY, file().toString());

        assertThat(keys().secret(KEY).orElseThrow().value()).isEqualTo(secret);
        assertThat(keys().secretKey(KEY)).contains(FILE_KEY);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new byte[0], "the file must not be empty"),
                Arguments.of("\uFEFF \r\n".getBytes(UTF_8), "the file must not be empty"),
                Arguments.of("s3cret\n\n".getBytes(UTF_8), "the file must have one line"),
                Arguments.of("s3cret\ns3cret-2".getBytes(UTF_8), "the file must have one line"),
                Arguments.of("s3cret".getBytes(UTF_16), "the file must be UTF-8"),
                Arguments.of(new byte[1 << 17], "the file must not be larger than 64 KB"),
                Arguments.of(null, "the file must exist"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefusedAtTheStartWithKeyAndPathAndNoContent(byte[] bytes, String rule) throws IOException {
        if (bytes != null) {
            write(bytes);
        }
        settings.put(FILE_KEY, file().toString());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> keys().secret(KEY))
                .withMessageStartingWith(FILE_KEY + " = " + file() + ": " + rule + ". Change " + FILE_KEY)
                .withMessageNotContaining("s3cret")
                .matches(refusal -> refusal.key().equals(FILE_KEY));
    }

    @Test
    void isRefusedIfItIsNoFileOrBreaksTheRuleOfItsKey() throws IOException {
        settings.put(FILE_KEY, folder.toString());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> keys().secret(KEY))
                .withMessageContaining("the file must be a file, not a folder");

        write("s3cret");
        settings.put(FILE_KEY, file().toString());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> keys().secret(KEY, "other"::equals, "must be another"))
                .withMessageContaining(": the file has a text that must be another. Change ")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void isRefusedIfItIsSetInBothWays() throws IOException {
        write("s3cret");
        settings.putAll(Map.of(KEY, "s3cret", FILE_KEY, file().toString()));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> keys().secret(KEY, ANY, ""))
                .withMessageStartingWith(KEY + " and " + FILE_KEY + " are both set")
                .withMessageEndingWith("Remove one of them.");
    }

    @Test
    void isWhatTheFileHasByNowIfThatHasRestedForASecond() throws IOException {
        write("first");
        Secret secret = secret();
        write("second");
        assertThat(secret.value())
                .as("the file is not looked at in each second")
                .isEqualTo("first");

        aSecondGoesBy();
        assertThat(secret.value()).isEqualTo("second");

        write("th");
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now()));
        aSecondGoesBy();
        assertThat(secret.value()).as("it may be half written").isEqualTo("second");
        assertThat(secret.reread()).as("it is needed at once").isEqualTo("th");
    }

    @Test
    void isThatOfTheNewTargetIfALinkIsSwapped() throws IOException {
        Files.createDirectories(folder.resolve("1"));
        Files.createDirectories(folder.resolve("2"));
        Files.writeString(folder.resolve("1/secret"), "first");
        Files.writeString(folder.resolve("2/secret"), "other");
        FileTime same = FileTime.from(Instant.now().minusSeconds(60));
        Files.setLastModifiedTime(folder.resolve("1/secret"), same);
        Files.setLastModifiedTime(folder.resolve("2/secret"), same);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("1")); // as the kubelet does it
        Files.createSymbolicLink(file(), Path.of("..data/secret"));
        Secret secret = secret();

        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("2"));
        Files.move(folder.resolve("..data_tmp"), data, StandardCopyOption.ATOMIC_MOVE);
        aSecondGoesBy();
        assertThat(secret.value()).isEqualTo("other");
    }

    @Test
    void staysTheLastGoodOneAndTheLogSaysSoOnce() throws IOException {
        write("first");
        Secret secret = secret();
        try (LogCapture log = LogCapture.ofThisThread()) {
            for (String text : List.of("", "", "bad-s3cret", "s3cret\ns3cret", "s3cret\ns3cret")) {
                write(text);
                aSecondGoesBy();
                assertThat(secret.value()).isEqualTo("first");
            }
            Files.delete(file());
            aSecondGoesBy();
            assertThat(secret.value()).isEqualTo("first");
            write("second");
            aSecondGoesBy();
            assertThat(secret.value()).isEqualTo("second");

            assertThat(log.lines()).hasSize(5);
            assertThat(log.lines().get(0))
                    .contains("WARN", FILE_KEY + " = " + file() + ": the file must not be empty.", "stays in use");
            assertThat(log.lines().get(1)).contains("the file has a text that must not be bad.");
            assertThat(log.lines().get(2)).contains("the file must have one line.");
            assertThat(log.lines().get(3)).contains("the file must exist.");
            assertThat(log.lines().get(4)).contains("INFO", "the secret has changed");
            assertThat(log.lines()).noneMatch(line -> line.matches(".*(s3cret|first|second).*"));
        }
    }

    @Test
    void isNotShown() throws IOException {
        write("s3cret");
        assertThat(secret()).hasToString("Secret[***]");
    }
}
