package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plumelookup.demo.FakePlume;

/**
 * A program folder as the package leaves it, of which a test may change every file, and a current folder elsewhere in
 * which commands run as processes of their own. Nothing of the machine's environment reaches them but the path.
 */
public final class Program {
    public static final String TOKEN = "Bearer of-the-test";

    private static final long LONGEST_SECONDS = 180;

    private final Path home;
    private final Path current;
    private final Map<String, String> environment = new HashMap<>();

    private Program(Path home, Path current) {
        this.home = home;
        this.current = current;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", current.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", String.join(" ", options()));
    }

    /** Options are words: none with a blank, as that of an archive in such a folder. */
    private static List<String> options() {
        return ProgramJars.quick().stream()
                .filter(option -> !option.contains(" "))
                .toList();
    }

    /** Lays out the folders below another one. */
    public static Program in(Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve("the program"));
        Program program = new Program(home, Files.createDirectories(folder.resolve("elsewhere")));
        copy(Path.of("src/assembly/bin"), home.resolve("bin"));
        copy(Path.of("config"), home.resolve("config"));
        copy(Path.of("routes"), home.resolve("routes"));
        Files.createSymbolicLink(home.resolve("lib"), ProgramJars.lib());
        return program;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Puts more jars into {@code lib/}, those of the tests whose names begin so. */
    public Program withJars(String... names) throws IOException {
        Path lib = home.resolve("lib");
        Files.delete(lib);
        Files.createDirectory(lib);
        try (Stream<Path> files = Files.list(ProgramJars.lib())) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(lib.resolve(file.getFileName()), file);
            }
        }
        List<Path> tests = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        for (String name : names) {
            Path jar = tests.stream()
                    .filter(file -> file.getFileName().toString().matches(Pattern.quote(name) + "-\\d.*[.]jar"))
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
        }
        return this;
    }

    /** Lets the program call a fake API. */
    public Program calling(FakePlume plume) {
        return with("PLUME_API_URL", plume.url()).with("PLUME_AUTH_TOKEN", TOKEN);
    }

    public Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Program edit(String file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(home(file));
        String after = change.apply(before);
        assertThat(after).as("the change of " + file).isNotEqualTo(before);
        Files.writeString(home(file), after);
        return this;
    }

    /** Gives a file of the program's folder. */
    public Path home(String file) {
        return home.resolve(file);
    }

    /** Gives a file of the current folder. */
    public Path current(String file) {
        return current.resolve(file);
    }

    public Path input(String name, String... lines) throws IOException {
        Files.createDirectories(current(name).getParent());
        return Files.write(current(name), Arrays.asList(lines));
    }

    /** Runs a command to its end. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        return end(start(home("bin/plume-lookup"), arguments));
    }

    /** Starts a command by this way to its script. */
    public Process start(Path script, String... arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                        .toList())
                .directory(current.toFile())
                .redirectOutput(current("stdout").toFile())
                .redirectError(current("stderr").toFile());
        process.environment().clear();
        process.environment().putAll(environment);
        return Processes.start(process);
    }

    /** Waits for the end of a command. */
    public Ended end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + LONGEST_SECONDS + " s:\n" + said());
        }
        return new Ended(process.exitValue(), Files.readString(current("stdout")), said());
    }

    /** Gives what the command has said on standard error so far. */
    public String said() throws IOException {
        return Files.readString(current("stderr"));
    }

    /** How a command ended, and what it left on standard output and standard error. */
    public record Ended(int code, String out, String err) {
        public Ended with(int expected) {
            assertThat(code).as("exit code; the command said: %s", err).isEqualTo(expected);
            assertThat(err).doesNotContain("\tat ");
            return this;
        }
    }
}
