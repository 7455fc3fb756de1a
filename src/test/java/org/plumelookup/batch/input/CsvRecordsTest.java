package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {
    private static final String[] PIECES = {"\"", "\"\"", "\",\"", ",", ",\"", "\",", "x", "ä", "\r", "\n", "\r\n"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void endWhereFastCsvEndsThem(long seed) throws IOException {
        Random random = new Random(seed);
        int several = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder content = new StringBuilder("x");
            for (int n = random.nextInt(20); n > 0; n--) {
                content.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Lines lines = new Lines(new ByteArrayInputStream(content.toString().getBytes(UTF_8)));
            int span = new CsvRecords(',', false).span(lines, 0);
            if (span > 0) {
                assertThat(records(lines.take(span))).as(content.toString()).isEqualTo(1);
            }
            several += span > 1 ? 1 : 0;
        }
        assertThat(several).isGreaterThan(100);
    }

    private static int records(List<Line> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append(line.end()));
        text.setLength(text.length() - lines.get(lines.size() - 1).end().length());
        List<Object> records = new ArrayList<>();
        try (var reader = CsvReader.builder().skipEmptyLines(false).ofCsvRecord(text.toString())) {
            reader.forEach(records::add);
        }
        return records.size();
    }
}
