package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis broker with a journal on disk, which asks for no password. */
final class Broker {
    private Broker() {}

    /**
     * Prints its URL and runs until it is killed.
     *
     * @param args its folder
     */
    public static void main(String[] args) throws Exception {
        String url = "tcp://127.0.0.1:" + freePort();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(args[0] + "/journal")
                .setBindingsDirectory(args[0] + "/bindings")
                .setPagingDirectory(args[0] + "/paging")
                .setLargeMessagesDirectory(args[0] + "/large-messages")
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("tcp", url + "?protocols=CORE")
                .addAddressSetting(
                        "#", new AddressSettings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false));
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, US_ASCII).println(url);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
