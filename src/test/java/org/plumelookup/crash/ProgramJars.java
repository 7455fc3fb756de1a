package org.plumelookup.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;
import org.plumelookup.Main;

/**
 * The {@code lib/} of the program before there is a package, and an archive of its classes that lets a JVM start in half
 * the time, for tests that start it again and again. Both are kept in {@code target/} until a class changes.
 *
 * <p>A JVM that cannot use the archive starts without it. Thread-safe.
 */
public final class ProgramJars {
    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx256m");

    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/program").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static final Path LIB = FOLDER.resolve("lib");
    private static boolean made;

    private ProgramJars() {}

    /** Gives the folder of the jars. */
    public static Path lib() {
        make();
        return LIB;
    }

    /** Gives the options of a JVM that starts soon and does not run for long. */
    public static List<String> quick() {
        make();
        return Stream.concat(QUICK.stream(), Stream.of("-XX:SharedArchiveFile=" + ARCHIVE))
                .toList();
    }

    /** Gives the class path of all jars. */
    public static String classPath() {
        return lib() + "/*";
    }

    private static synchronized void make() {
        if (made) {
            return;
        }
        try {
            Path madeFor = FOLDER.resolve("made-for");
            String key = Runtime.version() + "\n" + System.getProperty("java.class.path") + "\n" + newest();
            if (Files.notExists(madeFor) || !Files.readString(madeFor).equals(key)) {
                FileUtil.removeDir(FOLDER.toFile());
                Files.createDirectories(LIB);
                makeLib();
                makeArchive();
                Files.writeString(madeFor, key);
            }
            made = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long newest() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
        }
    }

    private static void makeLib() throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(LIB.resolve("program.jar")));
                Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (Files.isRegularFile(jar)) {
                Files.createSymbolicLink(LIB.resolve(jar.getFileName()), jar);
            }
        }
    }

    private static void makeArchive() throws IOException, InterruptedException {
        Path names = FOLDER.resolve("classes.txt");
        run(
                "-XX:DumpLoadedClassList=" + names,
                "-Dapp.home=" + Path.of("").toAbsolutePath(),
                Main.class.getName(),
                "demo",
                "--dir",
                FOLDER.resolve("demo").toString());
        run("-Xshare:dump", "-XX:SharedClassListFile=" + names, "-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(QUICK);
        command.addAll(List.of("-cp", LIB + "/*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("making.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PLUME_") || name.startsWith("CAMEL_"));
        builder.start().waitFor();
    }

    /** Gives the path of the Java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
