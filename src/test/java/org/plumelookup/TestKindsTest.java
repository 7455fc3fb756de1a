package org.plumelookup;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.plumelookup.app.StandAlone;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.OpenFiles;
import org.plumelookup.support.Patience;
import org.plumelookup.support.SettableClock;

/** A unit test runs no route, and neither it nor a flow test starts a process: each kind of test has its own step. */
class TestKindsTest {
    private static final JavaClasses TESTS = new ClassFileImporter().importPath("target/test-classes");
    private static final String FLOW = "org.plumelookup.flow..";
    private static final String PROCESS = "org.plumelookup.process..";
    private static final String SUPPORT = "org.plumelookup.support..";
    private static final DescribedPredicate<JavaClass> ROUTES = assignableTo(RoutesBuilder.class)
            .or(assignableTo(CamelTestSupport.class))
            .or(assignableTo(StandAlone.class))
            .as("run routes");
    private static final DescribedPredicate<JavaClass> FIXTURES_OF_ROUTES_AND_PROCESSES = resideInAPackage(SUPPORT)
            .and(DescribedPredicate.not(
                    belongToAnyOf(Patience.class, SettableClock.class, LogCapture.class, OpenFiles.class)))
            .as("are fixtures of flow and process tests");
    private static final DescribedPredicate<JavaClass> PROCESSES = assignableTo(ProcessBuilder.class)
            .or(assignableTo(Process.class))
            .or(describe(
                    "run a process of the program",
                    type -> type.getPackageName().equals("org.plumelookup.support")
                            && type.getSimpleName().matches(".*Process")))
            .as("start processes");

    @Test
    void aUnitTestRunsNoRouteAndStartsNoProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FLOW, PROCESS, SUPPORT)
                .and()
                .doNotBelongToAnyOf(TestKindsTest.class)
                .should()
                .dependOnClassesThat(ROUTES.or(FIXTURES_OF_ROUTES_AND_PROCESSES).or(PROCESSES))
                .check(TESTS);
    }

    @Test
    void aFlowTestStartsNoProcess() {
        noClasses()
                .that()
                .resideInAPackage(FLOW)
                .should()
                .dependOnClassesThat(PROCESSES)
                .check(TESTS);
    }

    @Test
    void aTestOfAProcessIsNamedForTheStepThatRunsIt() {
        classes()
                .that()
                .resideInAPackage(PROCESS)
                .and(describe(
                        "have test methods",
                        type -> type.getMethods().stream()
                                .anyMatch(method -> method.getAnnotations().stream()
                                        .anyMatch(mark ->
                                                mark.getRawType().getName().startsWith("org.junit.jupiter")
                                                        && mark.getRawType()
                                                                .getSimpleName()
                                                                .endsWith("Test")))))
                .should()
                .haveSimpleNameEndingWith("IT")
                .check(TESTS);
    }
}
