package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.spi.PropertiesFunction;
import org.plumelookup.Main;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.settings.Settings;

/**
 * The program in this JVM: a folder with {@code config/} and {@code routes/} as the package leaves them, of which a
 * test may change every file, an environment of its own, and a folder elsewhere for its inbox, outbox and broker.
 *
 * <p>Several run side by side; nothing of the machine's environment reaches them.
 */
public final class Program {
    private static final String CONFIG = "config/application.properties";

    private final Path home;
    private final Path data;
    private final Map<String, String> environment = new HashMap<>();
    private final ProgramLog log = new ProgramLog();

    private Program(Path home, Path data) {
        this.home = home;
        this.data = data;
    }

    /** Lays out a program in a folder, and lets its data be there too, as several may. */
    public static Program in(Path folder) throws IOException {
        Program program = new Program(Files.createTempDirectory(folder, "the program "), folder);
        copy(Path.of("config"), program.home("config"));
        copy(Path.of("routes"), program.home("routes"));
        for (String key : new String[] {"plume.file.inbox", "plume.file.outbox", "plume.jms.data"}) {
            String name = Settings.shipped().get(key);
            program.with(key, program.data(name).toString()); // the current folder of a JVM cannot be changed
        }
        program.configured("plume.observe.port=0"); // one that is free may be another test's
        return program.configured("camel.main.jmxEnabled=false"); // its names are of the whole JVM
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /**
     * Lets the program log in at a fake API and call it, unlimited and with quick retries.
     *
     * @param settings key, value, key, value; go before that
     */
    public Program calling(FakePlume plume, String... settings) {
        TestSettings.of(plume, settings).forEach(this::with);
        return this;
    }

    /** Lets the program use a broker. */
    public Program using(TestBroker broker) {
        return with("plume.jms.broker-url", broker.url())
                .with("plume.jms.user", TestBroker.USER)
                .with("plume.jms.password", TestBroker.PASSWORD);
    }

    /** Sets the environment variable of a key. */
    public Program with(String key, String value) {
        assertThat(Settings.shipped()).containsKey(key);
        environment.put(Settings.variable(key), value);
        return this;
    }

    /** Sets any environment variable. */
    public Program withVariable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Appends lines to the configuration. */
    public Program configured(String lines) throws IOException {
        Files.writeString(home(CONFIG), "\n" + lines + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /** Changes a file of the program's folder. */
    public Program edit(String file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(home(file));
        String after = change.apply(before);
        assertThat(after).as("the change of " + file).isNotEqualTo(before);
        Files.writeString(home(file), after);
        return this;
    }

    /** Returns the path of a file of the program's folder. */
    public Path home(String file) {
        return home.resolve(file);
    }

    /** Returns the path of a file of the folder in which the inbox and the outbox are. */
    public Path data(String file) {
        return data.resolve(file);
    }

    /** Writes a file of the folder in which the inbox and the outbox are. */
    public Path input(String name, String... lines) throws IOException {
        Files.createDirectories(data(name).getParent());
        return Files.write(data(name), Arrays.asList(lines));
    }

    /** Runs a command to its end. */
    public Ended run(String... arguments) throws Exception {
        int before = said().length();
        StringWriter out = new StringWriter();
        int code = log.keep(() -> Main.commandLine(installation())
                .setOut(new PrintWriter(out, true))
                .setErr(log.err())
                .execute(arguments));
        return new Ended(code, out.toString(), said().substring(before));
    }

    /** Starts the service, as the command {@code run} does. */
    public Service service() throws Exception {
        return new Service(log, installation());
    }

    /** Returns what the program has said on standard error so far: its log, and why commands ended. */
    public String said() {
        return log.toString();
    }

    private Installation installation() {
        return new Installation(home, Map.copyOf(environment), this::flow);
    }

    /** Creates the flow, for which {@code {{env:NAME}}} is of the program's environment, too. */
    private RoutesBuilder flow() {
        PlumeLookup flow = new PlumeLookup();
        flow.addLifecycleInterceptor(new Environment(Map.copyOf(environment)));
        return flow;
    }

    /** Stands in for the environment that Camel reads. */
    private record Environment(Map<String, String> variables)
            implements RouteBuilderLifecycleStrategy, PropertiesFunction {
        @Override
        public void beforeConfigure(RouteBuilder builder) {
            builder.getContext().getPropertiesComponent().addPropertiesFunction(this);
        }

        @Override
        public String getName() {
            return "env";
        }

        @Override
        public String apply(String name) {
            return variables.get(name);
        }
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
