package org.plumelookup.http;

import java.io.IOException;

/**
 * Thrown if no call can get through, whatever its account ID: a proxy blocks them, or a certificate is refused. The
 * message names who refuses what, and the key to check.
 */
public final class UnusableConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableConnectionException(String message) {
        super(message);
    }
}
