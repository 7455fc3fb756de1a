package org.plumelookup.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.support.OpenFiles;

/**
 * A broker knows a row of a file that is opened again, does not take it for that of an old batch, and gets none too
 * large.
 */
class RowDispatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aRowHasTheSameIdsAfterACrashAndADuplicateIdOfItsOwnInABatchThatIsBegunAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.txt"), "A1\nA2\n");

        Message first = firstRow(file);
        Message afterCrash = firstRow(file);
        Files.move(folder.resolve("outbox"), folder.resolve("archive"));
        Message anew = firstRow(file);

        assertThat(afterCrash.getHeaders()).isEqualTo(first.getHeaders());
        assertThat(anew.getHeader("JMSCorrelationID")).isEqualTo(first.getHeader("JMSCorrelationID"));
        assertThat(anew.getHeader(RowDispatch.DUPLICATE_ID)).isNotEqualTo(first.getHeader(RowDispatch.DUPLICATE_ID));
    }

    /** Its outcome is that of a batch in one process. */
    @Test
    void aRowOverAMegabyteAsJsonIsSentAsInvalid() throws Exception {
        String note = "\\".repeat(600_000); // twice as long as JSON
        Path file = Files.writeString(folder.resolve("accounts.csv"), "accountId,note\nA1," + note + "\nA2,short\n");
        try (DefaultCamelContext context = new DefaultCamelContext();
                RowDispatch rows = RowDispatch.open(context, file, settings(), () -> true)) {
            assertThat(rows.next().getBody(String.class))
                    .hasSizeLessThan(3000)
                    .contains("\"accountId\":\"\"", "\"problem\":\"The row is longer than 1 MB as JSON.", "A1");
            assertThat(rows.next().getBody(String.class)).contains("\"accountId\":\"A2\"");
        }
    }

    @Test
    void aFileThatGrowsAfterItsRowsWereSentGoesOnWithThoseThatAreNew() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.txt"), "A1\nA2\n");
        assertThat(sent(file, true)).containsExactly("1 A1", "2 A2");

        Files.move(folder.resolve(".sent/accounts.txt"), file);
        Files.writeString(file, "A3\nA4", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> sent(file, false)).hasMessageContaining("its last row waits");
        assertThat(sent(file, true)).containsExactly("4 A4");

        Files.move(folder.resolve(".sent/accounts.txt"), file);
        Files.writeString(file, "00\nA5\n", StandardOpenOption.APPEND);
        assertThat(sent(file, true)).containsExactly("5 A400", "6 A5");
        assertThat(JSON.readTree(folder.resolve("outbox/accounts.txt/.batch.json")
                                .toFile())
                        .path("rows")
                        .asInt())
                .isEqualTo(6);
    }

    /** It is tried again and again, and handles are few. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anInputOfWhichNobodyKnowsWhatWasSentIsClosed() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.txt"), "A1\nA2\n");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RowDispatch.open(context, file, settings(), () -> true).close();
            Files.writeString(folder.resolve("outbox/accounts.txt/.sent"), "damaged");
            assertThatException().isThrownBy(() -> RowDispatch.open(context, file, settings(), () -> true));
        }
        assertThat(OpenFiles.in(folder)).isEmpty();
    }

    /** Sends what is to be sent of a file; returns number and account ID of each row. */
    private List<String> sent(Path file, boolean whole) throws Exception {
        List<String> sent = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext();
                RowDispatch rows = RowDispatch.open(context, file, settings(), () -> whole)) {
            while (rows.hasNext()) {
                Message message = rows.next();
                String number =
                        message.getHeader("JMSCorrelationID", String.class).replaceFirst(".*:", "");
                sent.add(number + " "
                        + JSON.readTree(message.getBody(String.class))
                                .path("accountId")
                                .asText());
                rows.sent();
            }
            rows.finish();
        }
        return sent;
    }

    private BatchSettings settings() {
        return new BatchSettings(
                folder.resolve("inbox"),
                folder.resolve("outbox"),
                new RowSettings("accountId", StandardCharsets.UTF_8),
                1);
    }

    private Message firstRow(Path file) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            try (RowDispatch rows = RowDispatch.open(context, file, settings(), () -> true)) {
                return rows.next();
            }
        }
    }
}
