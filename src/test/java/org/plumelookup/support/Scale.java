package org.plumelookup.support;

/** Says how much of what costs time a run of the tests does: ten times as much with {@code -Plong}. */
public final class Scale {
    private static final double SCALE = Double.parseDouble(System.getProperty("test.scale", "1"));

    private Scale() {}

    /** Gives a number in proportion, at least 1. */
    public static int of(int usual) {
        return (int) Math.max(1, Math.round(usual * SCALE));
    }
}
