package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.settings.Settings;

/** The unit, the manifests and the images of the package are well-formed, and fit the program and each other. */
class PackagedFilesTest {
    private static final Path FILES = Path.of("src/assembly");
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    private static final String RUN = "run.yaml";
    private static final String FILE = "file.yaml";

    /** The longest stop: calls in flight, last steps of ten seconds, last words of five. */
    private static final int STOP_SECONDS = Integer.parseInt(Settings.shipped().get("camel.main.shutdownTimeout")) + 15;

    @Test
    void theUnitRunsTheServiceAndStartsItAgainUnlessItsConfigurationIsWrong() throws IOException {
        List<String> unit = Files.readAllLines(FILES.resolve("systemd/plume-lookup.service"));

        assertThat(unit)
                .allMatch(line -> line.isEmpty() || line.matches("#.*|\\[(Unit|Service|Install)]|[A-Z][A-Za-z]+=.*"));
        assertThat(unit)
                .contains(
                        "ExecStart=/opt/plume-customer-lookup/bin/plume-lookup run",
                        "EnvironmentFile=/etc/plume-lookup.env",
                        "StateDirectory=plume-lookup",
                        "Restart=on-failure",
                        "RestartPreventExitStatus=2");
        assertThat(unit.stream().filter(line -> line.startsWith("TimeoutStopSec=")))
                .singleElement()
                .asString()
                .satisfies(line -> assertThat(seconds(line)).isGreaterThan(STOP_SECONDS));
        assertThat(unit.stream().filter(line -> line.contains("=")).map(line -> line.split("=")[0]))
                .filteredOn(name -> !name.equals("SystemCallFilter"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSettingsAreKeysOfTheProgramInTheFormatThatAllOfTheirReadersHave() throws IOException {
        List<String> settings = Files.readAllLines(FILES.resolve("systemd/plume-lookup.env")).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();

        assertThat(settings).isNotEmpty().allMatch(line -> line.matches("[A-Z_]+=[^'\"\\\\$]+"));
        assertThat(variables())
                .containsAll(settings.stream().map(line -> line.split("=")[0]).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "volume.yaml, v1, PersistentVolumeClaim",
        "run.yaml, apps/v1, Deployment",
        "file.yaml, batch/v1, CronJob",
        "pod-monitor.yaml, monitoring.coreos.com/v1, PodMonitor"
    })
    void aManifestHasOneDocumentWithoutAKeyTwice(String file, String version, String kind) throws IOException {
        JsonNode manifest = manifest(file);

        assertThat(manifest.path("apiVersion").asText()).isEqualTo(version);
        assertThat(manifest.path("kind").asText()).isEqualTo(kind);
        assertThat(manifest.at("/metadata/name").asText()).startsWith("plume-lookup");
        assertThat(manifest.at("/spec").isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {RUN, FILE})
    void aPodIsUnprivilegedAndHasItsSecretsItsLimitsAndOneVolume(String file) throws IOException {
        JsonNode pod = pod(file);
        JsonNode container = container(file);

        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(STOP_SECONDS);
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container.path("image").asText()).endsWith("/plume-customer-lookup:${project.version}");
        assertThat(container.at("/envFrom/0/configMapRef/name").asText()).isEqualTo("plume-lookup");
        assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(pod.path("volumes").findValues("persistentVolumeClaim")).hasSize(1);
        assertThat(container.path("volumeMounts")).hasSameSizeAs(pod.path("volumes"));
        assertThat(container.at("/volumeMounts/0/name")).isEqualTo(pod.at("/volumes/0/name"));
        assertThat(container.at("/volumeMounts/0/mountPath")).isEqualTo(container.path("workingDir"));
        assertThat(pod.at("/volumes/0/persistentVolumeClaim/claimName"))
                .isEqualTo(manifest("volume.yaml").at("/metadata/name"));
        assertThat(container.path("env").findValuesAsText("name"))
                .doesNotHaveDuplicates()
                .filteredOn(name -> name.startsWith("PLUME_"))
                .isSubsetOf(variables());
    }

    @ParameterizedTest
    @ValueSource(strings = {RUN, FILE})
    void aSecretIsAFileOfAVolumeThatTheUserOfThePodCanRead(String file) throws IOException {
        JsonNode mount = container(file).at("/volumeMounts/1");
        JsonNode volume = pod(file).at("/volumes/1");

        assertThat(mount.path("name")).isEqualTo(volume.path("name"));
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
        assertThat(volume.at("/secret/secretName").asText()).isEqualTo("plume-lookup");
        assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0440);
        assertThat(container(file).path("env"))
                .filteredOn(variable -> variable.path("name").asText().endsWith("_FILE"))
                .isNotEmpty()
                .allMatch(variable -> variable.path("value")
                        .asText()
                        .startsWith(mount.path("mountPath").asText() + "/"));
    }

    @Test
    void theServiceIsProbedOnThePortThatItNames() throws IOException {
        JsonNode container = container(RUN);
        JsonNode port = container.at("/ports/0");

        assertThat(container.path("args"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("run");
        assertThat(container.path("env"))
                .anyMatch(variable -> variable.path("name").asText().equals("PLUME_OBSERVE_PORT")
                        && variable.path("value")
                                .asText()
                                .equals(port.path("containerPort").asText()));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode get = container.path(probe).path("httpGet");
            assertThat(get.path("port")).isEqualTo(port.path("name"));
            assertThat(get.path("path").asText())
                    .isEqualTo("/observe/health/" + (probe.startsWith("readiness") ? "ready" : "live"));
        }
    }

    @Test
    void theSelectorsFindThePodOfTheServiceAlone() throws IOException {
        JsonNode run = manifest(RUN).at("/spec/template/metadata/labels");
        JsonNode file = manifest(FILE).at("/spec/jobTemplate/spec/template/metadata/labels");
        for (JsonNode selector : List.of(
                manifest(RUN).at("/spec/selector/matchLabels"),
                manifest("pod-monitor.yaml").at("/spec/selector/matchLabels"))) {
            assertThat(selector.properties()).isNotEmpty().isSubsetOf(run.properties());
            assertThat(file.properties().containsAll(selector.properties())).isFalse();
        }
        assertThat(manifest("pod-monitor.yaml").at("/spec/podMetricsEndpoints/0/port"))
                .isEqualTo(container(RUN).at("/ports/0/name"));
    }

    @Test
    void aJobGoesOnInItsOwnFolderUnlessItsConfigurationIsWrong() throws IOException {
        JsonNode job = manifest(FILE).at("/spec/jobTemplate/spec");

        assertThat(manifest(FILE).at("/spec/schedule").asText()).matches("\\S+( \\S+){4}");
        assertThat(manifest(FILE).at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(pod(FILE).path("restartPolicy").asText()).isEqualTo("Never"); // a podFailurePolicy needs it
        assertThat(job.at("/podFailurePolicy/rules/0/action").asText()).isEqualTo("FailJob");
        assertThat(job.at("/podFailurePolicy/rules/0/onExitCodes/values/0").asInt())
                .isEqualTo(2);
        assertThat(container(FILE).path("args"))
                .extracting(JsonNode::asText)
                .containsExactly("file", "accounts.csv", "--out", "outbox/$(JOB)");
        assertThat(container(FILE).path("env").findValuesAsText("name")).contains("JOB");
    }

    @Test
    void theImageRunsTheServiceAsTheUserOfTheManifests() throws IOException {
        List<String> lines = Files.readAllLines(FILES.resolve("Containerfile")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        JsonNode user = pod(RUN).at("/securityContext");

        assertThat(lines).allMatch(line -> line.matches("(FROM|COPY|RUN|USER|WORKDIR|ENTRYPOINT|CMD) .+"));
        assertThat(lines.get(0)).startsWith("FROM ");
        assertThat(lines)
                .contains(
                        "USER " + user.path("runAsUser") + ":" + user.path("runAsGroup"),
                        "WORKDIR " + container(RUN).path("workingDir").asText(),
                        "ENTRYPOINT [\"/opt/plume-customer-lookup/bin/plume-lookup\"]",
                        "CMD [\"run\"]");
    }

    @Test
    void theDebianPackageMakesTheUserAndTheFolderOfTheUnit() throws IOException {
        String unit = Files.readString(FILES.resolve("systemd/plume-lookup.service"));
        String user = value(unit, "User");
        String folder = value(unit, "WorkingDirectory");

        assertThat(folder).isEqualTo("/var/lib/" + value(unit, "StateDirectory"));
        assertThat(Files.readString(FILES.resolve("deb/postinst")))
                .contains("--home-dir " + folder + " ", "/usr/sbin/nologin " + user + "\n")
                .contains("-o " + user + " -g " + user + " -m " + value(unit, "StateDirectoryMode") + " " + folder)
                .contains("Edit " + value(unit, "EnvironmentFile"));
        assertThat(Files.readString(FILES.resolve("deb/postrm"))).contains("rmdir " + folder + " ", "userdel " + user);
    }

    @Test
    void theImageWithoutABaseIsThatOfTheContainerfile() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        JsonNode user = pod(RUN).at("/securityContext");
        String ids = user.path("runAsUser") + ":" + user.path("runAsGroup");

        assertThat(pom)
                .contains(
                        "<user>" + ids + "</user>",
                        "<workingDirectory>" + container(RUN).path("workingDir").asText() + "</workingDirectory>",
                        "<entrypoint>/opt/${project.artifactId}/bin/plume-lookup</entrypoint>",
                        "<args>run</args>");
        assertThat(Files.readString(FILES.resolve("image/root.sh"))).contains("plume-lookup:x:" + ids + ":");
    }

    private static JsonNode manifest(String file) throws IOException {
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .readValues(FILES.resolve("kubernetes").resolve(file).toFile())) {
            List<JsonNode> all = documents.readAll();
            assertThat(all).as(file).hasSize(1);
            return all.get(0);
        }
    }

    private static JsonNode pod(String file) throws IOException {
        String job = file.equals(FILE) ? "/spec/jobTemplate" : "";
        return manifest(file).at(job + "/spec/template/spec");
    }

    private static JsonNode container(String file) throws IOException {
        assertThat(pod(file).path("containers")).hasSize(1);
        return pod(file).at("/containers/0");
    }

    private static String value(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static int seconds(String line) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }

    /** Returns the environment variables of all keys. */
    private static Set<String> variables() {
        return Settings.shipped().keySet().stream().map(Settings::variable).collect(Collectors.toSet());
    }
}
