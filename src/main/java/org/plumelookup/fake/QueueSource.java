package org.plumelookup.fake;

import java.io.IOException;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;

/** The client on the broker: sends account IDs, and receives the messages of both channels. */
final class QueueSource {
    private static final String QUEUE = "jms:%s?connectionFactory=#plumeConnectionFactory";
    private static final long RECEIVE_MILLIS = 500;
    private static final int MOST_RECEIVES = 120;

    private final CamelContext camel;

    QueueSource(CamelContext camel) {
        this.camel = camel;
    }

    /** Receives a message. */
    interface Taker {
        void take(String document) throws IOException;
    }

    /** Sends account IDs to the request queue. */
    void send(Iterable<String> accounts) throws IOException {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            accounts.forEach(account -> template.sendBody(queue("plume.jms.request-queue"), account));
        }
    }

    /**
     * Receives the outcomes of so many accounts.
     *
     * @throws IllegalStateException if they do not arrive in time
     */
    void receive(int accounts, Taker taker) throws IOException {
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            int open = accounts;
            for (int tries = 0; open > 0 && tries < MOST_RECEIVES; tries++) {
                for (String key : new String[] {"plume.jms.success-queue", "plume.jms.error-queue"}) {
                    String document = template.receiveBody(queue(key), RECEIVE_MILLIS, String.class);
                    if (document != null) {
                        taker.take(document);
                        open -= isFirstOfAccount(document) ? 1 : 0;
                    }
                }
            }
            if (open > 0) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%d outcomes did not arrive on the queues", open));
            }
        }
    }

    private static boolean isFirstOfAccount(String document) {
        return !document.contains("\"match\":") || document.contains("\"match\":1,");
    }

    private String queue(String key) {
        return String.format(Locale.ROOT, QUEUE, camel.resolvePropertyPlaceholders("{{" + key + "}}"));
    }
}
