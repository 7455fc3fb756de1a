package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plumelookup.flow.jms.JmsService.CUSTOMERS;
import static org.plumelookup.flow.jms.JmsService.FAILURES;
import static org.plumelookup.flow.jms.JmsService.REQUESTS;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.support.Queues;

/** Account IDs come from a queue of a real broker, in every form, and each gets exactly its outcomes. */
class RequestsTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void customersGoToTheSuccessQueueAndTheCallersFieldsComeBack(String protocol) throws Exception {
        try (Queues asker = Queues.of(
                protocol.equals("tcp") ? jms.broker().url() : jms.broker().amqpUrl())) {
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
                assertThat(JmsService.ours(customer)).containsExactlyInAnyOrder("plumeOutcome", "plumeMessageId");
                assertThat(customer.getStringProperty("plumeMessageId"))
                        .startsWith("plume-from-jms:ID:")
                        .endsWith(":" + match);
            }
        }
        jms.assertNothingIsLeft();
    }

    @Test
    void anAccountWithoutACustomerGoesToTheErrorQueue() throws Exception {
        jms.queues().send(REQUESTS, "NONE-1");
        TextMessage failure = jms.queues().receive(FAILURES);
        assertThat(Queues.json(failure).path("category").asText()).isEqualTo("no-match");
        assertThat(failure.getStringProperty("plumeOutcome")).isEqualTo("no-match");
        assertThat(failure.getJMSCorrelationID()).isNull();
        jms.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void whoAsksForAReplyGetsOneDocumentAndNobodyElseAnything(String protocol) throws Exception {
        try (Queues asker = Queues.of(
                protocol.equals("tcp") ? jms.broker().url() : jms.broker().amqpUrl())) {
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
                assertThat(JmsService.ours(reply)).isEmpty();
                JsonNode json = Queues.json(reply);
                String outcome = id.startsWith("MANY") ? "found" : id.isEmpty() ? "invalid" : "no-match";
                assertThat(json.path("accountId").asText()).isEqualTo(id);
                assertThat(json.path("outcome").asText()).isEqualTo(outcome);
                assertThat(json.path("customers")).hasSize(outcome.equals("found") ? 12 : 0);
                assertThat(json.has("reason")).isEqualTo(!outcome.equals("found"));
                assertThat(json.path("input").toString()).isEqualTo("{\"ticket\":7}");
            }
        }
        jms.assertNothingIsLeft();
    }

    @Test
    void bytesAreReadAsUtf8() throws Exception {
        jms.queues().send(REQUESTS, session -> {
            var message = session.createBytesMessage();
            message.writeBytes("{\"accountId\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8));
            return message;
        });
        assertThat(Queues.json(jms.queues().receive(CUSTOMERS))
                        .path("accountId")
                        .asText())
                .isEqualTo("Zoë");
        jms.assertNothingIsLeft();
    }

    @Test
    void aReplyThatIsToGoToTheRequestQueueIsARequestLikeAnyOther() throws Exception {
        jms.queues().send(REQUESTS, session -> {
            TextMessage message = session.createTextMessage("B-1");
            message.setJMSReplyTo(session.createQueue(REQUESTS));
            return message;
        });
        JsonNode customer = Queues.json(jms.queues().receive(CUSTOMERS));
        assertThat(customer.at("/input/outcome").asText()).isEqualTo("found");
        jms.assertNothingIsLeft();
    }
}
