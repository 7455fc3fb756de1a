package org.plumelookup.lookup;

/** Signals that a channel rejected a message; the text names the channel, the cause and the cure. */
public final class ChannelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChannelFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
