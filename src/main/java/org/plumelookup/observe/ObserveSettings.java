package org.plumelookup.observe;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;

/**
 * Where health, metrics and the status page are published, and when the program counts as ready.
 *
 * @param host of this machine, as it is configured
 * @param address of the host, to listen at
 * @param port 0 is off
 * @param readyInHold whether the program is ready while lookups wait
 * @param leastSpace bytes that the outbox must have left
 * @param password of the status page, if one is set
 */
public record ObserveSettings(
        String host, InetAddress address, int port, boolean readyInHold, long leastSpace, Optional<Secret> password) {
    /** Key of the port. */
    public static final String PORT = "plume.observe.port";

    /** Key of the file with the password of the status page. */
    public static final String PASSWORD_FILE = "plume.observe.password-file";

    private static final String HOST = "plume.observe.host";

    /** Reads {@code plume.observe.*}. */
    public static ObserveSettings from(Settings keys) {
        String host = keys.required(HOST).trim();
        return new ObserveSettings(
                host,
                address(keys, host),
                keys.number(PORT, 0, 65535),
                keys.bool("plume.observe.ready-in-hold"),
                keys.size("plume.observe.least-space"),
                keys.secretFile(PASSWORD_FILE));
    }

    private static InetAddress address(Settings keys, String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (UnknownHostException | SocketException e) {
            // told below, with the rule
        }
        throw keys.broken(HOST, host, "must be an address or name of this machine, such as 127.0.0.1 or 0.0.0.0");
    }

    /** Returns whether anything is shown. */
    public boolean isOn() {
        return port != 0;
    }
}
