package org.plumelookup.call;

import java.io.IOException;
import java.util.Locale;

/** Tells that an answer was larger than {@code plume.call.max-body}; the rest of it was not read. */
public final class AnswerTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(int maxBody) {
        super(String.format(Locale.ROOT, "the answer is larger than %d bytes (plume.call.max-body)", maxBody));
    }
}
