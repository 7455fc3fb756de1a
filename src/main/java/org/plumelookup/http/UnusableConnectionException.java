package org.plumelookup.http;

import java.io.IOException;

/**
 * Says that calls cannot get through, whatever they ask for: a proxy lets none pass, or a certificate is refused. The
 * message says who refuses what, and which key to look at.
 */
public final class UnusableConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableConnectionException(String message) {
        super(message);
    }
}
