package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The class-data archive of the packaged program, with which it starts in two thirds of the CPU time: made once, so that
 * not every process of a test does it in the background. Thread-safe.
 */
final class ClassArchive {
    private static boolean made;

    private ClassArchive() {}

    /** Lets the program make its archive, if it has none yet. */
    static synchronized void make(PackagedProgram program) {
        if (!made) {
            try (LookupProcess archive = program.start("--class-archive")) {
                assertThat(archive.exit()).as(archive.output()).isZero();
            }
            made = true;
        }
    }
}
