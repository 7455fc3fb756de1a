package org.plumelookup.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Utf8File;
import org.plumelookup.text.Causes;

/** Converts Camel's exceptions about a file in {@code routes/} to messages with the file, the line and the problem. */
final class RouteFault {
    private static final Pattern TWICE = Pattern.compile("Duplicate (?:route )?ids? detected: ([^ ,]+?)[,.].*");
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:Cannot find RouteTemplate with id|Route template) (\\S+)");
    private static final Pattern STEP = Pattern.compile(">>> (.*) <<<");

    // The end of Camel's message about a placeholder.
    private static final Pattern PARSED_TEXT = Pattern.compile("(?s).* from (?:the )?(?:text|input): (.*)");

    private RouteFault() {}

    /**
     * Checks that every file of routes is UTF-8, because Camel would replace invalid bytes.
     *
     * @param routes the folder of the routes
     * @throws ConfigurationException if one is not
     */
    static void checkEncoding(Path routes) {
        places(routes, Pattern.compile("(?!)"));
    }

    /**
     * Returns the fault of a file that kept Camel from starting; empty if it was another fault.
     *
     * @param failure what Camel threw
     * @param routes the folder of the routes
     */
    static Optional<ConfigurationException> find(Throwable failure, Path routes) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher twice = TWICE.matcher(String.valueOf(cause.getMessage()));
            if (twice.find()) {
                return Optional.of(broken(routes, "", new IllegalStateException(twice(routes, twice.group(1)))));
            }
            Matcher template = TEMPLATE.matcher(String.valueOf(cause.getMessage()));
            if (template.find()) {
                return Optional.of(broken(routes, users(routes, template.group(1)), cause));
            }
            if (cause instanceof FailedToCreateRouteException route) {
                return Optional.of(
                        broken(routes, place(routes, route.getRouteId()) + step(route), Causes.innermost(route)));
            }
            if (String.valueOf(cause.getMessage()).contains(RouteFiles.ENDING)) {
                Throwable detail = Causes.innermost(cause);
                boolean hasPlace = detail.getMessage().contains(RouteFiles.ENDING);
                return Optional.of(
                        broken(routes, hasPlace ? "" : cause.getMessage().strip() + ": ", detail));
            }
        }
        return Optional.empty();
    }

    private static ConfigurationException broken(Path routes, String place, Throwable problem) {
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "A route cannot be used. %s%s%nCorrect the file, or the key whose value it uses.",
                place,
                shown(routes, problem.getMessage().strip())));
    }

    /** Hides a value in which Camel read braces as a placeholder, because it can be a secret. */
    private static String shown(Path routes, String problem) {
        Matcher text = PARSED_TEXT.matcher(problem);
        boolean known = !text.matches()
                || !places(routes, Pattern.compile(".*" + Pattern.quote(text.group(1)) + ".*"))
                        .isEmpty();
        return known ? problem : "A value (not shown) has braces that are not a placeholder.";
    }

    private static String step(FailedToCreateRouteException route) {
        Matcher step = STEP.matcher(route.getMessage());
        return step.find() ? "at " + step.group(1) + ": " : "";
    }

    /** Describes a duplicate ID with its places; if there is only one, the other is in a route of the program. */
    private static String twice(Path routes, String id) {
        List<String> places = places(routes, id(id));
        return String.format(
                Locale.ROOT,
                "%s: the ID %s is used %s. Give each route and step a unique ID.",
                String.join(" and ", places),
                id,
                places.size() == 1 ? "by a route of the program too" : "more than once");
    }

    /** Returns the places that use a template, because Camel does not report which one it could not build. */
    private static String users(Path routes, String template) {
        Pattern line = Pattern.compile("[\\s-]*routeTemplateRef:\\s*[\"']?" + Pattern.quote(template) + "[\"']?\\s*");
        List<String> places = places(routes, line);
        return places.isEmpty() ? "" : String.join(" or ", places) + ": ";
    }

    /** Returns the place of a route, because Camel knows the file but not the line. */
    private static String place(Path routes, String id) {
        if (id == null) {
            return "";
        }
        return places(routes, id(id)).stream()
                        .findFirst()
                        .map(place -> place + ", ")
                        .orElse("")
                + String.format(Locale.ROOT, "route %s: ", id);
    }

    private static Pattern id(String id) {
        return Pattern.compile("[\\s-]*(?:id|routeId):\\s*[\"']?" + Pattern.quote(id) + "[\"']?\\s*");
    }

    /** Creates the exception for a direct endpoint without a consumer. */
    static ConfigurationException noConsumer(Path routes, String uri) {
        String name = uri.replaceFirst("direct:(//)?", "");
        List<String> places = places(routes, Pattern.compile(".*(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-]).*"));
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "%s%s is sent to, but no route in routes/ starts from it: add one, or correct its name.",
                places.isEmpty() ? "" : String.join(" and ", places) + ": ",
                uri));
    }

    private static List<String> places(Path routes, Pattern line) {
        List<String> places = new ArrayList<>();
        try {
            for (Path file : RouteFiles.in(routes).loaded()) {
                List<String> lines = Utf8File.read(file).lines().toList();
                for (int number = 1; number <= lines.size(); number++) {
                    if (line.matcher(lines.get(number - 1)).matches()) {
                        places.add(String.format(Locale.ROOT, "%s, line %d", file, number));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return places;
    }
}
