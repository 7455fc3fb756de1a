package org.plumelookup.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.plumelookup.text.DurationText;

/** Writes values as the text of a page: what comes from outside is escaped, and figures read well. */
final class HtmlText {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final char REPLACEMENT = '\uFFFD';

    private HtmlText() {}

    /** Escapes a text for an element or a quoted attribute; control characters are replaced. */
    static String of(String text) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append(' ');
                default -> html.append(Character.isISOControl(c) ? REPLACEMENT : c);
            }
        }
        return html.toString();
    }

    /** Escapes a text from outside, which can be written from right to left, and must not turn what is around it. */
    static String foreign(String text) {
        return "<bdi>" + of(text) + "</bdi>";
    }

    /** Fills values into a text; numbers are the same in every locale. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Returns a number without needless digits. */
    static String number(double number) {
        return number == Math.rint(number) ? format("%,.0f", number) : format("%,.1f", number);
    }

    /** Returns a part of all in per cent. */
    static String share(long part, long all) {
        double percent = all == 0 ? 0 : 100.0 * part / all;
        return percent > 0 && percent < 0.1
                ? "&lt; 0.1 %"
                : percent < 100 && percent > 99.9 ? "&gt; 99.9 %" : format("%.1f %%", percent);
    }

    /** Returns how long something took. */
    static String time(Duration time) {
        if (time.toMillis() < 1_000) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() < 10 ? format("%.1f s", time.toMillis() / 1e3) : DurationText.of(time);
    }

    /** Returns a date with its time. */
    static String moment(Instant time) {
        return MOMENT.format(time);
    }
}
