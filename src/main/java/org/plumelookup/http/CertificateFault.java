package org.plumelookup.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Describes why a certificate was refused. */
final class CertificateFault {
    private static final Pattern ALERT = Pattern.compile(
            ".*fatal alert: (.*certificate.*|unknown_ca|access_denied|decrypt_error|handshake_failure)");

    private CertificateFault() {}

    /**
     * Searches an exception and its causes for a certificate that was refused.
     *
     * @return the reason and the key to check, or null if none was refused
     */
    static String of(Throwable why) {
        String fault = null;
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            String here = text(cause);
            fault = here == null ? fault : here; // the innermost is the most specific
        }
        return fault;
    }

    private static String text(Throwable why) {
        String text = String.valueOf(why.getMessage());
        if (why instanceof CertificateExpiredException) {
            return "its certificate expired on " + text.replace("NotAfter: ", "");
        }
        if (why instanceof CertificateNotYetValidException) {
            return String.format(
                    Locale.ROOT,
                    "its certificate is not valid before %s; check this machine's clock too",
                    text.replace("NotBefore: ", ""));
        }
        if (why instanceof CertPathBuilderException) {
            return "its certificate is not signed by a trusted authority; check camel.ssl.trustStore";
        }
        if (why instanceof SSLPeerUnverifiedException
                || text.startsWith("No subject alternative")
                || text.startsWith("No name matching")) {
            return String.format(
                    Locale.ROOT, "its certificate is not for this host (%s); check the host in the URL", text);
        }
        if (why instanceof CertificateException) {
            return String.format(Locale.ROOT, "its certificate is refused (%s); check camel.ssl.trustStore", text);
        }
        if (why instanceof SSLException && ALERT.matcher(text).matches()) {
            return String.format(
                    Locale.ROOT,
                    "it refuses our client certificate, or requires one (%s); check camel.ssl.keyStore",
                    ALERT.matcher(text).replaceFirst("$1"));
        }
        return null;
    }
}
