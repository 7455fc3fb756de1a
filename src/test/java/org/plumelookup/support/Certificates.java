package org.plumelookup.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of its own, and what it has signed; made once for all tests by the JDK's keytool. */
public final class Certificates {
    /** The password of every store. */
    public static final String PASSWORD = "of-the-stores";

    /** The certificate of a server on localhost and api.example.test. */
    public static final String SERVER = "server";
    /** One that ended in 2020. */
    public static final String EXPIRED = "expired";
    /** One that begins in ten years. */
    public static final String EARLY = "early";
    /** One for another host. */
    public static final String OTHER_HOST = "other-host";
    /** One of a client. */
    public static final String CLIENT = "client";

    private static final String HOSTS = "san=dns:localhost,ip:127.0.0.1,dns:api.example.test";
    private static Certificates made;

    private final KeyStore all;

    private Certificates(Path folder) throws Exception {
        Path store = folder.resolve("all.p12");
        keytool(store, "ca", "-ext", "bc:c", "-validity", "5000");
        keytool(store, SERVER, "-signer", "ca", "-ext", HOSTS, "-validity", "4000");
        keytool(store, EXPIRED, "-signer", "ca", "-ext", HOSTS, "-startdate", "2019/12/01 12:00:00", "-validity", "40");
        keytool(store, EARLY, "-signer", "ca", "-ext", HOSTS, "-startdate", "+10y", "-validity", "10");
        keytool(store, OTHER_HOST, "-signer", "ca", "-ext", "san=dns:other.example.test", "-validity", "4000");
        keytool(store, CLIENT, "-signer", "ca", "-validity", "4000");
        all = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /** Returns the certificates, which are made at the first call. */
    public static synchronized Certificates get() {
        if (made == null) {
            try {
                made = new Certificates(Files.createTempDirectory(Path.of("target"), "certificates"));
            } catch (Exception e) {
                throw new IllegalStateException("there are no certificates", e);
            }
        }
        return made;
    }

    private static void keytool(Path store, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Dkeystore.pkcs12.macIterationCount=1",
                "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
                "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name));
        command.addAll(List.of(options));
        Process process = Processes.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling(name + ".log").toFile()));
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(store.resolveSibling(name + ".log")));
        }
    }

    /** Writes a store with the authority's certificate alone. */
    public Path trustStore(Path file) throws GeneralSecurityException, IOException {
        return write(file, trusted());
    }

    /** Writes a store with one certificate and its key. */
    public Path keyStore(Path file, String name) throws GeneralSecurityException, IOException {
        return write(file, keys(name));
    }

    private static Path write(Path file, KeyStore store) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("ca", all.getCertificate("ca"));
        return store;
    }

    private KeyStore keys(String name) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        char[] password = PASSWORD.toCharArray();
        store.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
        return store;
    }

    /** Returns what makes the sockets of a server with one of the certificates, which trusts the authority. */
    public SSLServerSocketFactory server(String name) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keys(name), PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return tls.getServerSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
