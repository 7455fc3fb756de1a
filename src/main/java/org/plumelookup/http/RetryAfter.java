package org.plumelookup.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads the Retry-After header (RFC 9110, section 10.2.3): seconds, or an HTTP date. */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1); // no server means more

    private RetryAfter() {}

    /**
     * Returns how long to wait.
     *
     * @param value the header's value, or null
     * @return the time from now, not negative and a day at most; null if there is no header or it cannot be parsed
     */
    public static Duration read(String value) {
        if (value == null) {
            return null;
        }
        String text = value.trim();
        if (text.matches("\\d{1,9}")) {
            return atMost(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), date);
            return wait.isNegative() ? Duration.ZERO : atMost(wait);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
