package org.plumelookup.app;

/** Makes text fit for a terminal, whatever file names and data it quotes. */
final class TerminalText {
    private TerminalText() {}

    /** Returns the text with a blank for each control character but the line feed. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n]]", " ");
    }
}
