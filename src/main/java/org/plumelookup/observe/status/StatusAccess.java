package org.plumelookup.observe.status;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.settings.Secret;

/**
 * Decides who sees the status page, and whether with account IDs. If a password is set, everybody needs it. If none is
 * set, only this machine sees it, without account IDs; and only by a name of this machine, because a web page elsewhere
 * could let its own name lead here (DNS rebinding). Immutable.
 */
final class StatusAccess {
    private static final Pattern HOST = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]]+)(:\\d{1,5})?");

    private final Secret password;
    private final boolean loopback;
    private final Set<String> names;

    /** What is decided. */
    enum Decision {
        /** The visitor gave the password, and sees account IDs. */
        WITH_IDS,
        /** The visitor is at this machine, and sees no account ID. */
        WITHOUT_IDS,
        /** The password is missing or wrong. */
        ASK,
        /** No password is set, and the address is not only of this machine. */
        CLOSED,
        /** No password is set, and the request is for another host. */
        FOREIGN_HOST
    }

    StatusAccess(ObserveSettings settings) {
        this(settings.address(), settings.host(), settings.password().orElse(null));
    }

    /**
     * Creates the rules for an address.
     *
     * @param address that the server listens at
     * @param host the same as it is configured
     * @param password null if none is set
     */
    StatusAccess(InetAddress address, String host, Secret password) {
        this.password = password;
        this.loopback = address.isLoopbackAddress();
        this.names = Set.copyOf(List.of(
                "localhost",
                "127.0.0.1",
                "[::1]",
                host.toLowerCase(Locale.ROOT),
                "[" + host.toLowerCase(Locale.ROOT) + "]",
                address.getHostAddress()));
    }

    /**
     * Decides about a request.
     *
     * @param host its header Host; null if there is none
     * @param authorization its header Authorization; null if there is none
     */
    Decision decide(String host, String authorization) {
        if (password == null) {
            return !loopback ? Decision.CLOSED : isOurs(host) ? Decision.WITHOUT_IDS : Decision.FOREIGN_HOST;
        }
        boolean given = BasicAuthentication.hasPassword(authorization, password.value())
                || authorization != null && BasicAuthentication.hasPassword(authorization, password.reread());
        return given ? Decision.WITH_IDS : Decision.ASK;
    }

    private boolean isOurs(String host) {
        Matcher parts = HOST.matcher(host == null ? "" : host.strip());
        return parts.matches() && names.contains(parts.group(1).toLowerCase(Locale.ROOT));
    }
}
