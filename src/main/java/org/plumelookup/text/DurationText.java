package org.plumelookup.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Durations as settings and messages have them. */
public final class DurationText {
    // Stricter than Camel, which reads 5M as zero and 30 as milliseconds.
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern FORM = Pattern.compile("0|(" + PART + ")+");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private DurationText() {}

    /**
     * Parses a duration such as {@code 20ms}, {@code 30s}, {@code 1m30s} or {@code 0}.
     *
     * @throws IllegalArgumentException if the text is null or anything else
     */
    public static Duration parse(String text) {
        String trimmed = text == null ? "" : text.trim();
        if (!FORM.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 20ms, 30s or 5m");
        }
        return PART.matcher(trimmed)
                .results()
                .map(part -> Duration.of(Long.parseLong(part.group(1)), UNITS.get(part.group(2))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns a duration for a message, in the two largest units: {@code 3 h 20 min}, {@code 1 min 41 s}, {@code 7 s}.
     */
    public static String of(Duration duration) {
        if (duration.toHours() > 0) {
            return of(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return duration.toMinutes() > 0
                ? of(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
                : String.format(Locale.ROOT, "%d s", duration.toSeconds());
    }

    private static String of(long large, String unit, int small, String smallUnit) {
        return small == 0
                ? String.format(Locale.ROOT, "%d %s", large, unit)
                : String.format(Locale.ROOT, "%d %s %d %s", large, unit, small, smallUnit);
    }
}
