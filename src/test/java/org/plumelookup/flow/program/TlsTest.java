package org.plumelookup.flow.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.AskedProgram;
import org.plumelookup.support.Certificates;
import org.plumelookup.support.RawServer;

/** Shows that {@code camel.ssl.*} works for the API and the token endpoint, and that what cannot work is reported. */
class TlsTest {
    private static final String TRUST = "camel.ssl.trustStore=%s";
    private static final String TRUST_PASSWORD = "camel.ssl.trustStorePassword=" + Certificates.PASSWORD;
    private static final String KEY = "camel.ssl.keyStore=%s";
    private static final String KEY_PASSWORD = "camel.ssl.keystorePassword=" + Certificates.PASSWORD;

    @TempDir
    Path folder;

    private Path trust;
    private Path key;

    @BeforeEach
    void stores() throws Exception {
        trust = Certificates.get().trustStore(folder.resolve("trust.p12"));
        key = Certificates.get().keyStore(folder.resolve("key.p12"), Certificates.CLIENT);
    }

    private static void answer(String request, java.io.OutputStream out) throws java.io.IOException {
        String body = request.startsWith("POST ") ? "{\"access_token\":\"t\",\"expires_in\":600}" : "[]";
        RawServer.text(RawServer.whole("200 OK", "", body)).answer(request, out);
    }

    private AskedProgram program(RawServer server, String... settings) throws Exception {
        Stream<String> url = Stream.of("plume.api.url=" + server.url());
        return new AskedProgram(
                folder.resolve("program"),
                Map.of(),
                Stream.concat(url, Stream.of(settings)).toArray(String[]::new));
    }

    private static String[] logIn(RawServer server, String... settings) {
        return Stream.concat(
                        Stream.of(settings),
                        Stream.of(
                                "plume.auth.token=",
                                "plume.auth.token-url=" + server.url() + "/token",
                                "plume.auth.authorization=Basic YTpi",
                                "plume.auth.scope=x"))
                .toArray(String[]::new);
    }

    @Test
    void aTrustStoreAloneIsUsedForTheApiAndTheTokenEndpoint() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, false, TlsTest::answer);
                AskedProgram program =
                        program(server, logIn(server, String.format(Locale.ROOT, TRUST, trust), TRUST_PASSWORD))) {
            assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aClientCertificateIsShownToTheApiAndTheTokenEndpoint() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, true, TlsTest::answer);
                AskedProgram program = program(
                        server,
                        logIn(
                                server,
                                "camel.ssl.enabled=true",
                                String.format(Locale.ROOT, TRUST, "file:" + trust),
                                TRUST_PASSWORD,
                                String.format(Locale.ROOT, KEY, key),
                                KEY_PASSWORD))) {
            assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aClientCertificateNeedsNoTrustStore() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, true, TlsTest::answer);
                AskedProgram program = program(
                        server,
                        "camel.ssl.trustAllCertificates=true",
                        String.format(Locale.ROOT, KEY, key),
                        KEY_PASSWORD)) {
            assertThat(program.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        }
    }

    @Test
    void storesAreNotUsedWhereTheyAreSwitchedOff() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, false, TlsTest::answer);
                AskedProgram program = program(
                        server,
                        "camel.ssl.enabled=false",
                        String.format(Locale.ROOT, TRUST, trust),
                        TRUST_PASSWORD,
                        "plume.hold.max=1ms")) {
            assertThatThrownBy(() -> program.ask("ACC-1"))
                    .rootCause()
                    .hasMessageContaining("not signed by a trusted authority");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    trustStore | missing.p12 | trustStorePassword | of-the-stores | Could not open
                    trustStore | trust.p12   | trustStorePassword | wrong         | does not open with this KEY
                    trustStore | junk.p12    | trustStorePassword | of-the-stores | cannot be read as a store
                    trustStore | .           | trustStorePassword | of-the-stores | cannot be read as a store
                    keyStore   | missing.p12 | keystorePassword   | of-the-stores | Could not open
                    keyStore   | key.p12     | keystorePassword   | wrong         | does not open with this KEY
                    keyStore   | junk.p12    | keystorePassword   | of-the-stores | cannot be read as a store
                    """)
    void aStoreThatCannotBeUsedIsRefusedAtTheStart(
            String store, String file, String passwordKey, String password, String why) throws Exception {
        String key = "camel.ssl." + store;
        Files.writeString(folder.resolve("junk.p12"), "no store");
        try (RawServer server = RawServer.https(Certificates.SERVER, false, TlsTest::answer)) {
            String path = folder.resolve(file).normalize().toString();
            assertThatThrownBy(() -> program(
                                    server,
                                    key + "=" + path,
                                    "camel.ssl." + passwordKey + "=" + (password == null ? "" : password))
                            .close())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(key + " = " + path + ": ")
                    .hasMessageContaining(why.replace("KEY", "camel.ssl." + passwordKey))
                    .hasMessageNotContainingAny("of-the-stores", "wrong", "java.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        Certificates.EXPIRED + ",its certificate expired on ",
        Certificates.EARLY + ",its certificate is not valid before ",
        Certificates.OTHER_HOST + ",its certificate is not for this host "
    })
    void aCertificateThatIsRefusedIsNamedInTheHold(String certificate, String why) throws Exception {
        try (RawServer server = RawServer.https(certificate, false, TlsTest::answer);
                AskedProgram program = program(server, String.format(Locale.ROOT, TRUST, trust), TRUST_PASSWORD)) {
            expectHold(
                    program,
                    server,
                    "the API cannot be reached: no secure connection to 127.0.0.1:" + server.port(),
                    why);
        }
    }

    @Test
    void anUnknownAuthorityIsNamedInTheHold() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, false, TlsTest::answer);
                AskedProgram program = program(server)) {
            expectHold(program, server, "not signed by a trusted authority; check camel.ssl.trustStore");
        }
    }

    @Test
    void aRefusedCertificateOfTheTokenEndpointIsNamedInTheHold() throws Exception {
        try (RawServer server = RawServer.https(Certificates.EXPIRED, false, TlsTest::answer);
                AskedProgram program =
                        program(server, logIn(server, String.format(Locale.ROOT, TRUST, trust), TRUST_PASSWORD))) {
            expectHold(
                    program,
                    server,
                    "the log-in fails: no secure connection to 127.0.0.1:",
                    "its certificate expired on ");
        }
    }

    @Test
    void aMissingClientCertificateIsNamedInTheHold() throws Exception {
        try (RawServer server = RawServer.https(Certificates.SERVER, true, TlsTest::answer);
                AskedProgram program = program(
                        server,
                        String.format(Locale.ROOT, TRUST, trust),
                        TRUST_PASSWORD,
                        "plume.retry.attempts=100")) { // some meet the closed connection before they read why
            expectHold(
                    program, server, "it refuses our client certificate, or requires one", "check camel.ssl.keyStore");
        }
    }

    /** Waits until a hold says why, and lets its lookup go. */
    private static void expectHold(AskedProgram program, RawServer server, String... why) throws Exception {
        CompletableFuture<LookupOutcome> asking = program.asking("ACC-1");
        await().until(() -> !program.hold().isEmpty() || asking.isDone());
        assertThat(asking).isNotDone();
        assertThat(program.hold()).contains(why).doesNotContain("no answer");
        assertThat(asking).isNotDone();
        assertThat(server.requests()).isEmpty();
        program.close();
        asking.handle((outcome, fault) -> outcome).get(180, SECONDS);
    }
}
