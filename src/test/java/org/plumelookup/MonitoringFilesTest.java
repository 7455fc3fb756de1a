package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The alert rules say what to do; the dashboard is for any data source. */
class MonitoringFilesTest {

    @Test
    void aRuleSaysWhatIsWrongWhatToDoAndWhereMoreIsSaid() throws IOException {
        JsonNode rules = PrometheusQuery.rules().at("/groups/0/rules");

        assertThat(rules).hasSizeGreaterThan(7);
        assertThat(rules.findValuesAsText("alert"))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("PlumeLookup\\w+"));
        for (JsonNode rule : rules) {
            String name = rule.path("alert").asText();
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("info", "warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).as(name).hasSizeBetween(20, 160);
            assertThat(rule.at("/annotations/description").asText()).as(name).hasSizeGreaterThan(40);
            String[] runbook = rule.at("/annotations/runbook").asText().split("#");
            assertThat(headings(Path.of(runbook[0]))).as(name).contains(runbook[1]);
        }
    }

    @Test
    void thePanelsDoNotOverlapAndAskTheDataSourceThatIsChosen() throws IOException {
        JsonNode dashboard = PrometheusQuery.dashboard();

        assertThat(dashboard.path("uid").asText()).isEqualTo("plume-lookup");
        assertThat(dashboard.has("id")).isFalse(); // another Grafana's number
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
        List<String> places = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("description").asText()).isNotEmpty();
            assertThat(panel.path("targets")).isNotEmpty();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    places.add(x + " " + y);
                }
            }
        }
        assertThat(places).doesNotHaveDuplicates();
        assertThat(dashboard.path("panels").findValuesAsText("title")).doesNotHaveDuplicates();
    }

    @Test
    void theMetricsOfAQueryAreFoundInIt() {
        String query =
                "sum by (job) (rate(a_total{b=~\"c{\\\"}\", d!=\"e\"}[5m])) / on (f) g > 1e9 or h:i offset 15m unless j";

        assertThat(new PrometheusQuery(query).metrics())
                .isEqualTo(Map.of("a_total", Set.of("b", "d"), "g", Set.of(), "h:i", Set.of(), "j", Set.of()));
    }

    /** Returns the headings of a page as links name them. */
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
