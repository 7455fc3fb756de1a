package org.plumelookup.app.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plumelookup.settings.Settings;

/** Checks the folders of the files, without creating them. */
final class FolderCheck {
    private static final String INBOX = "plume.file.inbox";
    private static final String OUTBOX = "plume.file.outbox";
    private static final List<String> INPUT_TARGETS = List.of(".done", ".refused", ".sent");

    private FolderCheck() {}

    static List<Finding> of(Settings keys) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Path inbox = Path.of(keys.required(INBOX)).toAbsolutePath();
        String inboxKey = keys.prefix().keys(INBOX);
        findings.add(usable(inboxKey, inbox));
        findings.add(usable(
                keys.prefix().keys(OUTBOX), Path.of(keys.required(OUTBOX)).toAbsolutePath()));
        for (String name : INPUT_TARGETS) {
            Path target = inbox.resolve(name);
            if (Files.exists(target)) {
                findings.add(sameFileSystem(inboxKey, inbox, target));
            }
        }
        return findings;
    }

    static Finding usable(String key, Path folder) {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Finding.wrong(
                    "folders",
                    String.format(
                            Locale.ROOT,
                            "%s = %s: %s is not a folder. Move it away, or change %s.",
                            key,
                            folder,
                            existing,
                            key));
        }
        if (!Files.isWritable(existing)) {
            return Finding.wrong(
                    "folders",
                    String.format(
                            Locale.ROOT,
                            "%s = %s: %s is not writable. Fix its permissions, or change %s.",
                            key,
                            folder,
                            existing,
                            key));
        }
        return Finding.ok(
                "folders",
                String.format(
                        Locale.ROOT, "%s = %s%s", key, folder, existing.equals(folder) ? "" : " (will be created)"));
    }

    private static Finding sameFileSystem(String key, Path inbox, Path target) throws IOException {
        boolean same = Files.getFileStore(inbox).equals(Files.getFileStore(target));
        return same
                ? Finding.ok("folders", target + " is on the file system of the inbox")
                : Finding.wrong(
                        "folders",
                        String.format(
                                Locale.ROOT,
                                "%s = %s: %s must be on the same file system, because inputs are moved there. Mount it"
                                        + " elsewhere, or change %s.",
                                key,
                                inbox,
                                target,
                                key));
    }
}
