package org.plumelookup.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Names the version of the library and the program, which the build has written beside this class. */
public final class Version {
    private Version() {}

    /** Returns the version, such as {@code 1.0.0}. */
    public static String number() {
        try (InputStream version = Version.class.getResourceAsStream("version.txt")) {
            return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
