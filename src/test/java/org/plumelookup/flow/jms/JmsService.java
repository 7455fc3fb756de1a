package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.TestBroker;

/**
 * A service with a broker and a fake API, for the tests of a class.
 *
 * @param plume the API
 * @param broker the broker
 * @param service the service
 * @param queues the broker's queues, as another program sees them
 */
record JmsService(FakePlume plume, TestBroker broker, Service service, Queues queues) implements AutoCloseable {
    static final String REQUESTS = "plume.accounts";
    static final String CUSTOMERS = "plume.customers";
    static final String FAILURES = "plume.failures";

    static JmsService start(Path folder) throws Exception {
        FakePlume plume = new FakePlume();
        TestBroker broker = TestBroker.start(folder.resolve("broker"));
        return new JmsService(
                plume, broker, Program.in(folder).calling(plume).using(broker).service(), Queues.of(broker.url()));
    }

    /** Takes what is left of an earlier test. */
    void forget() throws Exception {
        for (String queue : List.of(CUSTOMERS, FAILURES)) {
            if (queues.count(queue) > 0) {
                queues.drain(queue);
            }
        }
    }

    void assertNothingIsLeft() {
        await().until(() -> queues.count(REQUESTS) == 0);
        assertThat(queues.count(CUSTOMERS)).isZero();
        assertThat(queues.count(FAILURES)).isZero();
        assertThat(queues.count(TestBroker.DEAD)).isZero();
    }

    /** Returns the names of the properties that are not the broker's. */
    static List<String> ours(Message message) throws Exception {
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

    @Override
    public void close() throws Exception {
        queues.close();
        service.close();
        broker.close();
        plume.close();
    }
}
