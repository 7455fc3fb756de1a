package org.plumelookup.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.plumelookup.observe.Activity;

/** Draws the time of a batch as SVG: calls a minute, and how long they took. Times are UTC. */
final class TimeChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 200;
    private static final int LEFT = 60;
    private static final int RIGHT = 10;
    private static final int TOP = 16;
    private static final int BOTTOM = 26;
    private static final double MINUTE = 60_000;
    private static final long PAUSE = 1_000; // a shorter one between two slices is none
    private static final long SHORTEST = 1_000; // a slice of a few milliseconds would show any rate

    private final List<TimeSlice> slices;
    private final long begun;
    private final long span;

    /**
     * Creates charts.
     *
     * @param slices what was recorded, the first one first; not empty
     */
    TimeChart(List<TimeSlice> slices) {
        this.slices = slices;
        this.begun = slices.get(0).from();
        this.span = Math.max(1, slices.get(slices.size() - 1).to() - begun);
    }

    /**
     * Draws the calls a minute; holds and times without a run are marked.
     *
     * @param budget how many calls a minute may leave; 0 means no limit
     */
    String calls(double budget) {
        double highest = slices.stream().mapToDouble(TimeChart::rate).max().orElse(0);
        double top = round(Math.max(budget, highest) * 1.05);
        StringBuilder svg = begin(String.format(
                Locale.ROOT,
                "Calls a minute: at most %.0f%s",
                highest,
                budget > 0 ? String.format(Locale.ROOT, "; the budget allows %.0f", budget) : ""));
        bands(svg);
        StringBuilder path = new StringBuilder();
        for (TimeSlice slice : slices) {
            path.append(text(
                    "M%.1f %dV%.1fH%.1fV%dZ",
                    x(slice.from()), bottom(), y(rate(slice) / top), x(slice.to()), bottom()));
        }
        svg.append(text("<path class=\"calls\" d=\"%s\"/>", path));
        axes(svg);
        label(svg, 0, "0");
        label(svg, 1, text("%,.0f", top));
        if (budget > 0) {
            svg.append(text("<path class=\"budget\" d=\"M%d %.1fH%d\"/>", LEFT, y(budget / top), WIDTH - RIGHT));
            if (budget < 0.9 * top && budget > 0.1 * top) {
                label(svg, budget / top, text("%,.0f", budget));
            }
        }
        return svg.append("</svg>").toString();
    }

    /** Draws the mean and the slowest time of the calls, on a logarithmic scale. */
    String responses() {
        double slowest =
                slices.stream().mapToLong(TimeSlice::slowestMillis).max().orElse(1);
        double least = slices.stream()
                .filter(slice -> slice.responses() > 0)
                .mapToDouble(TimeChart::mean)
                .min()
                .orElse(1);
        int from = (int) Math.floor(Math.log10(Math.max(1, least)));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(Math.max(1, slowest))));
        StringBuilder svg = begin(text("Time of a call: the slowest took %.0f ms", slowest));
        bands(svg);
        svg.append(text("<path class=\"slowest\" d=\"%s\"/>", line(from, to, false)));
        svg.append(text("<path class=\"mean\" d=\"%s\"/>", line(from, to, true)));
        axes(svg);
        for (int power = from; power <= to; power++) {
            long millis = Math.round(Math.pow(10, power));
            label(svg, (power - from) / (double) (to - from), millis < 1_000 ? millis + " ms" : millis / 1_000 + " s");
        }
        return svg.append("</svg>").toString();
    }

    private String line(int from, int to, boolean isMean) {
        StringBuilder path = new StringBuilder();
        long before = -PAUSE;
        for (TimeSlice slice : slices) {
            if (slice.responses() > 0) {
                double millis = Math.max(1, isMean ? mean(slice) : slice.slowestMillis());
                path.append(slice.from() - before > PAUSE ? text("M%.1f ", x(slice.from())) : "V")
                        .append(text("%.1fH%.1f", y((Math.log10(millis) - from) / (to - from)), x(slice.to())));
                before = slice.to();
            }
        }
        return path.toString();
    }

    private static double mean(TimeSlice slice) {
        return (double) slice.responseMillis() / slice.responses();
    }

    private static double rate(TimeSlice slice) {
        return slice.calls() * MINUTE / Math.max(SHORTEST, slice.measured());
    }

    private StringBuilder begin(String what) {
        return new StringBuilder(
                text("<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%s\">", WIDTH, HEIGHT, HtmlText.of(what)));
    }

    private void bands(StringBuilder svg) {
        long before = begun;
        for (TimeSlice slice : slices) {
            if (slice.from() - before > PAUSE) {
                band(svg, "stopped", before, slice.from(), 1);
            }
            long held = slice.millis().entrySet().stream()
                    .filter(spent -> spent.getKey().startsWith(Activity.HOLD))
                    .mapToLong(spent -> spent.getValue())
                    .sum();
            if (held > 0) {
                band(svg, "hold", slice.from(), slice.to(), (double) held / Math.max(1, slice.measured()));
            }
            before = slice.to();
        }
    }

    private void band(StringBuilder svg, String kind, long from, long to, double share) {
        svg.append(text(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" opacity=\"%.2f\"/>",
                kind, x(from), TOP, Math.max(0.5, x(to) - x(from)), bottom() - TOP, Math.max(0.2, 0.6 * share)));
    }

    private void axes(StringBuilder svg) {
        svg.append(text("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, bottom(), WIDTH - RIGHT));
        DateTimeFormatter format = DateTimeFormatter.ofPattern(
                        span < Duration.ofMinutes(10).toMillis()
                                ? "HH:mm:ss"
                                : span < Duration.ofDays(1).toMillis() ? "HH:mm" : "MM-dd HH:mm",
                        Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        String[] anchors = {"start", "middle", "end"};
        for (int i = 0; i < anchors.length; i++) {
            long time = begun + i * span / 2;
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    x(time), HEIGHT - 6, anchors[i], format.format(Instant.ofEpochMilli(time))));
        }
    }

    private static void label(StringBuilder svg, double height, String label) {
        svg.append(text(
                "<path class=\"axis\" d=\"M%d %.1fh-4\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                LEFT, y(height), LEFT - 7, y(height) + 4, label));
    }

    /** Rounds up to a number that is easy to read. */
    private static double round(double number) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, number))));
        for (double factor : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
            if (number <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private double x(long time) {
        double share = Math.min(1, Math.max(0, (time - begun) / (double) span));
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return bottom() - Math.min(1, Math.max(0, share)) * (bottom() - TOP);
    }

    private static int bottom() {
        return HEIGHT - BOTTOM;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
