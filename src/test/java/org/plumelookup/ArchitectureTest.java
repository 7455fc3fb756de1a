package org.plumelookup;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arrows point one way: app, then scaleout, source and jms, batch and observe, lookup, auth, then resilience and http,
 * settings, and text.
 */
class ArchitectureTest {
    private static final String ROOT = "org.plumelookup";
    private static final JavaClasses MAIN = new ClassFileImporter().importPath("target/classes");

    /** What each package may use of ours, besides itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry(
                    "app",
                    Set.of(
                            "api",
                            "batch",
                            "lookup",
                            "auth",
                            "resilience",
                            "settings",
                            "jms",
                            "scaleout",
                            "source",
                            "observe",
                            "text")),
            entry("observe", Set.of("api", "lookup", "auth", "resilience", "http", "settings")),
            entry("scaleout", Set.of("api", "batch", "lookup", "resilience", "observe", "disk", "settings")),
            entry("source", Set.of("api", "batch", "lookup", "resilience", "observe", "settings", "text")),
            entry("jms", Set.of("api", "lookup", "observe", "settings", "text")),
            entry("batch", Set.of("api", "lookup", "resilience", "observe", "disk", "settings", "text")),
            entry("lookup", Set.of("api", "auth", "resilience", "http", "disk", "settings")),
            entry("auth", Set.of("http", "resilience", "settings")),
            entry("resilience", Set.of("settings", "text")),
            entry("http", Set.of("settings")),
            entry("disk", Set.of()),
            entry("settings", Set.of("text")),
            entry("api", Set.of()),
            entry("text", Set.of()),
            entry("fake", Set.of("text")));

    static Set<String> packages() {
        return ARROWS.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatIsBelowIt(String name) {
        DescribedPredicate<JavaClass> allowed =
                resideOutsideOfPackage(ROOT + "..").or(in(name));
        for (String below : ARROWS.get(name)) {
            allowed = allowed.or(in(below));
        }
        classes()
                .that(in(name))
                .should()
                .onlyDependOnClassesThat(allowed.as(
                        String.format(Locale.ROOT, "are of %s, of %s, or none of ours", name, ARROWS.get(name))))
                .check(MAIN);
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(MAIN)
                .isNotEmpty()
                .extracting(type -> type.getPackageName().equals(ROOT)
                        ? ROOT
                        : type.getPackageName().substring(ROOT.length() + 1).split("\\.")[0])
                .allMatch(name -> name.equals(ROOT) || ARROWS.containsKey(name));
    }

    @Test
    void onlyTheProgramPointsAtItsCommandsAndItsDemo() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .doNotBelongToAnyOf(Main.class)
                .should()
                .dependOnClassesThat(in("app").or(in("fake")))
                .check(MAIN);
    }

    @Test
    void nothingGoesRoundInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void anEmbedderNeedsNoBroker() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".jms..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.jms..", "org.apache.activemq..", "org.apache.qpid..")
                        .or(resideInAnyPackage("org.messaginghub..", "org.apache.camel.component.jms..")))
                .check(MAIN);
    }

    @Test
    void namesSayWhatATypeIsFor() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)(\\$.*)?")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return resideInAPackage(ROOT + "." + name + "..");
    }
}
