package org.plumelookup.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private static final Path RUNTIME = Path.of("target/runtime.classpath");
    private static final Path FOLDER = Path.of("target/program").toAbsolutePath();
    private static final Path LIB = FOLDER.resolve("lib");
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static boolean made;

    private ProgramJars() {}

    /** Gives the folder of the jars. */
    public static Path lib() {
        make();
        return LIB;
    }

    /** Gives the class path of all jars. */
    public static String classPath() {
        return lib() + "/*";
    }

    /** Gives the options of a JVM that starts soon and does not run for long. */
    public static List<String> quick() {
        make();
        return Stream.concat(QUICK.stream(), Stream.of("-XX:SharedArchiveFile=" + ARCHIVE))
                .toList();
    }

    /** Gives the path of the Java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static synchronized void make() {
        if (made) {
            return;
        }
        try {
            Path madeFor = FOLDER.resolve("made-for");
            String runtime = Files.readString(RUNTIME, UTF_8).strip();
            String key = Runtime.version() + "\n" + runtime + "\n" + newest();
            if (Files.notExists(madeFor) || !Files.readString(madeFor).equals(key)) {
                FileUtil.removeDir(FOLDER.toFile());
                Files.createDirectories(LIB);
                makeLib(runtime);
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

    private static void makeLib(String runtime) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(LIB.resolve("program.jar")));
                Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        for (String jar : runtime.split(File.pathSeparator)) {
            Files.createSymbolicLink(LIB.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
    }

    /** Lets the demo run, which uses nearly everything, and keeps the classes that it loaded. */
    private static void makeArchive() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(QUICK);
        command.addAll(List.of(
                "-XX:ArchiveClassesAtExit=" + ARCHIVE,
                "-Dapp.home=" + Path.of("").toAbsolutePath(),
                "-cp",
                LIB + "/*",
                Main.class.getName(),
                "demo",
                "--dir",
                FOLDER.resolve("demo").toString()));
        Path log = FOLDER.resolve("making.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> !List.of("PATH", "HOME").contains(name));
        Process demo = builder.start();
        if (!demo.waitFor(5, TimeUnit.MINUTES) || demo.exitValue() != 0) {
            demo.destroyForcibly();
            throw new IOException("the demo does not run: " + Files.readString(log, UTF_8));
        }
    }
}
