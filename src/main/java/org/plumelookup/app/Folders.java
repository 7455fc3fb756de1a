package org.plumelookup.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/** Checks the folders that the program works in, without creating them. */
public final class Folders {
    private static final String INBOX = "plume.file.inbox";
    private static final String OUTBOX = "plume.file.outbox";
    private static final String DEAD_LETTERS = "plume.channel.dead-letters";
    private static final String BROKER = "plume.jms.broker-url";
    private static final String BROKER_DATA = "plume.jms.data";
    private static final List<String> INPUT_TARGETS = List.of(".done", ".refused", ".sent");

    /**
     * The result of one check.
     *
     * @param ok whether the folder can be used
     * @param text the key, the folder and, if it cannot be used, the rule and what to change
     */
    public record Finding(boolean ok, String text) {}

    private Folders() {}

    /** Checks the folders of an instance: inbox, outbox and, if it is set, the one for dead letters. */
    public static List<Finding> of(Settings keys) {
        List<Finding> findings = new ArrayList<>(usable(keys, INBOX));
        findings.addAll(ofResults(keys));
        if (path(keys, INBOX).equals(path(keys, OUTBOX))) {
            findings.add(wrong(
                    "%s and %s are the same folder: the results of an input need a folder of its name. Change one of"
                            + " them.",
                    keys.prefix().keys(INBOX), keys.prefix().keys(OUTBOX)));
        }
        for (Path inbox : path(keys, INBOX)) {
            for (String name : INPUT_TARGETS) {
                Path target = inbox.resolve(name);
                if (Files.isDirectory(inbox) && Files.exists(target)) {
                    findings.add(sameFileSystem(keys.prefix().keys(INBOX), inbox, target));
                }
            }
        }
        return findings;
    }

    /** Checks the folders that outcomes are written to. */
    static List<Finding> ofResults(Settings keys) {
        List<Finding> findings = new ArrayList<>(usable(keys, OUTBOX));
        findings.addAll(usable(keys, DEAD_LETTERS));
        return findings;
    }

    /**
     * Checks the folder of an embedded broker.
     *
     * @param keys of the default instance, which alone has a broker
     * @return nothing if the broker is not embedded
     */
    public static List<Finding> ofBroker(Settings keys) {
        return keys.text(BROKER).filter("embedded"::equals).isPresent() ? usable(keys, BROKER_DATA) : List.of();
    }

    /**
     * Refuses folders that cannot be used.
     *
     * @throws ConfigurationException if there is one; the message names all of them
     */
    static void require(List<Finding> findings) {
        String wrong = findings.stream()
                .filter(finding -> !finding.ok())
                .map(Finding::text)
                .collect(Collectors.joining("\n"));
        if (!wrong.isEmpty()) {
            throw new ConfigurationException(wrong);
        }
    }

    private static List<Finding> usable(Settings keys, String key) {
        return path(keys, key).stream()
                .map(folder -> usable(keys.prefix().keys(key), folder))
                .toList();
    }

    /** Returns the path of a key; none if it is not set, or is refused by its own rule. */
    private static List<Path> path(Settings keys, String key) {
        try {
            return keys.text(key)
                    .map(text -> Path.of(text).toAbsolutePath().normalize())
                    .map(List::of)
                    .orElse(List.of());
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    private static Finding usable(String key, Path folder) {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        String place = String.format(Locale.ROOT, "%s = %s", key, folder);
        if (!Files.isDirectory(existing)) {
            return wrong("%s: %s is not a folder. Move it away, or change %s.", place, existing, key);
        }
        if (!Files.isWritable(existing) || !Files.isReadable(existing) || !Files.isExecutable(existing)) {
            return wrong(
                    "%s: %s must be readable, writable and executable (rwx). Fix its permissions, or change %s.",
                    place, existing, key);
        }
        return new Finding(true, existing.equals(folder) ? place : place + " (will be created)");
    }

    private static Finding sameFileSystem(String key, Path inbox, Path target) {
        try {
            return Files.getFileStore(inbox).equals(Files.getFileStore(target))
                    ? new Finding(true, target + " is on the file system of the inbox")
                    : wrong(
                            "%s = %s: %s must be on the same file system, because inputs are moved there. Mount it"
                                    + " elsewhere, or change %s.",
                            key, inbox, target, key);
        } catch (IOException e) { // in a chroot without /proc
            return new Finding(true, target + " is on a file system that cannot be looked up");
        }
    }

    private static Finding wrong(String format, Object... values) {
        return new Finding(false, String.format(Locale.ROOT, format, values));
    }
}
