package org.plumelookup.flow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.PrometheusQuery;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.settings.Settings;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** The alert rules and the dashboard ask for metrics and labels that the service has. */
class ShippedQueriesTest {
    private static final String PORT = "plume.observe.port";
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Prometheus' own. */
    private static final Set<String> TARGET = Set.of("job", "instance");

    @AutoClose
    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    @Test
    void eachMetricAndLabelOfTheShippedQueriesIsOneOfTheService() throws Exception {
        Program program = Program.in(folder)
                .calling(plume, "plume.budget.calls-per-second", "2", "plume.file.rest", "100ms")
                .configured(PORT + "=" + Settings.shipped().get(PORT)); // or the next free one
        try (Service service = program.service()) {
            String[] rows = Stream.concat(
                            Stream.of("accountId"), IntStream.range(0, 100).mapToObj(i -> "A-" + i))
                    .toArray(String[]::new);
            program.input("inbox/.part.csv", rows);
            Files.move(program.data("inbox/.part.csv"), program.data("inbox/accounts.csv"));
            PrometheusMeterRegistry registry =
                    service.context().getRegistry().findSingleByType(PrometheusMeterRegistry.class);
            // Some meters come with the first answer, and those of a batch last as long as it does.
            await().untilAsserted(() -> assertShown(metrics(registry.scrape())));
        }
    }

    private static void assertShown(Map<String, Set<String>> there) throws IOException {
        for (PrometheusQuery query : PrometheusQuery.shipped()) {
            assertThat(query.metrics()).as(query.text()).isNotEmpty().allSatisfy((metric, labels) -> {
                assertThat(there).containsKey(metric);
                assertThat(there.get(metric)).containsAll(labels);
            });
        }
    }

    /** Returns the metrics of a text of Prometheus, each with its labels. */
    private static Map<String, Set<String>> metrics(String text) {
        Map<String, Set<String>> metrics = new HashMap<>(Map.of("up", TARGET));
        SAMPLE.matcher(text).results().forEach(sample -> {
            Set<String> labels = metrics.computeIfAbsent(sample.group(1), metric -> new TreeSet<>(TARGET));
            Matcher found = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            found.results().forEach(label -> labels.add(label.group(1)));
        });
        return metrics;
    }
}
