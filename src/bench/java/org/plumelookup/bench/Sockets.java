package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The limit: sockets by hand, one thread, no parser. It knows that an answer arrives as a whole, so it is no client, but
 * it shows how fast one could be against this server.
 */
final class Sockets {
    /** What one connection is doing. */
    private static final class Call {
        private final ByteBuffer buffer = ByteBuffer.allocate(4_096);
        private String account;
    }

    private final URI base;
    private final BufferedReader accounts;
    private final ResultWriter results;
    private final Selector selector = Selector.open();
    private int open;
    private IOException failure;

    private Sockets(URI base, BufferedReader accounts, ResultWriter results) throws IOException {
        this.base = base;
        this.accounts = accounts;
        this.results = results;
    }

    /**
     * Looks up a file.
     *
     * @param args base URL, file, folder of the results, calls in flight
     */
    public static void main(String[] args) throws IOException {
        try (BufferedReader accounts = Files.newBufferedReader(Path.of(args[1]));
                ResultWriter results = new ResultWriter(Path.of(args[2]))) {
            new Sockets(URI.create(args[0]), accounts, results).run(Integer.parseInt(args[3]));
        }
    }

    private void run(int connections) throws IOException {
        for (open = 0; open < connections; open++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort()));
            channel.configureBlocking(false);
            Call call = new Call();
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ, call);
            next(key, call);
        }
        while (failure == null && open > 0) {
            selector.select(this::serve);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void serve(SelectionKey key) {
        Call call = (Call) key.attachment();
        try {
            if (((SocketChannel) key.channel()).read(call.buffer) < 0) {
                throw new IOException("the server has closed the connection");
            }
            write(call);
            next(key, call);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void write(Call call) throws IOException {
        String answer = new String(call.buffer.array(), 0, call.buffer.position(), US_ASCII);
        int status = Integer.parseInt(answer, 9, 12, 10);
        results.write(call.account, status, answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private void next(SelectionKey key, Call call) throws IOException {
        call.account = accounts.readLine();
        if (call.account == null) {
            key.channel().close();
            open--;
            return;
        }
        String request = "GET " + base.getPath() + Accounts.search(call.account) + " HTTP/1.1\r\nHost: "
                + base.getAuthority() + "\r\nAuthorization: " + Accounts.AUTHORIZATION + "\r\n\r\n";
        call.buffer.clear();
        ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    }
}
