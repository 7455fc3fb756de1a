package host.war;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;

/** A host in a servlet container serves lookups, and leaves nothing of ours behind when it is taken down. */
class WarHostTest {
    @TempDir
    Path base;

    private final FakePlume plume = new FakePlume();
    private final Tomcat tomcat = new Tomcat();
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @BeforeEach
    void settings() {
        System.setProperty("plume.api.url", plume.url());
        System.setProperty("plume.api.partner-id", plume.partnerId());
        System.setProperty("plume.auth.token-url", plume.tokenUrl());
        System.setProperty("plume.auth.authorization", plume.authorization());
        System.setProperty("plume.budget.calls-per-second", "0");
        System.setProperty("plume.budget.window-calls", "0");
        System.setProperty("host.broken", "false");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.setHostname("localhost");
        tomcat.getConnector();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        plume.close();
    }

    @Test
    void aRequestToTheServletIsALookupAndTakesNoHeaderAlong() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        plume.onReceived(call -> received.addAll(call.headers().keySet()));
        start(true);

        assertThat(get("lookup?id=ACC-1")).isEqualTo("found");
        assertThat(get("lookup?id=null")).isEqualTo("invalid");
        assertThat(received)
                .contains("Authorization")
                .doesNotContain("Cookie", "X-forwarded-for", "Hostintercepts", "Id");
        assertThat(get("intercepted")).contains("web-lookup").doesNotContain("plume-");
    }

    @Test
    void theHostBehavesTheSameWithAndWithoutUs() throws Exception {
        Context with = start(true);
        get("lookup?id=ACC-1");
        String seen = get("seen");
        with.stop();
        tomcat.getHost().removeChild(with);
        System.setProperty("host.lookup", "false");
        tomcat.addWebapp("", new File(System.getProperty("war")).getAbsolutePath());

        assertThat(seen).contains("host-io").isEqualTo(get("seen"));
    }

    @Test
    void takenDownItLeavesNoThreadOfOurs() throws Exception {
        Context host = start(true);
        get("lookup?id=ACC-1");

        host.stop();

        await().untilAsserted(this::noThreadIsOurs);
    }

    @Test
    void aHostThatDoesNotStartKeepsNoThreadOfOurs() throws Exception {
        System.setProperty("host.broken", "true");
        Context host = start(true);

        assertThat(host.getState().isAvailable()).isFalse();
        await().untilAsserted(this::noThreadIsOurs);
    }

    private void noThreadIsOurs() {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("plume-") && !name.startsWith("fake"));
    }

    private Context start(boolean lookup) throws Exception {
        System.setProperty("host.lookup", String.valueOf(lookup));
        Context context = tomcat.addWebapp("", new File(System.getProperty("war")).getAbsolutePath());
        tomcat.start();
        return context;
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/camel/" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Cookie", "session=1")
                .header("X-Forwarded-For", "1.2.3.4")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
