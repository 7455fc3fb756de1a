package org.plumelookup.flow.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.AskedProgram;
import org.plumelookup.support.Certificates;
import org.plumelookup.support.ForwardProxy;
import org.plumelookup.support.RawServer;

/** Shows that calls get through a proxy, whoever names it, and that a proxy which refuses is named. */
class ProxyTest {
    private static final String HOST = "api.example.test"; // known to nobody but the proxy

    @TempDir
    Path folder;

    private final RawServer server = RawServer.https(Certificates.SERVER, false, ProxyTest::answer);
    private final ForwardProxy proxy = new ForwardProxy(server.port());
    private List<String> usual;

    private static void answer(String request, OutputStream out) throws IOException {
        String body = request.startsWith("POST ") ? "{\"access_token\":\"t\",\"expires_in\":600}" : "[]";
        RawServer.text(RawServer.whole("200 OK", "", body)).answer(request, out);
    }

    @BeforeEach
    void trust() throws Exception {
        usual = List.of(
                "plume.api.url=https://" + HOST + "/api",
                "plume.auth.token=",
                "plume.auth.token-url=https://" + HOST + "/token",
                "plume.auth.authorization=Basic YTpi",
                "plume.auth.scope=x",
                "camel.ssl.trustStore=" + Certificates.get().trustStore(folder.resolve("trust.p12")),
                "camel.ssl.trustStorePassword=" + Certificates.PASSWORD);
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        server.close();
    }

    private AskedProgram program(Map<String, String> environment, String... settings) throws Exception {
        return new AskedProgram(
                folder.resolve("program"),
                environment,
                Stream.concat(usual.stream(), Stream.of(settings)).toArray(String[]::new));
    }

    private String[] named(String... more) {
        return Stream.concat(
                        Stream.of(
                                "camel.component.https.proxyHost=127.0.0.1",
                                "camel.component.https.proxyPort=" + proxy.port()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private void expectThroughTheProxy(AskedProgram program) {
        assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests()).noneMatch(request -> request.contains("Proxy-"));
        assertThat(proxy.heads()).allMatch(head -> head.startsWith("CONNECT " + HOST + ":443 HTTP/1.1\r\n"));
        assertThat(proxy.heads()).noneMatch(head -> head.contains("\r\nAuthorization:"));
    }

    @Test
    void theConfigurationNamesIt() throws Exception {
        try (AskedProgram program = program(Map.of(), named())) {
            expectThroughTheProxy(program);
        }
    }

    @Test
    void aLogInIsSentToItAlone() throws Exception {
        proxy.wants("ada:pass word");
        try (AskedProgram program = program(
                Map.of(),
                named(
                        "camel.component.https.proxyAuthUsername=ada",
                        "camel.component.https.proxyAuthPassword=pass word"))) {
            expectThroughTheProxy(program);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAMEL_COMPONENT_HTTPS_PROXYHOST,CAMEL_COMPONENT_HTTPS_PROXYPORT",
                "CAMEL_COMPONENT_HTTPS_PROXY_HOST,CAMEL_COMPONENT_HTTPS_PROXY_PORT"
            })
    void theEnvironmentNamesItBeforeTheConfiguration(String variables) throws Exception {
        String[] names = variables.split(",");
        Map<String, String> environment = Map.of(names[0], "127.0.0.1", names[1], String.valueOf(proxy.port()));
        try (AskedProgram program = program(
                environment, "camel.component.https.proxyHost=nobody.invalid", "camel.component.https.proxyPort=1")) {
            expectThroughTheProxy(program);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY,http://%s:%d",
        "https_proxy,%s:%d/",
        "ALL_PROXY,http://%s:%d",
        "HTTPS_PROXY,http://ada:pass%%20word@%s:%d"
    })
    void theEnvironmentNamesItForEveryProgram(String variable, String url) throws Exception {
        if (url.contains("ada")) {
            proxy.wants("ada:pass word");
        }
        Map<String, String> environment = Map.of(
                variable,
                String.format(Locale.ROOT, url, "127.0.0.1", proxy.port()),
                "NO_PROXY",
                "other.example.test, 10.0.0.0/8");
        try (AskedProgram program = program(environment)) {
            expectThroughTheProxy(program);
        }
    }

    @Test
    void theConfigurationGoesBeforeTheProxyOfEveryProgram() throws Exception {
        try (AskedProgram program =
                program(Map.of("HTTPS_PROXY", "http://nobody.invalid:1", "NO_PROXY", "*"), named())) {
            expectThroughTheProxy(program);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", HOST, ".example.test", "example.test", "a.test,*.example.test", HOST + ":443"})
    void hostsWithoutAProxyAreCalledWithoutOne(String hosts) throws Exception {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", hosts);
        try (AskedProgram program = program(environment, "plume.hold.max=1ms")) {
            assertThatThrownBy(() -> program.ask("ACC-1")).rootCause().hasMessageContaining(HOST);
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void thisMachineIsNotCalledThroughTheProxyOfEveryProgram() throws Exception {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
        try (AskedProgram program = program(
                environment, "plume.api.url=" + server.url(), "plume.auth.token-url=" + server.url() + "/token")) {
            assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://127.0.0.1:1080", "http://proxy", "http://ada:secret@/", "not a url", "http://"})
    void aProxyThatCannotBeUsedIsRefusedAtTheStart(String url) {
        assertThatThrownBy(() -> program(Map.of("HTTPS_PROXY", url)).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "HTTPS_PROXY = ", "must be http://HOST:PORT", "camel.component.https.proxyHost")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden,returned 403,it blocks calls to this host",
        "407 Proxy Authentication Required,returned 407,check camel.component.https.proxyAuthUsername",
        "503 Service Unavailable,returned 503,it blocks calls to this host"
    })
    void oneThatRefusesIsNamedAndTheAccountsWait(String status, String answered, String cure) throws Exception {
        try (AskedProgram program = program(Map.of(), named("plume.auth.token=Bearer t", "plume.auth.token-url="))) {
            proxy.refuses(status);
            CompletableFuture<LookupOutcome> asking = program.asking("ACC-1");
            await().until(() -> !program.hold().isEmpty());
            assertThat(program.hold())
                    .contains("the API cannot be reached: the proxy 127.0.0.1:" + proxy.port(), answered, HOST, cure)
                    .doesNotContain("firewall");
            proxy.refuses(null);
            assertThat(asking.get(180, SECONDS).outcome()).isEqualTo(Outcome.NO_MATCH);
        }
    }

    @Test
    void oneThatRefusesTheTokenEndpointIsNamed() throws Exception {
        try (AskedProgram program = program(Map.of(), named())) {
            proxy.refuses("403 Forbidden");
            CompletableFuture<LookupOutcome> asking = program.asking("ACC-1");
            await().until(() -> !program.hold().isEmpty());
            assertThat(program.hold())
                    .contains("the log-in fails: the proxy 127.0.0.1:" + proxy.port(), "returned 403");
            proxy.refuses(null);
            assertThat(asking.get(180, SECONDS).outcome()).isEqualTo(Outcome.NO_MATCH);
        }
    }

    @Test
    void plainHttpGoesThroughOneToo() throws Exception {
        try (RawServer plain = new RawServer(ProxyTest::answer);
                ForwardProxy http = new ForwardProxy(plain.port()).wants("ada:secret");
                AskedProgram program = program(
                        Map.of("http_proxy", "http://ada:secret@127.0.0.1:" + http.port()),
                        "plume.api.url=http://" + HOST + "/api",
                        "plume.auth.token-url=http://" + HOST + "/token")) {
            assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(plain.requests()).hasSize(2);
            http.wants("ada:other");
            CompletableFuture<LookupOutcome> asking = program.asking("ACC-2");
            await().until(() -> !program.hold().isEmpty());
            assertThat(program.hold()).contains("returned 407", "check camel.component.http.proxyAuthUsername");
            http.wants("ada:secret").refuses("403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0");
            await().until(() -> program.hold().contains("returned 403"));
            assertThat(program.hold()).contains("the proxy 127.0.0.1:" + http.port());
            http.refuses(null);
            assertThat(asking.get(180, SECONDS).outcome()).isEqualTo(Outcome.NO_MATCH);
        }
    }
}
