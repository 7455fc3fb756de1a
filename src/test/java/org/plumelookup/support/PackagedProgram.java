package org.plumelookup.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.settings.Settings;

/**
 * The program that the build has packaged, and how a test starts a process of it: by its script, with nothing in its
 * environment but what the test gives.
 *
 * @param home the program's folder, with {@code bin}, {@code lib}, {@code config} and {@code routes}
 * @param current its current folder
 * @param environment its environment variables
 * @param options options of its JVM, none with a blank
 * @param fileLimit size of the largest file that it may write, in blocks of 512 bytes; 0 is no limit
 */
public record PackagedProgram(
        Path home, Path current, Map<String, String> environment, List<String> options, int fileLimit) {
    private static final Path PACKAGE = Path.of("target/plume-customer-lookup");
    // Nothing runs long enough for the second compiler to pay.
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx256m");

    /** Returns the path of the package's folder, which has no link in it. */
    static Path folder() {
        try {
            return PACKAGE.toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException("there is no " + PACKAGE.toAbsolutePath() + ": run mvn package before", e);
        }
    }

    /** Creates a program that calls a fake API, without a pace and with short waits, from this current folder. */
    public static PackagedProgram in(Path current, FakePlume plume) {
        Map<String, String> environment = new HashMap<>();
        TestSettings.of(plume).forEach((key, value) -> environment.put(Settings.variable(key), value));
        environment.put("CAMEL_MAIN_JMXENABLED", "false"); // a quarter of a start
        environment.put("PLUME_OBSERVE_PORT", "0");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", System.getenv("PATH"));
        PackagedProgram program = new PackagedProgram(folder(), current, environment, OPTIONS, 0);
        ClassArchive.make(program);
        return program;
    }

    /** Sets one environment variable more. */
    public PackagedProgram with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new PackagedProgram(home, current, more, options, fileLimit);
    }

    /** Connects the program with a broker. */
    public PackagedProgram with(BrokerProcess broker) {
        return with("PLUME_JMS_BROKER_URL", broker.url())
                .with("PLUME_JMS_USER", BrokerProcess.USER)
                .with("PLUME_JMS_PASSWORD", BrokerProcess.PASSWORD);
    }

    /** Adds an option of the JVM, which goes before the others. */
    public PackagedProgram withOption(String option) {
        List<String> more = Stream.concat(options.stream(), Stream.of(option)).toList();
        return new PackagedProgram(home, current, environment, more, fileLimit);
    }

    /** Limits the size of every file that the program writes. */
    public PackagedProgram withFileLimit(int blocks) {
        return new PackagedProgram(home, current, environment, options, blocks);
    }

    /** Starts the program from another current folder. */
    public PackagedProgram from(Path otherCurrent) {
        return new PackagedProgram(home, otherCurrent, environment, options, fileLimit);
    }

    /**
     * Installs the program a second time, with some of the files of the package's {@code routes} alone.
     *
     * @param folder target folder; it is created
     * @param routes paths below {@code routes/}, without {@code .camel.yaml}
     */
    public PackagedProgram installed(Path folder, String... routes) {
        try {
            Path script = Files.createDirectories(folder.resolve("bin")).resolve("plume-lookup");
            Files.copy(home.resolve("bin/plume-lookup"), script); // a link would lead home
            Files.createSymbolicLink(folder.resolve("lib"), home.resolve("lib"));
            String config = "config/application.properties";
            Files.createDirectories(folder.resolve("config"));
            Files.copy(home.resolve(config), folder.resolve(config));
            Files.createDirectories(folder.resolve("routes"));
            for (String route : routes) {
                Path file = home.resolve("routes").resolve(route + ".camel.yaml");
                Files.copy(file, folder.resolve("routes").resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PackagedProgram second = new PackagedProgram(folder, current, environment, options, fileLimit);
        return second.withOption("-Xshare:auto"); // makes no class-data archive of its own
    }

    /** Starts a command by the package's script. */
    public LookupProcess start(String... arguments) {
        return start(home.resolve("bin/plume-lookup"), arguments);
    }

    /** Starts a command by another path of the script. */
    public LookupProcess start(Path script, String... arguments) {
        List<String> command = new ArrayList<>();
        if (fileLimit > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -f " + fileLimit + "; exec \"$@\"", "sh"));
        }
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(current.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_OPTS", String.join(" ", options));
        try {
            return new LookupProcess(Processes.start(builder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
