package org.plumelookup.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists the files that this process has open; only on Linux. */
public final class OpenFiles {
    private OpenFiles() {}

    /** Returns those in a folder. */
    public static List<Path> in(Path folder) throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path handle : handles) {
                try {
                    open.add(Files.readSymbolicLink(handle));
                } catch (NoSuchFileException e) {
                    // closed meanwhile, as the one of this listing is
                }
            }
        }
        open.removeIf(file -> !file.startsWith(folder));
        return open;
    }
}
