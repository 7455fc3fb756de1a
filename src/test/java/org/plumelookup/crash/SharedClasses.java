package org.plumelookup.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumelookup.Main;

/**
 * Lets the program start in half the time, for tests that start it again and again: the classes of its libraries come
 * from an archive that is made once and kept in {@code target/}. Thread-safe.
 *
 * <p>A JVM that cannot use the archive starts without it, as one does where it could not be made.
 */
final class SharedClasses {
    private static final Path FOLDER = Path.of("target").toAbsolutePath();
    private static final List<String> ENTRIES =
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    private static final String JARS = entries(Files::isRegularFile).collect(Collectors.joining(File.pathSeparator));

    private SharedClasses() {}

    /** Gives the class path of this JVM, folders last: the archive holds the classes of what stands at its beginning. */
    static String classPath() {
        return Stream.concat(entries(Files::isRegularFile), entries(Files::isDirectory))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> entries(Predicate<Path> kind) {
        return ENTRIES.stream().filter(entry -> kind.test(Path.of(entry)));
    }

    /** Gives the options of a JVM that takes classes from the archive. */
    static synchronized List<String> options() {
        String key = Integer.toHexString((Runtime.version() + JARS).hashCode());
        Path archive = FOLDER.resolve("shared-classes-" + key + ".jsa");
        try {
            if (Files.notExists(archive)) {
                make(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    private static void make(Path archive) throws IOException {
        Path names = Files.createTempFile(FOLDER, "shared-classes", ".txt");
        Path part = Files.createTempFile(FOLDER, "shared-classes", ".part");
        try {
            run(
                    List.of("-XX:DumpLoadedClassList=" + names, "-Dapp.home=" + System.getProperty("user.dir")),
                    classPath(),
                    Main.class.getName(),
                    "account",
                    "A1");
            Files.delete(part);
            run(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + names, "-XX:SharedArchiveFile=" + part), JARS);
            if (Files.exists(part)) {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(names);
            Files.deleteIfExists(part);
        }
    }

    private static void run(List<String> options, String classPath, String... program) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LookupProcess.QUICK);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        Collections.addAll(command, program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // Nobody answers there; the classes that it takes to ask are those that matter.
        builder.environment()
                .putAll(Map.of(
                        "PLUME_API_URL", "http://127.0.0.1:1/api",
                        "PLUME_AUTH_TOKEN", "none",
                        "PLUME_RETRY_ATTEMPTS", "1"));
        try {
            builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
