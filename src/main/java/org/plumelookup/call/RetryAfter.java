package org.plumelookup.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads the Retry-After header (RFC 9110, section 10.2.3): seconds, or an HTTP date. */
public final class RetryAfter {
    private RetryAfter() {}

    /**
     * Tells how long to wait.
     *
     * @param value the header's value, or null
     * @return the time from now, not negative; null where there is no header or it cannot be read
     */
    public static Duration read(String value) {
        if (value == null) {
            return null;
        }
        String text = value.trim();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), date);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
