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

/** Tells a fault of a file in {@code routes/} to the person who wrote it: the file, the line and what is wrong there. */
final class RouteFault {
    private static final Pattern TWICE = Pattern.compile("Duplicate (?:route )?ids? detected: ([^ ,]+?)[,.].*");
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:Cannot find RouteTemplate with id|Route template) (\\S+)");
    private static final Pattern STEP = Pattern.compile(">>> (.*) <<<");

    // How Camel ends what it says of a placeholder.
    private static final Pattern LOOKED_THROUGH = Pattern.compile("(?s).* from (?:the )?(?:text|input): (.*)");

    private RouteFault() {}

    /**
     * Checks that every file of routes is UTF-8, for Camel would replace what is not.
     *
     * @param routes the folder of the routes
     * @throws ConfigurationException if one is not
     */
    static void checkEncoding(Path routes) {
        places(routes, Pattern.compile("(?!)"));
    }

    /**
     * Finds the fault that kept Camel from starting; empty where it was something else.
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
                boolean tellsPlace = detail.getMessage().contains(RouteFiles.ENDING);
                return Optional.of(
                        broken(routes, tellsPlace ? "" : cause.getMessage().strip() + ": ", detail));
            }
        }
        return Optional.empty();
    }

    private static ConfigurationException broken(Path routes, String place, Throwable problem) {
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "A route cannot be used. %s%s%nMend the file, or the key it takes the value from.",
                place,
                words(routes, problem.getMessage().strip())));
    }

    /** Keeps a value to itself in which Camel took braces for a placeholder: it can be a secret. */
    private static String words(Path routes, String problem) {
        Matcher text = LOOKED_THROUGH.matcher(problem);
        boolean known = !text.matches()
                || !places(routes, Pattern.compile(".*" + Pattern.quote(text.group(1)) + ".*"))
                        .isEmpty();
        return known ? problem : "A value (not shown) has braces that are no placeholder.";
    }

    private static String step(FailedToCreateRouteException route) {
        Matcher step = STEP.matcher(route.getMessage());
        return step.find() ? "at " + step.group(1) + ": " : "";
    }

    /** Tells an ID that is there twice with every place; where there is only one, the other is in a route of the program. */
    private static String twice(Path routes, String id) {
        List<String> places = places(routes, id(id));
        return String.format(
                Locale.ROOT,
                "%s: the ID %s is used %s. Give each route and step an ID of its own.",
                String.join(" and ", places),
                id,
                places.size() == 1 ? "by a route of the program too" : "more than once");
    }

    /** Lists the places that use a template, for Camel does not tell which one it could not build. */
    private static String users(Path routes, String template) {
        Pattern line = Pattern.compile("[\\s-]*routeTemplateRef:\\s*[\"']?" + Pattern.quote(template) + "[\"']?\\s*");
        List<String> places = places(routes, line);
        return places.isEmpty() ? "" : String.join(" or ", places) + ": ";
    }

    /** Camel knows the file of a route, but not its line. */
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

    /** Tells that a direct endpoint is sent to which no route begins with. */
    static ConfigurationException nobodyTakes(Path routes, String uri) {
        String name = uri.replaceFirst("direct:(//)?", "");
        List<String> places = places(routes, Pattern.compile(".*(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-]).*"));
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "%s%s is sent to, but no route in routes/ begins with it: add one, or mend its name.",
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
