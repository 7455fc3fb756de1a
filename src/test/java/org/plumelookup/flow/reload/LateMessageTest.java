package org.plumelookup.flow.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Suspendable;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.app.reload.RouteReplacer;
import org.plumelookup.app.reload.RouteSources;

/**
 * A message that its consumer has taken, but not yet sent on when the route is found to be empty, goes through the old
 * routes, and the swap does not wait for it while it waits for the swap. So it is on a busy machine with a broker's
 * consumer, whose end is the end of its last message.
 */
class LateMessageTest {
    private static final String ROUTES = """
            - route:
                id: plume-from-late
                from:
                  uri: late:messages
                  steps:
                    - to:
                        uri: direct:plume-inside
            - route:
                id: plume-inside
                from:
                  uri: direct:plume-inside
                  steps:
                    - bean:
                        ref: taken
                        method: add
            """;

    private final CountDownLatch late = new CountDownLatch(1);
    private final List<Object> taken = new CopyOnWriteArrayList<>();

    private volatile Thread message;

    @TempDir
    private Path folder;

    @Test
    void goesThroughTheOldRoutesBeforeTheyAreReplaced() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), ROUTES);
        RouteSources texts = RouteSources.read(folder);
        try (CamelContext context = new DefaultCamelContext()) {
            RouteReplacer.prepare(context);
            context.addComponent("late", new LateComponent());
            context.getRegistry().bind("taken", taken);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(texts.resources(texts.byFile().keySet()));
            context.start();
            CompletableFuture<Boolean> swapped = CompletableFuture.supplyAsync(() -> swap(context, texts));
            try {
                await().until(swapped::isDone);
            } finally {
                message.interrupt(); // else nothing would end if it waits for ever
            }
            assertThat(swapped.join()).isTrue();
            assertThat(taken).containsExactly("late");
        }
    }

    private static boolean swap(CamelContext context, RouteSources texts) {
        try {
            return new RouteReplacer(context)
                    .replace(texts, texts, texts.byFile().keySet());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class LateComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new LateEndpoint(uri, this);
        }
    }

    private final class LateEndpoint extends DefaultEndpoint {
        LateEndpoint(String uri, LateComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new LateConsumer(this, processor);
        }
    }

    /** Has a message in its hands when it is suspended, sends it on when it is told to stop, and waits for its end. */
    private final class LateConsumer extends DefaultConsumer implements Suspendable {
        LateConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doSuspend() {
            if (message == null) {
                message = new Thread(this::send, "late");
                message.start();
            }
        }

        private void send() {
            try {
                late.await();
                Exchange exchange = createExchange(true);
                exchange.getMessage().setBody("late");
                getProcessor().process(exchange);
            } catch (Exception e) {
                taken.add(e);
            }
        }

        @Override
        protected void doStop() throws Exception {
            late.countDown();
            while (message != null && message.isAlive()) {
                try {
                    message.join();
                } catch (InterruptedException e) {
                    continue; // a broker's consumer is not impatient either
                }
            }
            super.doStop();
        }
    }
}
