package org.plumelookup.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before an AMQP 1.0 broker and never lets it hear that a client wants a transaction, as a broker that has none.
 * Everything else passes, until {@link #passAll()} lets that pass too. Thread-safe.
 */
public final class NoTransactions implements AutoCloseable {
    private static final byte[] COORDINATOR = {0x00, 0x53, 0x30}; // amqp:coordinator:list, AMQP 1.0 part 4.5.1

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int broker;
    private volatile boolean passesAll;

    /**
     * Starts to listen.
     *
     * @param broker port of the broker on this machine
     */
    public NoTransactions(int broker) throws IOException {
        this.broker = broker;
        start(this::accept);
    }

    /** Returns the URL for AMQP 1.0 clients. */
    public String url() {
        return "amqp://127.0.0.1:" + server.getLocalPort();
    }

    /** Lets everything pass from now on. */
    public void passAll() {
        passesAll = true;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "no-transactions");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), broker);
                sockets.addAll(List.of(client, behind));
                start(() -> pass(client, behind));
                start(() -> pass(behind, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            int read = in.read(bytes);
            while (read > 0) {
                byte[] chunk = Arrays.copyOf(bytes, read);
                if (passesAll || !asksForTransaction(chunk)) {
                    out.write(chunk);
                }
                read = in.read(bytes);
            }
        } catch (IOException e) {
            // the other end is closed
        }
    }

    private static boolean asksForTransaction(byte[] chunk) {
        for (int at = 0; at + COORDINATOR.length <= chunk.length; at++) {
            if (Arrays.equals(chunk, at, at + COORDINATOR.length, COORDINATOR, 0, COORDINATOR.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
