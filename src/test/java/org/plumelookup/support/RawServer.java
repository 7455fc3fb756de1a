package org.plumelookup.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/**
 * Answers each request with bytes, however wrong they are, and keeps what it was sent. It closes the connection after
 * one answer, or when the client has been idle for a while, and does not say so.
 */
public final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** Writes one answer; one that throws just ends the connection. */
    public interface Script {
        /** Answers a request, of which the text is head and body as they came. */
        void answer(String request, OutputStream out) throws IOException;
    }

    private final String scheme;
    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int idleMillis;
    private volatile Script script;

    /** Starts to listen on any free port, for one request a connection. */
    public RawServer(Script script) {
        this(Duration.ZERO, script);
    }

    /** Starts to listen on any free port, for any number of requests a connection that is not idle longer than this. */
    public RawServer(Duration idle, Script script) {
        this("http", listening(ServerSocketFactory.getDefault()), idle, script);
    }

    /**
     * Starts to listen for https on any free port, with a certificate, and maybe for none but clients that have one.
     */
    public static RawServer https(String certificate, boolean clients, Script script) {
        SSLServerSocket socket = (SSLServerSocket) listening(Certificates.get().server(certificate));
        socket.setNeedClientAuth(clients);
        return new RawServer("https", socket, Duration.ZERO, script);
    }

    private RawServer(String scheme, ServerSocket socket, Duration idle, Script script) {
        this.scheme = scheme;
        this.socket = socket;
        this.idleMillis = (int) idle.toMillis();
        this.script = script;
        daemon(this::listen);
    }

    private static ServerSocket listening(ServerSocketFactory sockets) {
        try {
            return sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a whole answer; its length is that of the body. */
    public static String whole(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "Content-Length: "
                + body.getBytes(ISO_8859_1).length + "\r\n\r\n" + body;
    }

    /** Answers with a text, one byte a character. */
    public static Script text(String answer) {
        return (request, out) -> out.write(answer.getBytes(ISO_8859_1));
    }

    /** Answers from now on in another way. */
    public void script(Script next) {
        script = next;
    }

    /** Returns the base URL. */
    public String url() {
        return scheme + "://127.0.0.1:" + port() + "/api";
    }

    /** Returns the port it listens on. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Returns the requests so far, oldest first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many connections are open at its end. */
    public int connections() {
        return connections.size();
    }

    /** Forgets the requests so far. */
    public void forget() {
        requests.clear();
    }

    private void listen() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            String request = read(in);
            connection.setSoTimeout(idleMillis); // between two requests; a client may be slow to send its first one
            while (!request.isEmpty()) {
                requests.add(request);
                script.answer(request, out);
                out.flush();
                request = idleMillis == 0 ? "" : read(in);
            }
        } catch (IOException e) {
            // the client is gone
        } finally {
            connections.remove(connection);
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            head.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1));
        }
        return head.toString();
    }

    private static void daemon(Runnable job) {
        Thread thread = new Thread(job, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
