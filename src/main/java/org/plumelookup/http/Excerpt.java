package org.plumelookup.http;

/** Makes text from outside fit for one line of a log or a result file. */
public final class Excerpt {
    private static final int LONGEST = 300;

    private Excerpt() {}

    /**
     * Cuts a text to 300 characters on one line, without control characters.
     *
     * @param text any text
     */
    public static String of(String text) {
        String start = text.length() <= 4 * LONGEST ? text : text.substring(0, 4 * LONGEST);
        String line = start.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
