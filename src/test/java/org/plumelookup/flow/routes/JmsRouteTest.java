package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.plumelookup.support.Patience;

/**
 * {@code plume-from-jms} and {@code plume-to-queues}: from the request queue to the success queue, the error queue, or
 * a reply.
 */
class JmsRouteTest extends QueueRouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {"plume-from-jms", "plume-to-queues"};
    }

    @Test
    void eachCustomerGoesToTheSuccessQueueAndAnAccountWithoutOneToTheErrorQueue() {
        NotifyBuilder consumed = new NotifyBuilder(context)
                .fromRoute("plume-from-jms")
                .whenCompleted(2)
                .create();
        template.sendBodyAndHeader(queue("plume.accounts"), "MANY-2-x", "JMSCorrelationID", "case-1");
        template.sendBody(queue("plume.accounts"), "{\"accountId\":\"NONE-1\",\"order\":7}");

        assertThat(List.of(receive("plume.customers"), receive("plume.customers")))
                .anyMatch(message -> message.contains("\"match\":1,\"matches\":2"))
                .anyMatch(message -> message.contains("\"match\":2,\"matches\":2"));
        assertThat(receive("plume.failures")).contains("\"category\":\"no-match\"", "\"input\":{\"order\":7}");
        assertThat(consumed.matches(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void whoAsksForAReplyGetsOneDocument() {
        String reply = template.requestBody(queue("plume.accounts"), "A1", String.class);

        assertThat(reply).startsWith("{\"accountId\":\"A1\",\"outcome\":\"found\",\"customers\":[{");
    }
}
