package org.plumelookup.fake;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a {@link FakePlume}, created by {@link #builder()}; all have defaults. Immutable.
 *
 * @param port port to listen on, 0 for any free one (default)
 * @param bindAddress address to listen on; default {@code 127.0.0.1}
 * @param tokenLife life of an issued token; default 10 minutes. {@code expires_in} is in whole seconds, at least 1
 * @param delay the delay of each response; default zero
 * @param slowAnswer the delay of each response during {@link Outage#SLOW}; default one minute
 * @param windowCalls requests the firewall allows in any window; 0, the default, for no limit
 * @param window length of the firewall's window, also the window of {@link Stats#peak()}; default 5 minutes. Each
 *     request of the last window takes 8 bytes
 * @param partnerId the ID of the only partner
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
     * @throws IllegalArgumentException if a value is invalid
     */
    public FakePlumeSettings {
        require(port >= 0 && port <= 65_535, "the port must be between 0 and 65535");
        require(!tokenLife.isNegative() && !tokenLife.isZero(), "the token life must be positive");
        require(!delay.isNegative() && !slowAnswer.isNegative(), "a delay must not be negative");
        require(windowCalls >= 0, "the calls of a window must not be negative");
        require(!window.isNegative() && !window.isZero(), "the window must be positive");
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

    /** Builds settings; each method is named after its setting. Not thread-safe. */
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

        /** Sets the delay of each response. */
        public Builder delay(Duration value) {
            delay = value;
            return this;
        }

        /** Sets the delay of each response during {@link Outage#SLOW}. */
        public Builder slowAnswer(Duration value) {
            slowAnswer = value;
            return this;
        }

        /** Sets the firewall's limit: calls (0 for no limit) in any window of this length. */
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

        /** Sets user name and password of the log-in. */
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
         * @throws IllegalArgumentException if a value is invalid
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
