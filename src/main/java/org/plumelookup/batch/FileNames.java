package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Builds file names from the name of an input, none longer than a file system allows. */
public final class FileNames {
    /** Most file systems allow 255 bytes; the rest is for the suffix of a file that is being written. */
    private static final int LONGEST = 255 - ".part".length();

    private FileNames() {}

    /**
     * Returns a name with a number: {@code NAME}, {@code NAME-2}, {@code NAME-3} and so on.
     *
     * @param name the name
     * @param number from 1
     */
    public static String numbered(String name, int number) {
        return number == 1 ? name : extended(name, "-" + number);
    }

    /**
     * Returns a name with a suffix; a name that is too long is cut before the suffix.
     *
     * @param name the name
     * @param end the suffix
     */
    public static String extended(String name, String end) {
        int length = name.length();
        while (length > 0 && (name.substring(0, length) + end).getBytes(UTF_8).length > LONGEST) {
            length = name.offsetByCodePoints(length, -1);
        }
        return name.substring(0, length) + end;
    }
}
