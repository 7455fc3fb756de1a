package org.plumelookup.flow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            program.input("inbox/.part.csv", "accountId", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6");
            Files.move(program.data("inbox/.part.csv"), program.data("inbox/accounts.csv"));
            PrometheusMeterRegistry registry =
                    service.context().getRegistry().findSingleByType(PrometheusMeterRegistry.class);
            Map<String, Set<String>> there = await().until(
                            () -> metrics(registry.scrape()),
                            seen -> seen.keySet()
                                    .containsAll(Set.of(
                                            "plume_batch_rows",
                                            "plume_batch_rows_done",
                                            "plume_batch_left_seconds",
                                            "plume_outcomes_total")));

            for (PrometheusQuery query : PrometheusQuery.shipped()) {
                assertThat(query.metrics()).as(query.text()).isNotEmpty().allSatisfy((metric, labels) -> {
                    assertThat(there).containsKey(metric);
                    assertThat(there.get(metric)).containsAll(labels);
                });
            }
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
