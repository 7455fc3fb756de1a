package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plumelookup.flow.jms.JmsService.CUSTOMERS;
import static org.plumelookup.flow.jms.JmsService.FAILURES;
import static org.plumelookup.flow.jms.JmsService.REQUESTS;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.support.Queues;

/** A message that cannot be read is an invalid account, and no object of it is ever deserialised. */
class UnreadableMessageTest {
    private static JmsService jms;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        jms = JmsService.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        jms.close();
    }

    @BeforeEach
    void forgetWhatAFailedTestLeft() throws Exception {
        jms.forget();
    }

    /** Holds a message that cannot be read, and what is logged of it. */
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
                text("a JSON array", "[{\"accountId\":\"A\"}]", "JSON array"),
                text("a JSON array after a byte order mark", "\uFEFF[\"A\"]\n", "JSON array"),
                text("two lines", "A\nB", "control character"),
                text("half a character", "\uD800", "half a character"),
                text("half a character in JSON", "{\"accountId\":\"A\",\"x\":\"\\ud800\"}", "half a character"),
                text("a number out of range", "{\"accountId\":\"A\",\"x\":1e99999999999}", ""),
                text("a long ID", "L".repeat(5_000), "longer than"),
                text("a long ID in JSON", "{\"accountId\":\"" + "L".repeat(5_000) + "\"}", "longer than"),
                text("an ID of 1,001 characters", "L".repeat(1_001), "longer than 1000"),
                text("a long text", "L".repeat(1_500_000), "longer than 1 MB"),
                text(
                        "a text whose body is left in the broker",
                        "L".repeat(3_000_000),
                        "longer than 1 MB (6000005 bytes)"),
                unreadable(
                        "large bytes",
                        session -> {
                            var message = session.createBytesMessage();
                            message.writeBytes(new byte[6_000_000]);
                            return message;
                        },
                        "longer than 1 MB (6000000 bytes)"),
                unreadable(
                        "a large map",
                        session -> {
                            var message = session.createMapMessage();
                            message.setBytes("accountId", new byte[6_000_000]);
                            return message;
                        },
                        "longer than 1 MB"),
                unreadable(
                        "a large stream",
                        session -> {
                            var message = session.createStreamMessage();
                            message.writeBytes(new byte[6_000_000]);
                            return message;
                        },
                        "longer than 1 MB"),
                unreadable(
                        "a large object",
                        session -> session.createObjectMessage(new byte[6_000_000]),
                        "longer than 1 MB"));
    }

    private static Arguments text(String name, String text, String reason) {
        return unreadable(name, session -> session.createTextMessage(text), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void aMessageThatCannotBeReadIsInvalidWithTheBeginningOfItsText(String name, Queues.Maker maker, String reason)
            throws Exception {
        jms.queues().send(REQUESTS, maker);
        TextMessage failure = jms.queues().receive(FAILURES);
        JsonNode json = Queues.json(failure);
        assertThat(json.path("category").asText()).isEqualTo("invalid");
        assertThat(json.path("reason").asText()).contains(reason);
        assertThat(json.path("input").path("text").asText().length()).isLessThanOrEqualTo(1024);
        assertThat(failure.getText()).hasSizeLessThan(4_000);
        assertThat(Bomb.EXPLODED).hasValue(0);
        jms.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {200_000, 6_000_000})
    void aMessageThatBecomesTooLargeWhenItIsUnpackedIsInvalidAndTheQueueGoesOn(int length) throws Exception {
        ActiveMQConnectionFactory packing =
                new ActiveMQConnectionFactory(jms.broker().url());
        packing.setCompressLargeMessage(true);
        try (Queues sender = Queues.of(packing)) {
            sender.send(REQUESTS, "L".repeat(length));
        }
        assertThat(Queues.json(jms.queues().receive(FAILURES)).path("reason").asText())
                .contains(length > 1_000_000 ? "longer than 1 MB (" : "longer than 1000");
        for (int number = 1; number <= 20; number++) {
            jms.queues().send(REQUESTS, "A-after-" + number);
            assertThat(Queues.json(jms.queues().receive(CUSTOMERS))
                            .path("accountId")
                            .asText())
                    .isEqualTo("A-after-" + number);
        }
        jms.assertNothingIsLeft();
    }

    /** Records that it is deserialised. */
    private static final class Bomb implements java.io.Serializable {
        static final AtomicInteger EXPLODED = new AtomicInteger();
        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream in) {
            EXPLODED.incrementAndGet();
        }
    }
}
