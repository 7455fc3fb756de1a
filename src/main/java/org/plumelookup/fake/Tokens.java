package org.plumelookup.fake;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Issues random bearer tokens and records which are valid. Thread-safe. */
final class Tokens {
    private static final String SCHEME = "Bearer ";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> ends = new ConcurrentHashMap<>();
    private final long life;
    private final String fixed;
    private final LongSupplier nanos;

    /**
     * Creates an empty set of tokens.
     *
     * @param fixed an {@code Authorization} value that is always accepted, or null
     */
    Tokens(Duration life, String fixed, LongSupplier nanos) {
        this.life = life.toNanos();
        this.fixed = fixed;
        this.nanos = nanos;
    }

    /** Issues a new token. */
    String issue() {
        long now = nanos.getAsLong();
        ends.values().removeIf(end -> end - now <= 0);
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ends.put(token, now + life);
        return token;
    }

    /** Returns whether the value of an {@code Authorization} header, null for none, is accepted. */
    boolean accepts(String authorization) {
        if (authorization == null) {
            return false;
        }
        if (authorization.equals(fixed)) {
            return true;
        }
        Long end = authorization.startsWith(SCHEME) ? ends.get(authorization.substring(SCHEME.length())) : null;
        return end != null && end - nanos.getAsLong() > 0;
    }

    /** Expires all issued tokens now; the fixed value stays valid. */
    void expireAll() {
        ends.clear();
    }
}
