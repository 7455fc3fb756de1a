package org.plumelookup.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.camel.RoutesBuilder;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.GivenKey;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.Utf8File;

/**
 * The program as installed and started.
 *
 * @param folder absolute path of the program's folder, with {@code config/} and {@code routes/}
 * @param environment the environment variables
 * @param flow creates the builder that adds the flow to a context
 */
public record Installation(Path folder, Map<String, String> environment, Supplier<RoutesBuilder> flow) {
    /** System property with the program's folder; the current folder if it is not set. */
    static final String HOME = "app.home";

    private static final String COMPONENT = "CAMEL_COMPONENT_";

    /** Returns the installation that this process was started from. */
    public static Installation ofThisProcess(Supplier<RoutesBuilder> flow) {
        return new Installation(Path.of(System.getProperty(HOME, "")).toAbsolutePath(), System.getenv(), flow);
    }

    /** Returns the path of the configuration file; it may be missing. */
    public Path config() {
        return folder.resolve("config/application.properties");
    }

    /**
     * Returns the keys and values of the configuration file; none if it is missing.
     *
     * @throws ConfigurationException if it is not a properties file in UTF-8
     */
    Properties configuration() {
        try {
            return Files.exists(config()) ? Utf8File.properties(config()) : new Properties();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the path of the folder of the routes, that which a link leads to; it may be missing. */
    public Path routes() {
        Path routes = folder.resolve("routes");
        try {
            return Files.isSymbolicLink(routes) ? routes.toRealPath() : routes; // Camel finds no file in a link
        } catch (IOException e) {
            return routes; // it leads nowhere, so the folder is missing
        }
    }

    /**
     * Returns the keys of this program that are set, known or not.
     *
     * @throws ConfigurationException if the configuration file is not a properties file in UTF-8
     */
    public List<GivenKey> given() {
        List<GivenKey> given = new ArrayList<>(GivenKey.ofProperties(configuration(), config().toString()));
        given.addAll(GivenKey.ofProperties(System.getProperties(), "the system properties"));
        given.addAll(GivenKey.ofEnvironment(environment));
        return given;
    }

    /**
     * Returns the values of the environment, or else of the system properties, for keys of the configuration; and those
     * of the environment for Camel's components, because Camel does not find {@code CAMEL_COMPONENT_HTTPS_PROXYHOST}
     * itself (4.22).
     */
    Properties settings() {
        Properties settings = new Properties();
        for (String key : Settings.shipped().keySet()) {
            String variable = environment.get(Settings.variable(key));
            String value = variable == null ? System.getProperty(key) : variable;
            if (value != null) {
                settings.setProperty(key, value);
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(COMPONENT)) {
                String[] rest = name.substring(COMPONENT.length())
                        .toLowerCase(Locale.ROOT)
                        .split("_", 2);
                settings.setProperty("camel.component." + String.join(".", rest).replace('_', '-'), value);
            }
        });
        return settings;
    }

    /** Returns whether the configuration file, the environment or the system properties have a value for a key. */
    boolean sets(String key) {
        Properties settings = configuration();
        settings.putAll(settings());
        return !settings.getProperty(key, "").isBlank();
    }
}
