package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Builds names of files from that of an input, none longer than a file system takes. */
final class FileNames {
    /** Most file systems take 255 bytes; the rest is for the end by which a file that is being written is named. */
    private static final int LONGEST = 255 - ".part".length();

    private FileNames() {}

    /** Returns the name of the first, second and so on file of a name: {@code NAME}, {@code NAME-2} and so on. */
    static String numbered(String name, int number) {
        return number == 1 ? name : extended(name, "-" + number);
    }

    /** Returns a name with an end; of a name that is too long for that the last characters before it are left out. */
    static String extended(String name, String end) {
        int length = name.length();
        while (length > 0 && (name.substring(0, length) + end).getBytes(UTF_8).length > LONGEST) {
            length = name.offsetByCodePoints(length, -1);
        }
        return name.substring(0, length) + end;
    }
}
