package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theSampleHoldsNastyIdsAndEveryOutcomeOnce() throws IOException {
        Set<String> accountIds = new HashSet<>();
        try (Reader text = new InputStreamReader(
                        FakePlume.class.getResourceAsStream("accounts.csv"), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : csv) {
                assertThat(row.getHeader()).isEqualTo(List.of("accountId", "crmRegion"));
                assertThat(row.getFields()).hasSize(2);
                assertThat(accountIds.add(row.getField("accountId"))).isTrue();
            }
        }
        assertThat(accountIds)
                .contains("", "null", "The \"Old Mill\" B&B", "Two\nlines", "ACME/4711/b", "100% Fibre")
                .hasSizeBetween(40, 50);
        for (String prefix :
                List.of("NONE-", "OTHER-", "S401-", "S403-", "S404-", "S422-", "S500-", "S418-", "HTML-", "RESET-")) {
            assertThat(accountIds).anyMatch(id -> id.startsWith(prefix));
        }
    }
}
