package org.plumelookup.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.plumelookup.batch.rows.Survey;
import org.plumelookup.batch.rows.UnreadableFileException;

/**
 * Tells one input file from another.
 *
 * @param name its name
 * @param size in bytes
 * @param modified when it was last modified, in milliseconds
 * @param fingerprint hash of its content
 * @param rows its data rows
 */
record InputFile(String name, long size, long modified, String fingerprint, long rows) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = ".batch.json";

    /**
     * Looks a file through once.
     *
     * @param file the file
     * @param column name of the account ID's column, where it is a CSV file
     * @throws BatchRefusedException if it cannot be read as a list of account IDs
     */
    static InputFile of(Path file, String column) throws IOException, BatchRefusedException {
        try {
            long modified = Files.getLastModifiedTime(file).toMillis();
            Survey survey = Survey.of(file, column);
            return new InputFile(
                    file.getFileName().toString(), survey.size(), modified, survey.fingerprint(), survey.rows());
        } catch (UnreadableFileException e) {
            throw new BatchRefusedException(e.getMessage(), e);
        }
    }

    /** Tells whether what lies at a path now is still the file that was looked through. */
    boolean isAt(Path file) throws IOException {
        return Files.exists(file)
                && Files.size(file) == size
                && Files.getLastModifiedTime(file).toMillis() == modified;
    }

    /** Reads what was recorded of the input of a batch; null where nothing was. */
    static InputFile recorded(Path folder) throws IOException {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
            return new InputFile(
                    node.path("name").asText(),
                    node.path("size").asLong(),
                    node.path("modified").asLong(),
                    node.path("fingerprint").asText(),
                    node.path("rows").asLong());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Records this file as the input of the batch in a folder. */
    void record(Path folder) throws IOException {
        WholeFile.write(folder.resolve(FILE), out -> JSON.writeValue(out, this));
    }

    boolean sameContent(InputFile other) {
        return size == other.size && fingerprint.equals(other.fingerprint);
    }

    /** Tells whether the other is this very file, not a copy of the same content that was put there later. */
    boolean untouched(InputFile other) {
        return sameContent(other) && modified == other.modified;
    }
}
