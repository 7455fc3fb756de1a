package org.plumelookup.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plumelookup.batch.input.FileScan;
import org.plumelookup.disk.AtomicFile;

/**
 * Identifies the input file of a batch by its size, time and content.
 *
 * @param name its name
 * @param size in bytes
 * @param modified when it was last modified, in milliseconds
 * @param fingerprint hash of its content
 * @param rows number of rows to answer: its data rows, and those of {@code torn}
 * @param origin fingerprint of its content when the batch began, which identifies the batch after the file has grown
 * @param torn numbers of rows that were answered and are no longer in the file, ascending: each was the end of the file
 *     without a line end, and the file has grown in the middle of that line
 */
record InputFingerprint(
        String name, long size, long modified, String fingerprint, long rows, String origin, List<Long> torn) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = ".batch.json";

    /**
     * Version of the format of a result folder, with its ledger. A change that an earlier program would misread needs
     * the next number.
     */
    private static final int FORMAT = 1;

    private static final String FORMAT_FIELD = "format";
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    /** Returns the fingerprint of a file of which no row was answered yet. */
    static InputFingerprint of(ScannedFile file) {
        FileScan scan = file.scan();
        return new InputFingerprint(
                file.name(),
                scan.size(),
                file.modified(),
                scan.fingerprint(),
                scan.rows(),
                scan.fingerprint(),
                List.of());
    }

    /**
     * Returns the fingerprint of the file as it is now.
     *
     * @param file the file
     * @param moreTorn numbers of rows that were answered and are no longer in it
     */
    InputFingerprint now(ScannedFile file, List<Long> moreTorn) {
        FileScan scan = file.scan();
        List<Long> all =
                Stream.concat(torn.stream(), moreTorn.stream()).sorted().toList();
        return new InputFingerprint(
                name, scan.size(), file.modified(), scan.fingerprint(), scan.rows() + all.size(), origin, all);
    }

    /** Returns the number under which a data row is answered: its position in the file, if no row is torn. */
    long number(long place) {
        long number = place;
        for (long one : torn) {
            number += one <= number ? 1 : 0;
        }
        return number;
    }

    /** Returns whether the file at a path is still the file that was scanned. */
    boolean isAt(Path file) throws IOException {
        return Files.exists(file)
                && Files.size(file) == size
                && Files.getLastModifiedTime(file).toMillis() == modified;
    }

    /** Returns whether the file at a path begins with the content of this file. */
    boolean isBeginningOf(Path file) throws IOException {
        return Files.exists(file)
                && Files.size(file) >= size
                && FileScan.fingerprint(file, size).equals(fingerprint);
    }

    /**
     * Reads the recorded fingerprint of the input of a batch; returns null if there is none.
     *
     * @throws DamagedFileException if it is not what {@link #record} writes
     * @throws NewerFormatException if a later version of this program wrote it
     */
    static InputFingerprint recorded(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            checkFormat(node.path(FORMAT_FIELD), folder);
            if (!isRecord(node)) {
                throw damaged(file);
            }
            List<Long> torn = new ArrayList<>();
            node.path("torn").forEach(number -> torn.add(number.asLong()));
            String fingerprint = node.path("fingerprint").asText();
            return new InputFingerprint(
                    node.path("name").asText(),
                    node.path("size").asLong(),
                    node.path("modified").asLong(),
                    fingerprint,
                    node.path("rows").asLong(),
                    node.path("origin").asText(fingerprint),
                    List.copyOf(torn));
        } catch (NoSuchFileException e) {
            return null;
        } catch (JsonProcessingException e) {
            throw damaged(file);
        }
    }

    /** Checks the version of the format; the first one had no number. */
    private static void checkFormat(JsonNode format, Path folder) throws NewerFormatException {
        if (!format.isMissingNode() && format.asInt(FORMAT + 1) > FORMAT) {
            throw new NewerFormatException(folder, format.asText(), FORMAT);
        }
    }

    private static boolean isRecord(JsonNode node) {
        String fingerprint = node.path("fingerprint").asText();
        boolean numbers = true;
        for (JsonNode torn : node.path("torn")) {
            numbers &= torn.isIntegralNumber();
        }
        return numbers
                && FINGERPRINT.matcher(fingerprint).matches()
                && FINGERPRINT.matcher(node.path("origin").asText(fingerprint)).matches()
                && node.path("name").isTextual()
                && node.path("size").isIntegralNumber()
                && node.path("modified").isIntegralNumber()
                && node.path("rows").isIntegralNumber();
    }

    private static DamagedFileException damaged(Path file) {
        return new DamagedFileException(
                file,
                "it is not the JSON document that this program writes",
                "Restore it from a backup, or move the folder away: then all its rows are asked again. Then start"
                        + " again.");
    }

    /** Records this file as the input of the batch in a folder. */
    void record(Path folder) throws IOException {
        ObjectNode node = JSON.<ObjectNode>valueToTree(this).put(FORMAT_FIELD, FORMAT);
        AtomicFile.write(folder.resolve(FILE), out -> JSON.writeValue(out, node));
    }
}
