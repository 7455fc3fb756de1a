package org.plumelookup.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A file with a secret: one line of UTF-8. A byte order mark and the line end do not count; other white space does.
 *
 * @param path the file
 * @param rule returns whether a text can be used
 * @param ruleText the rule, for a message
 */
record SecretFile(Path path, Predicate<String> rule, String ruleText) {
    private static final int MOST_BYTES = 1 << 16;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Pattern LAST_LINE_END = Pattern.compile("\r?\n\\z");
    private static final Pattern LINE_END = Pattern.compile("[\r\n]");

    /**
     * Holds what was read.
     *
     * @param text the secret; null if there is a fault
     * @param fault the rule that the file breaks; null if it breaks none
     */
    record Reading(String text, String fault) {
        private static Reading ofFault(String fault) {
            return new Reading(null, fault);
        }
    }

    /** Reads the file. */
    Reading read() {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return Reading.ofFault("must be a file, not a folder or a device");
            }
            return Files.size(path) > MOST_BYTES
                    ? Reading.ofFault("must not be larger than 64 KB")
                    : checked(LAST_LINE_END.matcher(Utf8File.read(path)).replaceFirst(""));
        } catch (NoSuchFileException e) {
            return Reading.ofFault("must exist");
        } catch (AccessDeniedException e) {
            return Reading.ofFault("must be readable for the user of this program");
        } catch (IOException e) {
            return Reading.ofFault(String.format(Locale.ROOT, "must be readable (%s)", e));
        } catch (ConfigurationException e) {
            return Reading.ofFault("must be UTF-8");
        }
    }

    private Reading checked(String text) {
        if (text.isBlank()) {
            return Reading.ofFault("must not be empty");
        }
        if (LINE_END.matcher(text).find()) {
            return Reading.ofFault("must have one line");
        }
        return rule.test(text) ? new Reading(text, null) : Reading.ofFault("has a text that " + ruleText);
    }

    /** Returns whether the file has not changed for a second; also if that cannot be known. */
    boolean hasRested() {
        try {
            Instant modified = Files.getLastModifiedTime(path).toInstant();
            // A time in the future is of another machine's clock.
            return Duration.between(modified, Instant.now()).abs().compareTo(REST) >= 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns the path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
