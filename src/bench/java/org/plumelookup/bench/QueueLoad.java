package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Messages in a queue of a broker in a process of its own, each consumed and answered in one transaction.
 *
 * @param messages account IDs in the queue, before the program starts
 * @param latency milliseconds until an answer of the API
 * @param consumers consumers, so lookups in flight
 */
record QueueLoad(String name, int messages, int latency, int consumers) implements Load {
    /** Queue of the account IDs. */
    static final String REQUESTS = "plume.accounts";

    /** Queue of the customers. */
    static final String FOUND = "plume.customers";

    /** Queue of the other answers. */
    static final String ERRORS = "plume.failures";

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.PROGRAM, Contender.ROUTE);
    }

    @Override
    public void run(Contender contender, Bench bench) throws Exception {
        Path folder = bench.emptied("broker");
        Process broker = JavaProgram.of(Broker.class, folder.toString())
                .command()
                .redirectError(folder.resolve("log").toFile())
                .start();
        try {
            String url = broker.inputReader(US_ASCII).readLine();
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                    JMSContext jms = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
                send(factory);
                bench.server().reset(latency);
                measure(contender, bench, url, jms);
            }
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private void measure(Contender contender, Bench bench, String url, JMSContext jms) throws Exception {
        Path folder = bench.emptied("results");
        ProcessBuilder command = command(contender, bench.server().base(), url);
        command.directory(folder.toFile());
        bench.report().command(command);
        try (MeasuredProcess process =
                MeasuredProcess.start(command, bench.work().resolve(contender + ".log"))) {
            while (bench.server().stats().calls() < messages) {
                if (process.hasEnded(Duration.ofMillis(200))) {
                    throw new IllegalStateException(contender.label() + " ended with " + process.exitCode());
                }
            }
            int known = (int)
                    IntStream.rangeClosed(1, messages).filter(Accounts::isKnown).count();
            List<String> found = receive(jms, FOUND, known);
            List<String> errors = receive(jms, ERRORS, messages - known);
            OutputCheck.lines(found.stream(), errors.stream(), messages);
            process.stop();
            process.hasEnded(bench.longest());
            ServerProcess.Stats stats = bench.server().stats();
            String title = String.format(
                    Locale.ROOT, "queue: %,d messages, transacted, %d ms, %d consumers", messages, latency, consumers);
            bench.report().add(title, "messages/s while calling", contender, stats.rate());
            bench.report().add(title, "CPU s per 1,000, start included", contender, process.cpu() * 1_000 / messages);
            bench.report().add(title, "peak MB", contender, process.peak());
        }
    }

    private ProcessBuilder command(Contender contender, String base, String url) {
        if (contender != Contender.PROGRAM) {
            return JavaProgram.of(QueueRoute.class, base, url, Integer.toString(consumers))
                    .command();
        }
        ProcessBuilder command = Contender.program(base, consumers, List.of(), "run");
        command.environment().putAll(Map.of("PLUME_JMS_BROKER_URL", url, "PLUME_OBSERVE_PORT", "0"));
        return command;
    }

    private void send(ActiveMQConnectionFactory factory) {
        try (JMSContext jms = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = jms.createProducer();
            for (int number = 1; number <= messages; number++) {
                producer.send(jms.createQueue(REQUESTS), Accounts.id(number));
            }
            jms.commit();
        }
    }

    /** Takes this many messages, and one more if there is one, which the check will find. */
    private static List<String> receive(JMSContext jms, String queue, int count) {
        List<String> texts = new ArrayList<>();
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(queue))) {
            String text;
            do {
                text = consumer.receiveBody(String.class, texts.size() < count ? 30_000 : 500);
                if (text != null) {
                    texts.add(text);
                }
            } while (text != null);
        }
        return texts;
    }
}
