package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The search of the API, as cheap as Java makes it: one thread, keep-alive, fixed answers. The latency is the same for
 * all calls, so those that wait are in the order of their time, and no timer is needed.
 *
 * <p>Besides searches it takes {@code GET /reset/MILLISECONDS}, which sets the latency, and {@code GET /stats}. Both
 * answer with the count of calls since the last reset, the times of the first and the last in milliseconds, and the CPU
 * time in between in nanoseconds.
 */
final class SearchServer {
    private static final int CONNECTIONS = 2_000;
    private static final int LONGEST_HEAD = 8_192;
    private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);

    private record Answer(SocketChannel channel, byte[] bytes, long due) {}

    private final Selector selector = Selector.open();
    private final Queue<Answer> waiting = new ArrayDeque<>();
    private long latency;
    private int calls;
    private long first;
    private long last;
    private long cpuBefore;

    private SearchServer() throws IOException {}

    /** Prints its port and runs until it is killed. */
    public static void main(String[] args) throws IOException {
        new SearchServer().run();
    }

    private void run() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, US_ASCII)
                .println(listener.socket().getLocalPort());
        while (true) {
            long now = System.nanoTime();
            while (!waiting.isEmpty() && waiting.element().due() <= now) {
                Answer answer = waiting.remove();
                send(answer.channel(), answer.bytes());
            }
            long rest = waiting.isEmpty() ? 0 : waiting.element().due() - now + 999_999;
            selector.select(this::serve, TimeUnit.NANOSECONDS.toMillis(rest));
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.socket().setTcpNoDelay(true);
                channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(LONGEST_HEAD));
            } else {
                read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
        } catch (IOException e) {
            close(key.channel());
        }
    }

    private void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        byte[] bytes = buffer.array();
        int start = 0;
        for (int i = 0; i + END.length <= buffer.position(); i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                answer(channel, new String(bytes, start, i - start, US_ASCII));
                start = i + END.length;
            }
        }
        buffer.flip().position(start);
        buffer.compact();
    }

    private void answer(SocketChannel channel, String head) {
        String path = head.substring(head.indexOf(' ') + 1, head.indexOf(' ', 4));
        int account = path.indexOf(Accounts.ACCOUNT);
        if (account >= 0) {
            search(channel, head, Integer.parseInt(path, account + 4, account + 4 + Accounts.DIGITS, 10));
            return;
        }
        String stats = calls + " " + first + " " + last + " " + (calls == 0 ? 0 : cpu() - cpuBefore);
        if (path.startsWith("/reset/")) {
            latency = TimeUnit.MILLISECONDS.toNanos(Integer.parseInt(path.substring("/reset/".length())));
            calls = 0;
        }
        send(channel, response("200 OK", stats));
    }

    private void search(SocketChannel channel, String head, int number) {
        if (calls++ == 0) {
            first = System.currentTimeMillis();
            cpuBefore = cpu();
        }
        byte[] bytes = response(status(head, number), Accounts.answer(number));
        if (latency == 0) {
            send(channel, bytes);
        } else {
            waiting.add(new Answer(channel, bytes, System.nanoTime() + latency));
        }
        last = System.currentTimeMillis();
    }

    private static String status(String head, int number) {
        if (!head.contains(Accounts.AUTHORIZATION)) {
            return "401 Unauthorized";
        }
        return Accounts.isKnown(number) ? "200 OK" : "404 Not Found";
    }

    private static byte[] response(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(US_ASCII);
    }

    /** Sends an answer; it is small, and its receiver has read the one before. */
    private static void send(SocketChannel channel, byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            channel.write(buffer);
            if (buffer.hasRemaining()) {
                channel.close();
            }
        } catch (IOException e) {
            close(channel);
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
