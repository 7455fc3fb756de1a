package org.plumelookup.observe.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.plumelookup.api.Outcome;

/** Finds complete batches in the outbox, and their reports. Follows no symbolic link out of it. Thread-safe. */
final class EarlierRuns {
    private static final int MOST = 20;
    private static final int LONGEST_SUMMARY = 1 << 16;
    private static final int LONGEST_REPORT = 1 << 24;
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final String SUMMARY = "summary.json";
    private static final String REPORT = "report.html";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path outbox;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile List<Run> found = List.of();
    private volatile long until = System.nanoTime();

    /**
     * A complete batch.
     *
     * @param name of its folder
     * @param rows of the input
     * @param outcomes rows of each outcome
     * @param finished when it was complete; null if unknown
     * @param report whether there is one
     */
    record Run(String name, long rows, Map<String, Long> outcomes, Instant finished, boolean report) {}

    private record Candidate(Path folder, long modified) {}

    EarlierRuns(Path outbox) {
        this.outbox = outbox;
    }

    /** Returns the newest ones, the newest first; looks again every few seconds, one thread at a time. */
    List<Run> newest() {
        if (until - System.nanoTime() <= 0 && looking.tryLock()) {
            try {
                found = look();
                until = System.nanoTime() + FRESH.toNanos();
            } finally {
                looking.unlock();
            }
        }
        return found;
    }

    private List<Run> look() {
        PriorityQueue<Candidate> newest = new PriorityQueue<>(Comparator.comparingLong(Candidate::modified));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(outbox)) {
            for (Path folder : folders) {
                BasicFileAttributes summary = attributes(folder.resolve(SUMMARY));
                if (isFolder(folder) && summary != null && summary.isRegularFile()) {
                    newest.add(new Candidate(folder, summary.lastModifiedTime().toMillis()));
                    if (newest.size() > MOST) {
                        newest.remove();
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // there is none yet, or a health check reports it
        }
        List<Run> runs = new ArrayList<>();
        while (!newest.isEmpty()) {
            run(newest.remove().folder).ifPresent(run -> runs.add(0, run));
        }
        return List.copyOf(runs);
    }

    private static Optional<Run> run(Path folder) {
        try {
            JsonNode summary = JSON.readTree(read(folder.resolve(SUMMARY), LONGEST_SUMMARY));
            return summary.path("rows").isIntegralNumber() ? Optional.of(run(folder, summary)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it is being deleted, or is not ours
        }
    }

    /** Takes only what has the right type, because anybody could have edited the file. */
    private static Run run(Path folder, JsonNode summary) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            JsonNode count = summary.path("outcomes").path(outcome.text());
            if (count.isIntegralNumber()) {
                outcomes.put(outcome.text(), count.asLong());
            }
        }
        return new Run(
                folder.getFileName().toString(),
                summary.path("rows").asLong(),
                outcomes,
                time(summary.path("finished").asText()),
                isFile(folder.resolve(REPORT)));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Returns the report of a complete batch.
     *
     * @param name of its folder, from a URL
     * @return empty if there is no such batch, or the name leads elsewhere
     */
    Optional<byte[]> report(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.matches("(?s).*[/\\\\\\x00].*")) {
            return Optional.empty();
        }
        try {
            Path folder = outbox.resolve(name);
            boolean batch = folder.getFileName().toString().equals(name)
                    && folder.toRealPath().getParent().equals(outbox.toRealPath())
                    && isFolder(folder)
                    && isFile(folder.resolve(SUMMARY))
                    && isFile(folder.resolve(REPORT));
            return batch ? Optional.of(read(folder.resolve(REPORT), LONGEST_REPORT)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) { // the latter: no valid path on this machine
            return Optional.empty();
        }
    }

    private static boolean isFolder(Path folder) {
        return !folder.getFileName().toString().startsWith(".") && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] read(Path file, int longest) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new IOException(file + " is longer than " + longest + " bytes");
            }
            return bytes;
        }
    }
}
