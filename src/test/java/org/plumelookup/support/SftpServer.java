package org.plumelookup.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** A real SFTP server of one user, on the loopback address, with a folder as its root. */
public final class SftpServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair key;
    private final AtomicInteger refused = new AtomicInteger();
    private final Map<String, String> otherNames = new ConcurrentHashMap<>();

    private SftpServer(KeyPair key) {
        this.key = key;
    }

    public static SftpServer start(Path root, String user, String password) throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        SftpServer sftp = new SftpServer(keys.generateKeyPair());
        sftp.server.setHost("127.0.0.1");
        sftp.server.setKeyPairProvider(KeyPairProvider.wrap(sftp.key));
        sftp.server.setPasswordAuthenticator((name, secret, session) -> {
            boolean known = name.equals(user) && secret.equals(password);
            sftp.refused.addAndGet(known ? 0 : 1);
            return known;
        });
        SftpSubsystemFactory files = new SftpSubsystemFactory();
        files.setFileSystemAccessor(sftp.new Listing());
        sftp.server.setSubsystemFactories(List.of(files));
        sftp.server.setFileSystemFactory(new VirtualFileSystemFactory(Files.createDirectories(root)));
        sftp.server.start();
        return sftp;
    }

    /** Lies about names, as a hostile server can. */
    private final class Listing implements SftpFileSystemAccessor {
        @Override
        public void putRemoteFileName(
                SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean isShort)
                throws IOException {
            SftpFileSystemAccessor.super.putRemoteFileName(
                    subsystem, path, buffer, otherNames.getOrDefault(name, name), isShort);
        }
    }

    /** Lists a file under another name. */
    public void list(String name, String as) {
        otherNames.put(name, as);
    }

    /** Returns how often a wrong password was tried. */
    public int refused() {
        return refused.get();
    }

    public int port() {
        return server.getPort();
    }

    /** Returns the line of a known_hosts file by which a client knows this server. */
    public String knownHost() {
        return String.format(Locale.ROOT, "[127.0.0.1]:%d %s%n", port(), PublicKeyEntry.toString(key.getPublic()));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
