package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.support.ProgramJars;

/** A batch is worked on by one run at a time, whoever else asks for it, and however often. */
class ProcessLockTest {
    @TempDir
    private Path folder;

    /** Asks for a lock in a process of its own, and tells by its exit code whether it is to be had. */
    public static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            System.exit(ProcessLock.of(Path.of(arguments[0])) == null ? 1 : 0);
        }
    }

    @Test
    void whoAsksForItInVainInTheSameProcessDoesNotGiveItAway() throws Exception {
        Path file = folder.resolve("lock");
        try (ProcessLock lock = ProcessLock.of(file)) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.of(file)).isNull();
            assertThat(ProcessLock.of(folder.resolve("../" + folder.getFileName() + "/lock")))
                    .isNull();
            assertThat(isToBeHadByAnother(file)).isFalse();
        }
        assertThat(isToBeHadByAnother(file)).isTrue();
        try (ProcessLock again = ProcessLock.of(file)) {
            assertThat(again).isNotNull();
        }
    }

    private static boolean isToBeHadByAnother(Path file) throws Exception {
        int code = new ProcessBuilder(
                        ProgramJars.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isBetween(0, 1);
        return code == 0;
    }
}
