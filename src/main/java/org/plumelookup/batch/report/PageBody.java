package org.plumelookup.batch.report;

/** Collects the lines of a page. Used by one thread. */
final class PageBody {
    private final StringBuilder html = new StringBuilder();

    /**
     * Adds a line.
     *
     * @param format HTML, as {@link HtmlText#format} takes it
     * @param values escaped texts, and numbers
     */
    void add(String format, Object... values) {
        html.append(HtmlText.format(format, values)).append('\n');
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
