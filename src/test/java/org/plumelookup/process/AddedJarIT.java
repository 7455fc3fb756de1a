package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Queues;

/** The client jars of another make of broker, put into lib/, and the lines of docs/jms.md are all that it takes. */
class AddedJarIT {
    private static final String REQUESTS = "plume.accounts";
    private static final int MESSAGES = 300;

    private final FakePlume plume = new FakePlume();
    private final BrokerService broker = new BrokerService();
    private PackagedProgram program;
    private Queues queues;

    @BeforeEach
    void startActiveMqClassic(@TempDir Path folder) throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        String url = broker.addConnector("tcp://127.0.0.1:0").getConnectUri().toString();
        broker.start();
        queues = Queues.of(new ActiveMQConnectionFactory(url));
        program = PackagedProgram.in(folder, plume)
                .installed(folder.resolve("the program"), "plume-from-jms", "plume-to-queues", "plume-to-channels");
        addJars("activemq-client", "hawtbuf");
        Matcher lines = Pattern.compile("(?s)# or ActiveMQ Classic[^\n]*\n(.*?)\n```")
                .matcher(Files.readString(Path.of("docs/jms.md")));
        assertThat(lines.find()).isTrue();
        Files.writeString(
                program.home().resolve("config/application.properties"),
                "\nplume.jms.broker-url=bean:mq\n" + lines.group(1).replace("tcp://mq.example.com:61616", url) + "\n",
                StandardOpenOption.APPEND);
    }

    @AfterEach
    void stopAll() throws Exception {
        plume.close();
        queues.close();
        broker.stop();
    }

    /** Puts jars of the tests, whose names begin so, into a {@code lib/} of the program's own. */
    private void addJars(String... names) throws IOException {
        Path lib = program.home().resolve("lib");
        Path shipped = lib.toRealPath();
        Files.delete(lib);
        Files.createDirectory(lib);
        List<Path> tests = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> Stream.of(names)
                        .anyMatch(name -> jar.getFileName().toString().matches(Pattern.quote(name) + "-\\d.*[.]jar")))
                .toList();
        assertThat(tests).hasSize(names.length);
        try (Stream<Path> jars = Files.list(shipped)) {
            for (Path jar : Stream.concat(jars, tests.stream()).toList()) {
                Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
            }
        }
    }

    @Test
    void messagesAreAnsweredOnceThoughTheProgramIsKilled() throws Exception {
        queues.sendAll(
                REQUESTS,
                IntStream.range(0, MESSAGES)
                        .<Queues.Maker>mapToObj(
                                n -> session -> session.createTextMessage((n % 5 == 0 ? "NONE-" : "A-") + n))
                        .toList());
        plume.onReceived(call -> {
            if (plume.stats().searches() > MESSAGES / 2) {
                plume.block(Duration.ofMinutes(10)); // so that something is left
            }
        });
        try (LookupProcess killed = program.start("run")) {
            await().until(() -> plume.stats().searches() > MESSAGES / 4);
            killed.kill();
            killed.exit();
        }
        plume.onReceived(null);
        plume.block(Duration.ZERO);
        assertThat(broker.checkQueueSize(REQUESTS)).as("all are answered").isFalse();

        try (LookupProcess again = program.start("run")) {
            await().until(() -> broker.checkQueueSize(REQUESTS));
            again.stop();
            assertThat(again.exit()).as(again.output()).isZero();
        }
        List<Message> customers = queues.drain("plume.customers", MESSAGES * 4 / 5);
        List<Message> failures = queues.drain("plume.failures", MESSAGES / 5);
        assertThat(customers).hasSize(MESSAGES * 4 / 5);
        assertThat(Stream.concat(customers.stream(), failures.stream())
                        .map(message -> Queues.json(message).path("accountId").asText()))
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
    }
}
