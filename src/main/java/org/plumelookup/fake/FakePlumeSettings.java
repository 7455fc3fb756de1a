package org.plumelookup.fake;

import java.time.Duration;
import java.util.Objects;

/**
 * Holds how a {@link FakePlume} behaves; immutable. Start from {@link #builder()}, everything has a default.
 *
 * @param port port to listen on, 0 for any free one (default)
 * @param bindAddress address to listen on; default {@code 127.0.0.1}
 * @param tokenLife life of an issued token; default 10 minutes. {@code expires_in} is in whole seconds, at least 1
 * @param delay how much later each answer is sent; default zero
 * @param slowAnswer how much later answers are sent during {@link Outage#SLOW}; default one minute
 * @param windowCalls requests the firewall lets through in any window; 0, the default, for all
 * @param window length of the firewall's window, also the window of {@link Stats#peak()}; default 5 minutes. Each
 *     request of the last window is remembered in 8 bytes
 * @param partnerId the only partner there is
 * @param clientId user name of the log-in
 * @param clientSecret password of the log-in
 * @param fixedToken an {@code Authorization} value that is accepted as it is and never expires, or null for none
 * @param record whether to count calls per account ID (default); switch it off for runs of millions of IDs
 */
public record FakePlumeSettings(
        int port,
        String bindAddress,
        Duration tokenLife,
        Duration delay,
        Duration slowAnswer,
        int windowCalls,
        Duration window,
        String partnerId,
        String clientId,
        String clientSecret,
        String fixedToken,
        boolean record) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public FakePlumeSettings {
        require(port >= 0 && port <= 65_535, "the port must be between 0 and 65535");
        require(!tokenLife.isNegative() && !tokenLife.isZero(), "the token life must be more than nothing");
        require(!delay.isNegative() && !slowAnswer.isNegative(), "a delay must not be negative");
        require(windowCalls >= 0, "the calls of a window must not be negative");
        require(!window.isNegative() && !window.isZero(), "the window must be more than nothing");
        require(!partnerId.isBlank(), "the partner ID must not be blank");
        require(!clientId.contains(":"), "the client ID must not contain a colon");
        Objects.requireNonNull(bindAddress, "bindAddress");
        Objects.requireNonNull(clientSecret, "clientSecret");
    }

    /** Returns the defaults. */
    public static FakePlumeSettings defaults() {
        return builder().build();
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Collects settings one by one; each method is named after its setting. Not thread-safe. */
    public static final class Builder {
        private int port;
        private String bindAddress = "127.0.0.1";
        private Duration tokenLife = Duration.ofMinutes(10);
        private Duration delay = Duration.ZERO;
        private Duration slowAnswer = Duration.ofMinutes(1);
        private int windowCalls;
        private Duration window = Duration.ofMinutes(5);
        private String partnerId = "fake-partner";
        private String clientId = "fake-client";
        private String clientSecret = "fake-secret";
        private String fixedToken;
        private boolean record = true;

        private Builder() {}

        /** Sets the port, 0 for any. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets the address to listen on. */
        public Builder bindAddress(String value) {
            bindAddress = value;
            return this;
        }

        /** Sets the life of a token. */
        public Builder tokenLife(Duration value) {
            tokenLife = value;
            return this;
        }

        /** Sets the delay of each answer. */
        public Builder delay(Duration value) {
            delay = value;
            return this;
        }

        /** Sets the delay of each answer during {@link Outage#SLOW}. */
        public Builder slowAnswer(Duration value) {
            slowAnswer = value;
            return this;
        }

        /** Sets the firewall: so many calls (0 for any number) in any window of this length. */
        public Builder window(int calls, Duration length) {
            windowCalls = calls;
            window = length;
            return this;
        }

        /** Sets the partner ID. */
        public Builder partnerId(String value) {
            partnerId = value;
            return this;
        }

        /** Sets what the log-in's {@code Basic} value is made of. */
        public Builder client(String id, String secret) {
            clientId = id;
            clientSecret = secret;
            return this;
        }

        /** Sets the {@code Authorization} value that is accepted without a log-in, null for none. */
        public Builder fixedToken(String value) {
            fixedToken = value;
            return this;
        }

        /** Sets whether calls are counted per account ID. */
        public Builder record(boolean value) {
            record = value;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if a value makes no sense
         */
        public FakePlumeSettings build() {
            return new FakePlumeSettings(
                    port,
                    bindAddress,
                    tokenLife,
                    delay,
                    slowAnswer,
                    windowCalls,
                    window,
                    partnerId,
                    clientId,
                    clientSecret,
                    fixedToken,
                    record);
        }
    }
}
