package org.plumelookup.lookup;

/** Signals that a channel did not take a message; the message names the channel, the cause and the way past it. */
public final class ChannelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChannelFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
