package org.plumelookup.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Looks at a folder, which need not be there yet, and remembers since when something is wrong with it. Thread-safe. */
public final class FolderHealth implements Supplier<Optional<HealthIssue>> {
    private final Rule rule;
    private final Path folder;
    private Instant since;

    /** Says what is wrong with a folder that is there. */
    private interface Rule {
        /** Returns what is wrong; null if nothing is. */
        String fault(Path folder) throws IOException;
    }

    private FolderHealth(Path folder, Rule rule) {
        this.folder = folder.toAbsolutePath();
        this.rule = rule;
    }

    /**
     * Looks whether a folder can be written to.
     *
     * @param key names the folder
     */
    public static FolderHealth writable(String key, Path folder) {
        return new FolderHealth(folder, existing -> {
            if (!Files.isDirectory(existing)) {
                return String.format(Locale.ROOT, "%s is no folder. Move it away, or change %s", existing, key);
            }
            return Files.isWritable(existing)
                    ? null
                    : String.format(
                            Locale.ROOT, "%s cannot be written to. Fix its permissions, or change %s", existing, key);
        });
    }

    /**
     * Looks whether a folder has room.
     *
     * @param least bytes that it must have left
     * @param key sets that number
     * @param seen told at each look how many it has
     */
    public static FolderHealth space(Path folder, long least, String key, LongConsumer seen) {
        return new FolderHealth(folder, existing -> {
            long left = Files.getFileStore(existing).getUsableSpace();
            seen.accept(left);
            return left >= least
                    ? null
                    : String.format(
                            Locale.ROOT,
                            "%s has %d bytes left, less than %d. Free disk space, or change %s",
                            existing,
                            left,
                            least,
                            key);
        });
    }

    @Override
    public synchronized Optional<HealthIssue> get() {
        String why = why();
        if (why == null) {
            since = null;
            return Optional.empty();
        }
        since = since == null ? Instant.now() : since;
        return Optional.of(new HealthIssue(why, since, null));
    }

    private String why() {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return rule.fault(existing);
        } catch (IOException e) {
            return existing + " cannot be looked at: " + e;
        }
    }
}
