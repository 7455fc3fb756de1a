package org.plumelookup.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Locale;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server of one user, on the loopback address, with a folder as its root. */
public final class SftpServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair key;

    private SftpServer(KeyPair key) {
        this.key = key;
    }

    public static SftpServer start(Path root, String user, String password) throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        SftpServer sftp = new SftpServer(keys.generateKeyPair());
        sftp.server.setHost("127.0.0.1");
        sftp.server.setKeyPairProvider(KeyPairProvider.wrap(sftp.key));
        sftp.server.setPasswordAuthenticator((name, secret, session) -> name.equals(user) && secret.equals(password));
        sftp.server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        sftp.server.setFileSystemFactory(new VirtualFileSystemFactory(Files.createDirectories(root)));
        sftp.server.start();
        return sftp;
    }

    public int port() {
        return server.getPort();
    }

    /** Gives the line of a known_hosts file by which a client knows this server. */
    public String knownHost() {
        return String.format(Locale.ROOT, "[127.0.0.1]:%d %s%n", port(), PublicKeyEntry.toString(key.getPublic()));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
