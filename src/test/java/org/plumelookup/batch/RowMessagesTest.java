package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker knows a row of a file that is opened again, does not take it for that of an old batch, and gets none too large. */
class RowMessagesTest {
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
        assertThat(anew.getHeader(RowMessages.DUPLICATE_ID)).isNotEqualTo(first.getHeader(RowMessages.DUPLICATE_ID));
    }

    /** Its outcome is that of a batch in one process. */
    @Test
    void aRowOverAMegabyteAsJsonIsSentAsInvalid() throws Exception {
        String note = "\\".repeat(600_000); // twice as long as JSON
        Path file = Files.writeString(folder.resolve("accounts.csv"), "accountId,note\nA1," + note + "\nA2,short\n");
        BatchSettings settings = new BatchSettings(folder.resolve("inbox"), folder.resolve("outbox"), "accountId", 1);
        try (DefaultCamelContext context = new DefaultCamelContext();
                RowMessages rows = RowMessages.open(context, file, settings)) {
            assertThat(rows.next().getBody(String.class))
                    .hasSizeLessThan(3000)
                    .contains("\"accountId\":\"\"", "\"problem\":\"The row is longer than 1 MB as JSON.", "A1");
            assertThat(rows.next().getBody(String.class)).contains("\"accountId\":\"A2\"");
        }
    }

    private Message firstRow(Path file) throws Exception {
        BatchSettings settings = new BatchSettings(folder.resolve("inbox"), folder.resolve("outbox"), "accountId", 1);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            try (RowMessages rows = RowMessages.open(context, file, settings)) {
                return rows.next();
            }
        }
    }
}
