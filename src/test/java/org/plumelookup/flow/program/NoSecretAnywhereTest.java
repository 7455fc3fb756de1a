package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.FreePort;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/**
 * Promise: a secret is nowhere but in its file: not in the log, in JMX, on a page, in results, in an exception, or in
 * what a command prints.
 *
 * <p>The log is kept at DEBUG, all libraries included, but for {@code org.apache.hc}, which prints each call as it is.
 */
@Isolated("it reads the log at DEBUG, and JMX")
class NoSecretAnywhereTest {
    private static final String CLIENT = "c0nspicuous-client-secret";
    private static final String DATABASE = "c0nspicuous-database-password";
    private static final String STORE = "c0nspicuous-store-password";
    private static final String BROKER = "c0nspicuous-broker-password";
    private static final String NOBODY = "127.0.0.1:1";

    @AutoClose
    private final FakePlume plume =
            new FakePlume(FakePlumeSettings.builder().client("client", CLIENT).build());

    private final Postgres crm = Postgres.database();

    @TempDir
    private Path folder;

    private final Map<String, String> seen = new LinkedHashMap<>();

    /** The values of the Authorization header: of the log-in, and of the token. */
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    @Test
    void aSecretOfAFileIsNowhereElse() throws Exception {
        int port = FreePort.next();
        plume.onReceived(call -> sent.addAll(call.headers().getOrDefault("Authorization", List.of())));
        Program program = Program.in(folder)
                .calling(plume, "plume.auth.authorization", "")
                .with("plume.auth.authorization-file", secret("authorization", plume.authorization()))
                .with("plume.database.url", crm.url(crm.user(DATABASE)))
                .with("plume.database.password-file", secret("database", DATABASE))
                .with("plume.database.period", "200ms")
                .with("plume.database.select", "SELECT 'ACC-2' AS accountId WHERE false")
                .with("plume.database.update", "SELECT :#customerId")
                .with("plume.jms.broker-url", "tcp://" + NOBODY)
                .with("plume.jms.user", "plume")
                .with("plume.jms.password-file", secret("broker", BROKER))
                .with("plume.file.rest", "100ms")
                .with("plume.observe.port", String.valueOf(port))
                .configured("camel.main.jmxEnabled=true");
        try (LogCapture log = everything()) {
            try (Service service = program.service()) {
                program.input("inbox/accounts.csv", "accountId", "ACC-1", "S401-1", "S403-1", "NONE-1");
                await().until(() -> Files.exists(program.data("inbox/.done/accounts.csv")));
                await().until(() -> log.has("plume-database - Attempting to create") && log.has("The broker"));
                assertThat(service.context().isStarted()).isTrue();
                for (String path : List.of("", "observe/health", "observe/metrics", "observe/status")) {
                    seen.put("the page /" + path, page(port, path));
                }
                seen.putAll(jmx());
            }
            for (String command : List.of("check", "--help", "account ACC-1")) {
                Program.Ended ended = program.with("plume.budget.store", "jdbc:postgresql://" + NOBODY + "/budget")
                        .with("plume.budget.store-password-file", secret("store", STORE))
                        .with("plume.hold.max", "1ms")
                        .run(command.split(" "));
                seen.put(command, ended.out() + ended.err());
            }
            seen.put("the log", String.join("\n", log.lines()));
        }
        seen.put("what the program said", program.said());
        try (Stream<Path> results = Files.walk(program.data("outbox"))) {
            for (Path result : results.filter(Files::isRegularFile).toList()) {
                seen.put(result.toString(), Files.readString(result));
            }
        }

        assertThat(seen.keySet())
                .anyMatch(name -> name.endsWith("summary.json"))
                .anyMatch(name -> name.endsWith("report.html"))
                .anyMatch(name -> name.startsWith("org.apache.camel:"));
        assertThat(seen.get("the page /observe/metrics")).contains("plume_outcomes_total");
        assertThat(seen.get("check")).contains("plume.jms.password-file", "plume.budget.store-password-file");
        assertThat(sent).hasSizeGreaterThanOrEqualTo(2);
        String[] secrets = Stream.concat(
                        Stream.of(CLIENT, DATABASE, STORE, BROKER),
                        sent.stream().map(header -> header.split(" ")[1]))
                .toArray(String[]::new);
        seen.forEach((place, text) -> assertThat(text).as(place).doesNotContain(secrets));
    }

    /** Keeps the log at DEBUG, also of the loggers that the program keeps quiet. */
    private static LogCapture everything() {
        LogCapture log = new LogCapture().level("ROOT", Level.DEBUG).level("org.apache.hc", Level.INFO);
        for (String quiet : List.of(
                "org.apache.camel",
                "org.apache.camel.component.properties",
                "org.apache.activemq",
                "org.apache.activemq.artemis.core.client",
                "org.messaginghub.pooled.jms",
                "com.zaxxer.hikari")) {
            log.level(quiet, Level.DEBUG);
        }
        return log;
    }

    private String secret(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text + "\n").toString();
    }

    private static String page(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(Patience.LONGEST)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return answer.headers().map() + answer.body();
    }

    /** Reads each attribute of each MBean of the JVM, and what those of Camel dump. */
    private static Map<String, String> jmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, String> values = new LinkedHashMap<>();
        for (ObjectName bean : server.queryNames(null, null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                values.put(
                        bean + " " + attribute.getName(), text(() -> server.getAttribute(bean, attribute.getName())));
            }
            for (MBeanOperationInfo operation : server.getMBeanInfo(bean).getOperations()) {
                boolean plain = operation.getSignature().length == 0;
                if (bean.getDomain().startsWith("org.apache.camel")
                        && plain
                        && operation.getName().startsWith("dump")) {
                    values.put(
                            bean + " " + operation.getName(),
                            text(() -> server.invoke(bean, operation.getName(), new Object[0], new String[0])));
                }
            }
        }
        return values;
    }

    private interface Reading {
        Object read() throws JMException;
    }

    private static String text(Reading reading) {
        try {
            Object value = reading.read();
            return value instanceof Object[] several ? Arrays.deepToString(several) : String.valueOf(value);
        } catch (JMException | RuntimeMBeanException | UnsupportedOperationException e) {
            return e.toString(); // not every attribute of the JVM is there
        }
    }
}
