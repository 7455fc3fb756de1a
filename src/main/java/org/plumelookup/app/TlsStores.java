package org.plumelookup.app;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.SSLConfigurationProperties;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.text.Causes;

/**
 * Enables {@code camel.ssl.*} if any of these keys is set, and refuses invalid stores. Camel ignores them unless
 * {@code camel.ssl.enabled} is set, and then still ignores a trust store without a key store.
 */
final class TlsStores {
    private static final String NO_KEYS = "plumeNoKeys";

    private TlsStores() {}

    /**
     * Enables the stores if any key is set, before Camel reads the keys.
     *
     * @param stores the properties that Camel reads the keys into
     */
    static void prepare(CamelContext context, SSLConfigurationProperties stores, Map<String, String> environment)
            throws GeneralSecurityException, IOException {
        boolean set = environment.keySet().stream().anyMatch(name -> name.startsWith("CAMEL_SSL_"))
                || System.getProperties().stringPropertyNames().stream().anyMatch(TlsStores::isOurs)
                || !context.getPropertiesComponent()
                        .loadProperties(TlsStores::isOurs)
                        .isEmpty();
        if (set) {
            KeyStore none = KeyStore.getInstance(KeyStore.getDefaultType());
            none.load(null, null);
            context.getRegistry().bind(NO_KEYS, none);
            stores.setEnabled(true);
            stores.setKeyStore("ref:" + NO_KEYS);
        }
    }

    private static boolean isOurs(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith("camel.ssl.");
    }

    /**
     * Opens the stores that Camel has read.
     *
     * @throws ConfigurationException if one cannot be used
     */
    static void check(CamelContext context) {
        SSLContextParameters tls = context.getSSLContextParameters();
        if (tls == null) {
            return;
        }
        KeyStoreParameters keys = tls.getKeyManagers().getKeyStore();
        if (!("ref:" + NO_KEYS).equals(keys.getResource())) {
            check(context, "camel.ssl.keyStore", "camel.ssl.keystorePassword", keys);
        }
        if (tls.getTrustManagers() != null && tls.getTrustManagers().getKeyStore() != null) {
            check(
                    context,
                    "camel.ssl.trustStore",
                    "camel.ssl.trustStorePassword",
                    tls.getTrustManagers().getKeyStore());
        }
        try {
            tls.createSSLContext(context);
        } catch (Exception e) { // the signature of Camel
            throw refused(
                    "camel.ssl.keyStore",
                    "camel.ssl.*",
                    String.format(Locale.ROOT, "cannot be used (%s)", Causes.text(e)));
        }
    }

    private static void check(CamelContext context, String key, String password, KeyStoreParameters store) {
        store.setCamelContext(context);
        try {
            if (Collections.list(store.createKeyStore().aliases()).isEmpty()) {
                throw refused(
                        key, store.getResource(), "contains no certificate and no key, or not with this " + password);
            }
        } catch (IOException e) {
            boolean locked = e.getCause() instanceof GeneralSecurityException
                    || String.valueOf(e.getMessage()).contains("password");
            throw refused(
                    key,
                    store.getResource(),
                    locked
                            ? "does not open with this " + password
                            : String.format(Locale.ROOT, "cannot be read as a store (%s)", Causes.text(e)));
        } catch (GeneralSecurityException e) {
            throw refused(
                    key,
                    store.getResource(),
                    String.format(Locale.ROOT, "cannot be read as a store (%s)", Causes.text(e)));
        }
    }

    private static ConfigurationException refused(String key, String value, String rule) {
        return new ConfigurationException(
                key,
                String.format(
                        Locale.ROOT,
                        "%s = %s: %s. Change it in config/application.properties or in the environment.",
                        key,
                        value,
                        rule));
    }
}
