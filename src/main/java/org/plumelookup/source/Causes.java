package org.plumelookup.source;

/** Finds what is behind a failure. */
final class Causes {
    private Causes() {}

    static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns the innermost words that a failure has, in one line; never empty. */
    static String text(Throwable failure) {
        String text = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = cause.getMessage();
            text = words == null || words.isBlank() ? text : words;
        }
        return text == null
                ? innermost(failure).getClass().getSimpleName()
                : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
