package org.plumelookup.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for https (CONNECT) and http, behind which every host is one port of this machine. */
public final class ForwardProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket socket;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String logIn;
    private volatile String refusal;

    /** Starts to listen on any free port. */
    public ForwardProxy(int target) {
        this.target = target;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::listen);
    }

    /** Lets nobody through without a log-in, {@code user:password}. */
    public ForwardProxy wants(String userAndPassword) {
        logIn = "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(ISO_8859_1));
        return this;
    }

    /** Answers everything with a status such as {@code 403 Forbidden}; null lets everything through again. */
    public ForwardProxy refuses(String status) {
        refusal = status;
        return this;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Returns the request lines with their headers so far, oldest first. */
    public List<String> heads() {
        return List.copyOf(heads);
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

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            heads.add(head);
            String status = refusal;
            if (status == null && logIn != null && !head.contains("\r\nProxy-Authorization: " + logIn + "\r\n")) {
                status = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"";
            }
            if (status != null) {
                String body = "<html>the proxy says no</html>";
                write(
                        client,
                        String.format(
                                Locale.ROOT,
                                "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
                                status,
                                body.length(),
                                body));
                return;
            }
            forward(client, head);
        } catch (IOException e) {
            // one of both is gone
        } finally {
            connections.remove(client);
        }
    }

    private void forward(Socket client, String head) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            connections.add(server);
            if (head.startsWith("CONNECT ")) {
                write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                write(server, head.replaceFirst(" http://[^/]+", " "));
            }
            daemon(() -> pass(client, server));
            pass(server, client);
            connections.remove(server);
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of both is gone
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") >= 0) {
                return head.toString();
            }
        }
        return "";
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static void daemon(Runnable job) {
        Thread thread = new Thread(job, "forward-proxy");
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
