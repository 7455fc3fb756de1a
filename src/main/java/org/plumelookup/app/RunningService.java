package org.plumelookup.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.observe.status.BasicAuthentication;
import org.plumelookup.observe.status.StatusSite;
import org.plumelookup.settings.Secret;

/**
 * A service that was found at a port.
 *
 * @param url of its status page
 * @param status its answer; null if it refused one
 * @param refusal what it said instead
 */
record RunningService(String url, JsonNode status, String refusal) {
    private static final int CONNECT_MILLIS = 1000;
    private static final int READ_MILLIS = 6_000; // its checks may take five seconds
    private static final int LONGEST = 1 << 24;
    private static final String REALM = "Basic realm=\"plume-lookup\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks port after port.
     *
     * @param ports how many
     */
    static List<RunningService> find(ObserveSettings settings, int ports) {
        InetAddress address =
                settings.address().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : settings.address();
        String host = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        String password = settings.password().map(Secret::value).orElse(null);
        List<RunningService> found = new ArrayList<>();
        for (int port = settings.port(); port < settings.port() + ports && port <= 65535; port++) {
            at(String.format(Locale.ROOT, "http://%s:%d/", host, port), password)
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Gives the password only to who asks for that of a status page. */
    private static Optional<RunningService> at(String url, String password) {
        try {
            HttpURLConnection answer = ask(url, null);
            boolean asks = answer.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                    && String.valueOf(answer.getHeaderField("WWW-Authenticate")).startsWith(REALM);
            if (asks && password != null) {
                answer = ask(url, BasicAuthentication.header(password));
            }
            if (answer.getResponseCode() == HttpURLConnection.HTTP_OK) {
                JsonNode status = JSON.readTree(text(answer.getInputStream()));
                return StatusSite.isStatus(status)
                        ? Optional.of(new RunningService(url, status, null))
                        : Optional.empty();
            }
            String why = text(answer.getErrorStream());
            return why.contains(ObserveSettings.PASSWORD_FILE)
                    ? Optional.of(new RunningService(url, null, refused(url, why, asks && password != null)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // nobody, or another program
        }
    }

    private static String refused(String url, String why, boolean given) {
        return url + " answers: " + why.strip()
                + (given ? " The password of this command's file is another one." : " Set it for this command, too.");
    }

    private static HttpURLConnection ask(String url, String authorization) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(url).resolve(StatusSite.STATUS).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private static String text(InputStream body) throws IOException {
        if (body == null) {
            return "";
        }
        try (body) {
            return new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }

    boolean isOf(Path outbox) {
        return status != null && outbox.toString().equals(status.path("outbox").asText());
    }

    /** Tells it from others. */
    String told() {
        return status == null ? refusal : url + " (" + status.path("outbox").asText() + ")";
    }
}
