package org.plumelookup.text;

import java.util.Optional;
import java.util.stream.Stream;

/** Searches an exception and its causes. */
public final class Causes {
    private Causes() {}

    /** Returns the innermost cause that has a message; the failure itself if there is none. */
    public static Throwable innermost(Throwable failure) {
        return all(failure)
                .filter(cause ->
                        cause.getMessage() != null && !cause.getMessage().isBlank())
                .reduce(failure, (outer, inner) -> inner);
    }

    /** Returns the message of the innermost cause that has one, in one line; the type of the innermost if none has. */
    public static String text(Throwable failure) {
        String text = innermost(failure).getMessage();
        return text == null || text.isBlank()
                ? all(failure)
                        .reduce(failure, (outer, inner) -> inner)
                        .getClass()
                        .getSimpleName()
                : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Returns the outermost of the failure and its causes that is of a type. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return all(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> all(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
