package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumelookup.api.LookupRequest;

/** An input file of a test, and its rows. */
record InputFile(Path path, RowSettings settings) {
    static InputFile of(Path folder, String content) throws IOException {
        return of(folder, content.getBytes(UTF_8));
    }

    static InputFile of(Path folder, byte[] content) throws IOException {
        return new InputFile(Files.write(folder.resolve("input"), content), new RowSettings("accountId", UTF_8));
    }

    InputFile with(String otherColumn) {
        return new InputFile(path, new RowSettings(otherColumn, settings.encoding()));
    }

    InputFile in(Charset encoding) {
        return new InputFile(path, new RowSettings(settings.column(), encoding));
    }

    FileScan survey() throws IOException {
        return FileScan.of(path, settings);
    }

    List<LookupRequest> rows() throws IOException {
        List<LookupRequest> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(path, settings, survey())) {
            reader.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** Returns of each row its account ID, or else its problem. */
    List<String> said() throws IOException {
        return rows().stream()
                .map(row -> row.problem() == null ? row.accountId() : row.problem())
                .toList();
    }

    List<String> inputs() throws IOException {
        return rows().stream().map(row -> row.input().toString()).toList();
    }
}
