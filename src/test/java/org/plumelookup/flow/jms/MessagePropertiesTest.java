package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plumelookup.flow.jms.JmsService.CUSTOMERS;
import static org.plumelookup.flow.jms.JmsService.REQUESTS;

import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Queues;

/** No property of a message steers its lookup or stands in the place of a field of the message. */
class MessagePropertiesTest {
    private static JmsService jms;
    private final FakePlume elsewhere = new FakePlume();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        jms = JmsService.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        jms.close();
    }

    @AfterEach
    void closeFake() {
        elsewhere.close();
    }

    @BeforeEach
    void forgetWhatAFailedTestLeft() throws Exception {
        jms.forget();
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
                jms.queues().send(REQUESTS, session -> {
                    Message message = session.createTextMessage("A-" + name);
                    message.setStringProperty(name, header.getValue());
                    message.setJMSType("a type");
                    return message;
                });
                TextMessage customer = jms.queues().receive(CUSTOMERS);
                assertThat(Queues.json(customer).path("accountId").asText()).isEqualTo("A-" + name);
                assertThat(JmsService.ours(customer)).containsExactlyInAnyOrder("plumeOutcome", "plumeMessageId");
                assertThat(customer.getJMSType()).isNull();
                assertThat(jms.plume().callsOf("A-" + name)).isEqualTo(1);
            }
        }
        assertThat(elsewhere.stats().calls()).isZero();
        assertThat(jms.queues().count("plume.stolen")).isZero();
        jms.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmsReplyTo", "jmsreplyto", "jmsCorrelationID", "jmsMessageID", "jmsDestination"})
    void noPropertyStandsInThePlaceOfAFieldOfTheMessage(String name) throws Exception {
        jms.queues().send(REQUESTS, session -> {
            Message message = session.createTextMessage("A-" + name);
            message.setJMSCorrelationID("the real one");
            message.setStringProperty(name, "plume.stolen");
            return message;
        });
        TextMessage customer = jms.queues().receive(CUSTOMERS);
        assertThat(Queues.json(customer).path("accountId").asText()).isEqualTo("A-" + name);
        assertThat(customer.getJMSCorrelationID()).isEqualTo("the real one");
        assertThat(customer.getStringProperty("plumeMessageId")).doesNotContain("stolen");
        assertThat(jms.queues().count("plume.stolen")).isZero();
        jms.assertNothingIsLeft();
    }

    /** The names of JMS properties stand for other names too: _DOT_ for a dot, _HYPHEN_ for a hyphen. */
    private static List<String> spellings(String name) {
        return List.of(
                name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT), "_HYPHEN_" + name, name + "_DOT_x");
    }
}
