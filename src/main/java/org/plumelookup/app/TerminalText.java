package org.plumelookup.app;

/** Makes text safe for a terminal, because it can quote any file name and data. */
final class TerminalText {
    private TerminalText() {}

    /** Returns the text with a blank for each control character except the line feed. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n]]", " ");
    }
}
