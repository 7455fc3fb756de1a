package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.TestBroker;

/** Account IDs come from a queue of a real broker, in every form, and each gets exactly its outcomes. */
class RequestsTest {
    private static final String REQUESTS = "plume.accounts";
    private static final String CUSTOMERS = "plume.customers";
    private static final String FAILURES = "plume.failures";

    @TempDir
    private static Path folder;

    private static FakePlume plume;
    private static FakePlume elsewhere;
    private static TestBroker broker;
    private static Service service;
    private static Queues queues;

    @BeforeAll
    static void start() throws Exception {
        plume = new FakePlume();
        elsewhere = new FakePlume();
        broker = TestBroker.start(folder.resolve("broker"));
        service = Program.in(folder).calling(plume).using(broker).service();
        queues = Queues.of(broker.url());
    }

    @AfterAll
    static void stop() throws Exception {
        queues.close();
        service.close();
        broker.close();
        plume.close();
        elsewhere.close();
    }

    @BeforeEach
    void forgetWhatAFailedTestLeft() throws Exception {
        for (String queue : List.of(CUSTOMERS, FAILURES)) {
            if (queues.count(queue) > 0) {
                queues.drain(queue);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void customersGoToTheSuccessQueueAndTheCallersFieldsComeBack(String protocol) throws Exception {
        try (Queues asker = Queues.of(protocol.equals("tcp") ? broker.url() : broker.amqpUrl())) {
            asker.send(REQUESTS, session -> {
                TextMessage message =
                        session.createTextMessage("{\"accountId\":\"MANY-3-x\",\"region\":\"Süd\",\"n\":1.50}");
                message.setJMSCorrelationID("my-correlation");
                message.setStringProperty("custom", "stays here");
                return message;
            });
            for (int match = 1; match <= 3; match++) {
                TextMessage customer = asker.receive(CUSTOMERS);
                assertThat(customer.getJMSCorrelationID()).isEqualTo("my-correlation");
                JsonNode json = Queues.json(customer);
                assertThat(json.path("accountId").asText()).isEqualTo("MANY-3-x");
                assertThat(json.path("match").asInt()).isEqualTo(match);
                assertThat(customer.getText()).contains("\"input\":{\"region\":\"Süd\",\"n\":1.50}");
                assertThat(ours(customer)).containsExactlyInAnyOrder("plumeOutcome", "plumeMessageId");
                assertThat(customer.getStringProperty("plumeMessageId"))
                        .startsWith("plume-from-jms:ID:")
                        .endsWith(":" + match);
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void anAccountWithoutACustomerGoesToTheErrorQueue() throws Exception {
        queues.send(REQUESTS, "NONE-1");
        TextMessage failure = queues.receive(FAILURES);
        assertThat(Queues.json(failure).path("category").asText()).isEqualTo("no-match");
        assertThat(failure.getStringProperty("plumeOutcome")).isEqualTo("no-match");
        assertThat(failure.getJMSCorrelationID()).isNull();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void whoAsksForAReplyGetsOneDocumentAndNobodyElseAnything(String protocol) throws Exception {
        try (Queues asker = Queues.of(protocol.equals("tcp") ? broker.url() : broker.amqpUrl())) {
            Queue answers = asker.temporary();
            for (String id : List.of("MANY-12-r", "NONE-r", "")) {
                asker.send(REQUESTS, session -> {
                    TextMessage message = session.createTextMessage("{\"accountId\":\"" + id + "\",\"ticket\":7}");
                    message.setJMSReplyTo(answers);
                    message.setJMSCorrelationID("c-" + id);
                    return message;
                });
                TextMessage reply = asker.receive(answers);
                assertThat(reply.getJMSCorrelationID()).isEqualTo("c-" + id);
                assertThat(ours(reply)).isEmpty();
                JsonNode json = Queues.json(reply);
                String outcome = id.startsWith("MANY") ? "found" : id.isEmpty() ? "invalid" : "no-match";
                assertThat(json.path("accountId").asText()).isEqualTo(id);
                assertThat(json.path("outcome").asText()).isEqualTo(outcome);
                assertThat(json.path("customers")).hasSize(outcome.equals("found") ? 12 : 0);
                assertThat(json.has("reason")).isEqualTo(!outcome.equals("found"));
                assertThat(json.path("input").toString()).isEqualTo("{\"ticket\":7}");
            }
        }
        assertNothingIsLeft();
    }

    /** Holds a message that cannot be read, and what is told of it. */
    private static Arguments unreadable(String name, Queues.Maker maker, String reason) {
        return Arguments.of(name, maker, reason);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                unreadable("no text", session -> session.createTextMessage(), "no account ID"),
                unreadable("no body", session -> session.createMessage(), "without a body"),
                unreadable("a map", session -> session.createMapMessage(), "a MapMessage"),
                unreadable("a stream", session -> session.createStreamMessage(), "a StreamMessage"),
                unreadable("an object", session -> session.createObjectMessage(new Bomb()), "an ObjectMessage"),
                unreadable(
                        "bytes that are no text",
                        session -> {
                            var message = session.createBytesMessage();
                            message.writeBytes("Zoë".getBytes(StandardCharsets.ISO_8859_1));
                            return message;
                        },
                        "not UTF-8"),
                text("JSON without accountId", "{\"account\":\"A\"}", "without an accountId"),
                text("accountId that is an object", "{\"accountId\":{}}", "without an accountId"),
                text("half of a JSON", "{\"accountId\":\"A", "not JSON"),
                text("a field twice", "{\"accountId\":\"A\",\"accountId\":\"B\"}", "same field twice"),
                text("too deep", "{\"accountId\":\"A\",\"x\":" + "[".repeat(900) + "]".repeat(900) + "}", "not JSON"),
                text("half a character", "\uD800", "half a character"),
                text("half a character in JSON", "{\"accountId\":\"A\",\"x\":\"\\ud800\"}", "half a character"),
                text("a number out of range", "{\"accountId\":\"A\",\"x\":1e99999999999}", ""),
                text("a long ID", "L".repeat(5_000), "longer than"),
                text("a long ID in JSON", "{\"accountId\":\"" + "L".repeat(5_000) + "\"}", "longer than"),
                text("an ID of 1,001 characters", "L".repeat(1_001), "longer than 1000"),
                text("a long text", "L".repeat(3_000_000), "longer than 1 MB"));
    }

    private static Arguments text(String name, String text, String reason) {
        return unreadable(name, session -> session.createTextMessage(text), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void aMessageThatCannotBeReadIsInvalidWithTheBeginningOfItsText(String name, Queues.Maker maker, String reason)
            throws Exception {
        queues.send(REQUESTS, maker);
        TextMessage failure = queues.receive(FAILURES);
        JsonNode json = Queues.json(failure);
        assertThat(json.path("category").asText()).isEqualTo("invalid");
        assertThat(json.path("reason").asText()).contains(reason);
        assertThat(json.path("input").path("text").asText().length()).isLessThanOrEqualTo(1024);
        assertThat(failure.getText()).hasSizeLessThan(4_000);
        assertThat(Bomb.EXPLODED).hasValue(0);
        assertNothingIsLeft();
    }

    @Test
    void bytesAreReadAsUtf8() throws Exception {
        queues.send(REQUESTS, session -> {
            var message = session.createBytesMessage();
            message.writeBytes("{\"accountId\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8));
            return message;
        });
        assertThat(Queues.json(queues.receive(CUSTOMERS)).path("accountId").asText())
                .isEqualTo("Zoë");
        assertNothingIsLeft();
    }

    @Test
    void noPropertyOfAMessageSteersItsLookup() throws Exception {
        Map<String, String> hostile = Map.of(
                "CamelHttpUri", elsewhere.url(),
                "CamelHttpPath", "/trap",
                "CamelHttpMethod", "DELETE",
                "CamelDestinationOverrideUrl", elsewhere.url(),
                "CamelJmsDestinationName", "plume.stolen",
                "CamelBeanMethodName", "toString",
                "Authorization", "Bearer of-the-sender",
                "Cookie", "a=b",
                "plumeOutcome", "no-match",
                "plumeReplyTo", "plume.stolen");
        for (Map.Entry<String, String> header : hostile.entrySet()) {
            for (String name : spellings(header.getKey())) {
                queues.send(REQUESTS, session -> {
                    Message message = session.createTextMessage("A-" + name);
                    message.setStringProperty(name, header.getValue());
                    message.setJMSType("a type");
                    return message;
                });
                TextMessage customer = queues.receive(CUSTOMERS);
                assertThat(Queues.json(customer).path("accountId").asText()).isEqualTo("A-" + name);
                assertThat(ours(customer)).containsExactlyInAnyOrder("plumeOutcome", "plumeMessageId");
                assertThat(customer.getJMSType()).isNull();
                assertThat(plume.callsOf("A-" + name)).isEqualTo(1);
            }
        }
        assertThat(elsewhere.stats().calls()).isZero();
        assertThat(queues.count("plume.stolen")).isZero();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmsReplyTo", "jmsreplyto", "jmsCorrelationID", "jmsMessageID", "jmsDestination"})
    void noPropertyStandsInThePlaceOfAFieldOfTheMessage(String name) throws Exception {
        queues.send(REQUESTS, session -> {
            Message message = session.createTextMessage("A-" + name);
            message.setJMSCorrelationID("the real one");
            message.setStringProperty(name, "plume.stolen");
            return message;
        });
        TextMessage customer = queues.receive(CUSTOMERS);
        assertThat(Queues.json(customer).path("accountId").asText()).isEqualTo("A-" + name);
        assertThat(customer.getJMSCorrelationID()).isEqualTo("the real one");
        assertThat(customer.getStringProperty("plumeMessageId")).doesNotContain("stolen");
        assertThat(queues.count("plume.stolen")).isZero();
        assertNothingIsLeft();
    }

    /** The names of JMS properties stand for other names too: _DOT_ for a dot, _HYPHEN_ for a hyphen. */
    private static List<String> spellings(String name) {
        return List.of(
                name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT), "_HYPHEN_" + name, name + "_DOT_x");
    }

    @Test
    void aReplyThatIsToGoToTheRequestQueueIsARequestLikeAnyOther() throws Exception {
        queues.send(REQUESTS, session -> {
            TextMessage message = session.createTextMessage("B-1");
            message.setJMSReplyTo(session.createQueue(REQUESTS));
            return message;
        });
        JsonNode customer = Queues.json(queues.receive(CUSTOMERS));
        assertThat(customer.at("/input/outcome").asText()).isEqualTo("found");
        assertNothingIsLeft();
    }

    private static List<String> ours(Message message) throws Exception {
        List<String> names = new ArrayList<>();
        Enumeration<?> all = message.getPropertyNames();
        while (all.hasMoreElements()) {
            String name = all.nextElement().toString();
            if (!name.matches("_?_AMQ.*|JMSX.*|JMS_.*")) {
                names.add(name);
            }
        }
        return names;
    }

    private static void assertNothingIsLeft() {
        org.awaitility.Awaitility.await().until(() -> queues.count(REQUESTS) == 0);
        assertThat(queues.count(CUSTOMERS)).isZero();
        assertThat(queues.count(FAILURES)).isZero();
        assertThat(queues.count(TestBroker.DEAD)).isZero();
    }

    /** Tells when it is deserialised. */
    private static final class Bomb implements java.io.Serializable {
        static final AtomicInteger EXPLODED = new AtomicInteger();
        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream in) {
            EXPLODED.incrementAndGet();
        }
    }
}
