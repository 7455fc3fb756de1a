package org.plumelookup.flow.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** Shows that a context which stops leaves no connection to the API behind in its process. */
class ClosedConnectionsTest {
    private static final int END = -1;

    @Test
    void aConnectionThatRestsIsClosedWhenItsContextStops() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> afterTheAnswer = CompletableFuture.supplyAsync(() -> answerOnce(server));
            try (Flow flow = Flow.start("http://localhost:" + server.getLocalPort())) {
                assertThat(flow.lookup("A").outcome()).isEqualTo(Outcome.NO_MATCH);
            }
            assertThat(Patience.result(afterTheAnswer)).isEqualTo(END);
        }
    }

    /** Answers the first request of the first connection, and returns what comes on it then. */
    private static int answerOnce(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.setSoTimeout((int) Patience.LONGEST.toMillis());
            BufferedReader request = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            String line = request.readLine();
            while (line != null && !line.isEmpty()) {
                line = request.readLine();
            }
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".getBytes(ISO_8859_1));
            return request.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
