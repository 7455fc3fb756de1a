package org.plumelookup.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for servers that have to be told theirs. They are below those that the system gives to connections and to
 * servers that do not ask for one, so that nobody takes a port before its server does.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;

    private static final AtomicInteger TRIED =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** Returns a port of the loopback address on which nobody listens; each only once. */
    public static int next() {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = LOWEST + Math.floorMod(TRIED.incrementAndGet(), COUNT);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                continue; // it is taken
            }
        }
        throw new AssertionError("no port is free");
    }
}
