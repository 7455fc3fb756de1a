package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the same file again and again: a broker has to know a row again, and not to take it for that of an old batch. */
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
