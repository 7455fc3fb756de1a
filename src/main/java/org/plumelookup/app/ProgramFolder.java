package org.plumelookup.app;

import java.nio.file.Path;

/** Knows where the program's own files are. */
public final class ProgramFolder {
    /** System property with the program's folder; the current folder where it is not set. */
    public static final String HOME = "app.home";

    private ProgramFolder() {}

    /** Gives the absolute path of the configuration file, which may be missing. */
    public static Path config() {
        return home().resolve("config/application.properties").toAbsolutePath();
    }

    /** Gives the absolute path of the folder of the routes, which may be missing. */
    public static Path routes() {
        return home().resolve("routes").toAbsolutePath();
    }

    private static Path home() {
        return Path.of(System.getProperty(HOME, ""));
    }
}
