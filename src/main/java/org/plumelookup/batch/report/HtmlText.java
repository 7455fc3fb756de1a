package org.plumelookup.batch.report;

/** Writes text into a page, whatever it contains. */
final class HtmlText {
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
}
