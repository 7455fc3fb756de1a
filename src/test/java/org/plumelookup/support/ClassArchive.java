package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.plumelookup.fake.FakePlume;

/**
 * The classes of the packaged program as the JVM keeps them in memory: with them it starts in two thirds of the CPU
 * time. Created once for a package and a version of Java; a JVM that cannot use the archive starts without it.
 * Thread-safe.
 */
final class ClassArchive {
    private static Optional<String> option;

    private ClassArchive() {}

    /** Returns the JVM's option; empty if it would have a blank, which {@code JAVA_OPTS} cannot hold. */
    static synchronized Optional<String> option() {
        if (option == null) {
            Path folder = PackagedProgram.folder();
            Path archive = folder.resolveSibling("classes-" + Runtime.version() + ".jsa");
            option = Optional.of(archive.toString()).filter(path -> !path.contains(" "));
            try {
                if (option.isPresent() && !isOf(folder, archive)) {
                    create(archive);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            option = option.map(path -> "-XX:SharedArchiveFile=" + path);
        }
        return option;
    }

    private static boolean isOf(Path folder, Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(folder.resolve("lib"))) > 0;
    }

    private static void create(Path archive) throws IOException {
        Path part = archive.resolveSibling(archive.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FakePlume plume = new FakePlume();
                LookupProcess one = PackagedProgram.slow(archive.getParent(), plume)
                        .withOption("-XX:ArchiveClassesAtExit=" + part)
                        .start("account", "A")) {
            assertThat(one.exit()).as(one.output()).isZero();
        }
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }
}
