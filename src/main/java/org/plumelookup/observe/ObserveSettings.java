package org.plumelookup.observe;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.plumelookup.settings.Settings;

/**
 * Where health and metrics are published, and when the program counts as ready.
 *
 * @param address of this machine to listen at
 * @param port 0 is off
 * @param readyInHold whether the program is ready while lookups wait
 * @param leastSpace bytes that the outbox must have left
 */
public record ObserveSettings(InetAddress address, int port, boolean readyInHold, long leastSpace) {
    /** Key of the port. */
    public static final String PORT = "plume.observe.port";

    private static final String HOST = "plume.observe.host";

    /** Reads {@code plume.observe.*}. */
    public static ObserveSettings from(Settings keys) {
        return new ObserveSettings(
                address(keys),
                keys.number(PORT, 0, 65535),
                keys.bool("plume.observe.ready-in-hold"),
                keys.size("plume.observe.least-space"));
    }

    private static InetAddress address(Settings keys) {
        String host = keys.required(HOST).trim();
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
