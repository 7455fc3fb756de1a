package org.plumelookup.flow.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.plumelookup.app.reload.RouteReplacer;
import org.plumelookup.app.reload.RouteSources;

/** A route is replaced under a flood of messages: each goes through the old one or the new one, and none fails. */
class ReplacementUnderLoadTest {
    private static final Path FILE = Path.of("plume-to-crm.camel.yaml");
    private static final int SENDERS = 8;
    private static final int SWAPS = 20;

    private final Map<String, AtomicLong> taken = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** Stands for what a channel ends in. */
    public final class Crm {
        public void take(String version) {
            taken.computeIfAbsent(version, first -> new AtomicLong()).incrementAndGet();
        }
    }

    @Test
    void everyMessageGoesThroughTheOldRouteOrTheNewOne() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            RouteReplacer.prepare(context);
            context.getRegistry().bind("crm", new Crm());
            RouteReplacer swap = new RouteReplacer(context);
            context.start();
            RouteSources running = texts(0);
            assertThat(swap.replace(new RouteSources(new TreeMap<>()), running, List.of(FILE)))
                    .isTrue();
            ProducerTemplate template = context.createProducerTemplate(); // shared, as the step of a route is
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            List<Future<Long>> sent = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                sent.add(senders.submit(() -> flood(template)));
            }
            for (int version = 1; version <= SWAPS; version++) {
                awaitMessage(version - 1, sent);
                RouteSources edited = texts(version);
                while (!swap.replace(running, edited, List.of(FILE))) {
                    Thread.onSpinWait();
                }
                running = edited;
            }
            over = true;
            long all = 0;
            for (Future<Long> one : sent) {
                all += one.get();
            }
            senders.shutdown();
            assertThat(taken.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(all);
        }
    }

    private void awaitMessage(int version, List<Future<Long>> senders) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> taken.containsKey(Integer.toString(version))
                        || senders.stream().anyMatch(Future::isDone)); // with a failure, which is reported in the end
    }

    private long flood(ProducerTemplate template) throws Exception {
        long sent = 0;
        for (; !over; sent++) {
            template.sendBody("direct:plume-to-crm", "A1");
        }
        return sent;
    }

    private static RouteSources texts(int version) {
        return new RouteSources(new TreeMap<>(Map.of(FILE, String.format(Locale.ROOT, """
                - route:
                    id: plume-to-crm
                    from:
                      uri: direct
                      parameters:
                        name: plume-to-crm
                      steps:
                        - to:
                            uri: bean
                            parameters:
                              beanName: crm
                              method: take('%d')
                """, version))));
    }
}
