package org.plumelookup.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** Runs the broker of the tests in a process of its own. */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Runs until it is killed.
     *
     * @param args port, data folder, deliveries of one message at most
     */
    public static void main(String[] args) throws Exception {
        TestBroker.server(Integer.parseInt(args[0]), Path.of(args[1]), Integer.parseInt(args[2]))
                .start();
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8).println(BrokerProcess.READY);
    }
}
