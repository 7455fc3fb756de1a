package org.plumelookup.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.plumelookup.config.ConfigurationException;

/** Tells a fault of a file in {@code routes/} to the person who wrote it: the file, the line and what is wrong there. */
final class RouteFault {
    private static final String FILES = ".camel.yaml";
    private static final Pattern STEP = Pattern.compile(">>> (.*) <<<");

    private RouteFault() {}

    /**
     * Finds the fault that kept Camel from starting; empty where it was something else.
     *
     * @param failure what Camel threw
     * @param routes the folder of the routes
     */
    static Optional<ConfigurationException> find(Throwable failure, Path routes) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return Optional.of(broken(place(routes, route.getRouteId()) + step(route), innermost(route)));
            }
            if (String.valueOf(cause.getMessage()).contains(FILES)) {
                Throwable detail = innermost(cause);
                boolean tellsPlace = detail.getMessage().contains(FILES);
                return Optional.of(broken(tellsPlace ? "" : cause.getMessage().strip() + ": ", detail));
            }
        }
        return Optional.empty();
    }

    private static ConfigurationException broken(String place, Throwable problem) {
        return new ConfigurationException(
                "A route cannot be used. %s%s%nMend the file, or the key it takes the value from."
                        .formatted(place, problem.getMessage().strip()));
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String step(FailedToCreateRouteException route) {
        Matcher step = STEP.matcher(route.getMessage());
        return step.find() ? "at " + step.group(1) + ": " : "";
    }

    /** Camel knows the file of a route, but not its line. */
    private static String place(Path routes, String id) {
        if (id == null) {
            return "";
        }
        Pattern line = Pattern.compile("[\\s-]*id:\\s*[\"']?" + Pattern.quote(id) + "[\"']?\\s*");
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(FILES))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int number = 1; number <= lines.size(); number++) {
                    if (line.matcher(lines.get(number - 1)).matches()) {
                        return "%s, line %d, route %s: ".formatted(file, number, id);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "Route %s: ".formatted(id);
    }
}
