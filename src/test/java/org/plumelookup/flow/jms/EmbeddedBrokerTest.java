package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** The broker in this process keeps messages on disk, and a start that fails says why and what to do. */
class EmbeddedBrokerTest {
    private static final String QUEUE = "crm.kept";

    private final FakePlume plume = new FakePlume();
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume).with("plume.jms.broker-url", "embedded");
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void messagesOutliveTheBroker() throws Exception {
        try (Service service = program.service();
                Connection connection = connect(service);
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue(QUEUE)).send(session.createTextMessage("kept"));
        }
        try (Service service = program.service();
                Connection connection = connect(service);
                Session session = connection.createSession()) {
            connection.start();
            assertThat(session.createConsumer(session.createQueue(QUEUE))
                            .receive(Patience.LONGEST.toMillis())
                            .getBody(String.class))
                    .isEqualTo("kept");
            assertThat(session.createBrowser(session.createQueue("plume-dead-letters"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isFalse();
        }
        assertThat(program.said())
                .contains("The embedded broker keeps its messages in " + program.data("data"))
                .doesNotContain("WARN", "ERROR");
    }

    private static Connection connect(Service service) throws Exception {
        return service.context()
                .getRegistry()
                .lookupByNameAndType("plumeConnectionFactory", ConnectionFactory.class)
                .createConnection();
    }

    /** The pool does not bear it well that its connections break under a user. */
    private static Connection withoutPool(Service service) throws Exception {
        JmsPoolConnectionFactory pool = service.context()
                .getRegistry()
                .lookupByNameAndType("plumeConnectionFactory", JmsPoolConnectionFactory.class);
        return ((ConnectionFactory) pool.getConnectionFactory()).createConnection();
    }

    @Test
    void aFolderThatCannotBeUsedIsTold() throws Exception {
        program.input("data", "a file");
        assertThat(program.run("run").with(2).err())
                .contains("plume.jms.data = " + program.data("data"), "is not a folder", "change plume.jms.data");
    }

    @Test
    void aStartThatFailedCanBeTriedAgainWhenItsCauseIsMended() throws Exception {
        Path inTheWay = program.input("data/journal", "a file");
        Program.Ended failed = program.run("run");
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.err()).contains("cannot use its folder " + program.data("data"));
        Files.delete(inTheWay);
        program.service().close();
    }

    @Test
    @Timeout(180)
    void aBrokerThatCouldNotWriteItsJournalIsStartedAgainWhenItCanAndHasLostNothing() throws Exception {
        Path journal = program.data("data/journal");
        Path aside = program.data("data/aside");
        try (Service service = program.service()) {
            try (Connection connection = withoutPool(service);
                    Session session = connection.createSession()) {
                session.createProducer(session.createQueue(QUEUE)).send(session.createTextMessage("kept"));
                // As on a full disk: what is open can be written to, a further file cannot be made.
                Files.move(journal, aside);
                Files.writeString(journal, "in the way");
                MessageProducer more = session.createProducer(session.createQueue("crm.more"));
                assertThatExceptionOfType(JMSException.class).isThrownBy(() -> {
                    for (int number = 0; number < 2_000; number++) {
                        more.send(session.createTextMessage("x".repeat(40_000)));
                    }
                });
            }
            Files.delete(journal);
            Files.move(aside, journal);
            await().ignoreExceptionsInstanceOf(JMSException.class).untilAsserted(() -> {
                try (Connection connection = withoutPool(service);
                        Session session = connection.createSession()) {
                    connection.start();
                    assertThat(session.createConsumer(session.createQueue(QUEUE))
                                    .receive(5_000)
                                    .getBody(String.class))
                            .isEqualTo("kept");
                }
            });
            await().until(() -> service.health("plume-broker").getState() == HealthCheck.State.UP);
        }
        assertThat(program.said())
                .contains("The embedded broker stops because it cannot write to its folder " + program.data("data"))
                .contains("free disk space there");
    }

    @Test
    void aSecondServiceInTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        try (Service first = program.service()) {
            assertThat(program.run("run").with(2).err())
                    .contains("Another process may be using it", "plume.jms.broker-url");
            assertThat(first.context().isStarted()).isTrue();
            connect(first).close();
        }
    }
}
