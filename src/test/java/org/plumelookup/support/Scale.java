package org.plumelookup.support;

import java.util.List;

/**
 * How much of what costs time a run of the tests does: all of it with {@code -Pcrash}, a tenth in {@code mvn verify},
 * ten times as much with {@code -Plong}.
 */
public final class Scale {
    private static final double SCALE = Double.parseDouble(System.getProperty("test.scale", "1"));

    private Scale() {}

    /** Returns a number in proportion, at least 1. */
    public static int of(int usual) {
        return (int) Math.max(1, Math.round(usual * SCALE));
    }

    /** Returns a number in proportion to the most, at least the least and at most the most. */
    public static int within(int least, int most) {
        return Math.min(most, Math.max(least, of(most)));
    }

    /** Returns the first ones in proportion, at least one. */
    public static <T> List<T> some(List<T> all) {
        return all.subList(0, within(1, all.size()));
    }
}
