package org.plumelookup.batch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.demo.DemoCommand;

/** A file that others watch for appears whole, with one move. */
class WholeFileTest {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath("target/classes");

    @TempDir
    private Path folder;

    @Test
    void nothingHasItsNameBeforeAllOfItIsWritten() throws IOException {
        Path file = folder.resolve("summary.json");
        WholeFile.write(file, out -> {
            out.write('{');
            out.flush();
            assertThat(file).doesNotExist();
            out.write('}');
        });
        assertThat(file).hasContent("{}");
    }

    @Test
    void theFormerFileStaysIfTheNewOneCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("summary.json"), "before");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WholeFile.write(file, out -> {
                    out.write('{');
                    throw new IOException("No space left on device");
                }));
        assertThat(file).hasContent("before");
    }

    /** Exempt are the two files that grow and are documented so, and what nobody else reads. */
    @Test
    void nothingElseWritesAFile() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(WholeFile.class, BatchFolder.class, DemoCommand.class)
                .should()
                .callMethodWhere(target(owner(JavaClass.Predicates.type(Files.class)))
                        .and(target(nameMatching("write|writeString|newBufferedWriter|newOutputStream"))))
                .orShould()
                .callMethod(Files.class, "copy", Path.class, Path.class, java.nio.file.CopyOption[].class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class)
                .orShould()
                .callConstructor(FileOutputStream.class, String.class)
                .orShould()
                .callConstructor(FileWriter.class, File.class)
                .check(MAIN);
    }
}
