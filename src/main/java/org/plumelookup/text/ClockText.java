package org.plumelookup.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats a time for a log line, whose own date has the offset: in the time zone of this machine. */
public final class ClockText {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private ClockText() {}

    /** Returns the time of day, with the date if it is not today: {@code 14:05:09}, {@code 2026-12-01 02:10:00}. */
    public static String of(Instant time) {
        return of(time, ZonedDateTime.now(ZoneId.systemDefault()));
    }

    static String of(Instant time, ZonedDateTime now) {
        ZonedDateTime local = time.atZone(now.getZone());
        return local.toLocalDate().equals(now.toLocalDate()) ? local.format(TODAY) : local.format(OTHER_DAY);
    }
}
