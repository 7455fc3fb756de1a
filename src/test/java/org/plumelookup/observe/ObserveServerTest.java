package org.plumelookup.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plumelookup.support.Patience;

/** Slow clients and faulty pages neither block the server nor end it. */
class ObserveServerTest {
    private final ObserveServer server;
    private final List<Socket> sockets = new ArrayList<>();

    ObserveServerTest() throws IOException {
        HttpServer free = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = new ObserveServer(
                free,
                Map.of(
                        "/good",
                        () -> Page.Content.of(200, "text/plain", "good"),
                        "/large",
                        () -> Page.Content.of(200, "text/plain", "x".repeat(50_000_000)),
                        "/faulty",
                        () -> {
                            throw new IllegalStateException("a secret");
                        }),
                (path, host, authorization) -> null,
                Duration.ofMillis(500));
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        server.stop();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void clientsThatSendSlowlyAreCutOff() throws IOException {
        for (int i = 0; i < 12; i++) {
            send("GET /good HTTP/1.1\r\nHost: x\r\n");
        }
        assertThat(answered("/good")).startsWith("HTTP/1.1 200").endsWith("good");
        assertThat(sockets.get(0).getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void clientsThatReadNothingAreCutOff() throws IOException {
        for (int i = 0; i < 6; i++) {
            send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertThat(answered("/good")).startsWith("HTTP/1.1 200").endsWith("good");
    }

    @Test
    void aPageThatCannotBeMadeSaysNothingOfWhy() {
        assertThat(answered("/faulty")).startsWith("HTTP/1.1 500").doesNotContain("secret");
        assertThat(answered("/good")).startsWith("HTTP/1.1 200");
    }

    /** Asks until there is an answer: on a busy machine a good client is cut off, too. */
    private String answered(String path) {
        return await().ignoreException(SocketException.class).until(() -> answer(path), text -> !text.isEmpty());
    }

    private String answer(String path) throws IOException {
        Socket socket = send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.setSoTimeout((int) Patience.LONGEST.toMillis());
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return socket;
    }
}
