package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds a file that breaks it, and says so. */
class KaotoRulesTest {
    private static final String LEGIBLE = """
            - route:
                id: plume-a
                description: Accounts of a day
                note: |-
                  A first line.
                  A second one: it's "quoted".
                from:
                  description: At a time
                  uri: timer
                  parameters:
                    timerName: plume-a
                    period: 1000
                  steps:
                    - doTry:
                        description: Try each
                        steps:
                          - to:
                              description: Lookup (built in)
                              uri: direct
                              parameters:
                                name: plume-lookup
                        doCatch:
                          - description: If it failed
                            exception:
                              - java.lang.Exception
                            steps:
                              - bean:
                                  description: Tell it
                                  ref: plumeX
                                  method: tell
                              - setHeader:
                                  description: Set a header
                                  name: "{{plume.x}}"
                                  expression:
                                    simple:
                                      expression: ${body} != 'yes'
            """;

    /** One change of a valid file, and the fault that is reported. */
    static Stream<Arguments> illegible() {
        return Stream.of(
                arguments("Accounts of a day", "Accounts", "the route needs a description of 2 to 4 words"),
                arguments("Accounts of a day", "Accounts of a long day", "the route needs a description of 2 to 4"),
                arguments("Accounts of a day", "Accounts xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "at most 40 characters"),
                arguments("description: At a time", "id: plume-at", "from needs a description"),
                arguments("description: Try each\n", "id: plume-try\n", "doTry needs a description"),
                arguments("description: If it failed", "id: plume-if", "doCatch needs a description"),
                arguments("description: Tell it", "id: plume-told", "bean needs a description"),
                arguments("description: Tell it", "description: Notify administrators", "at most 20 characters"),
                arguments("Lookup (built in)", "Look it up", "should be labelled 'Lookup (built in)'"),
                arguments("- to:", "- doTry: {steps: []}\n              - to:", "a doTry inside a doTry"),
                arguments("- route:", "- beans: []\n- route:", "beans: they belong to the end"),
                arguments("- route:", "- templatedRoute: {routeId: plume-x}\n- route:", "Kaoto shows none"),
                arguments("    from:", "    # From a timer.\n    from:", "is a comment, which Kaoto drops"),
                arguments("A first line.", "A first line" + " that is long".repeat(6) + ".", "columns, more than 80"),
                arguments("ref: plumeX", "ref: \"plumeX\"", "Kaoto would change <ref: \"plumeX\"> to <ref: plumeX>"),
                arguments("note: |-", "note: >-", "Kaoto would change <note: >-> to <note: "),
                arguments("\"{{plume.x}}\"", "'{{plume.x}}'", "to <name: \"{{plume.x}}\">"));
    }

    @ParameterizedTest
    @MethodSource
    void illegible(String before, String after, String fault) throws IOException {
        assertThat(LEGIBLE).contains(before);
        assertThat(KaotoRules.faults(LEGIBLE.replace(before, after)))
                .anySatisfy(told -> assertThat(told).contains(fault));
    }

    @Test
    void nothingIsWrongWithALegibleFileAndWithQuotesThatAreNeeded() throws IOException {
        assertThat(KaotoRules.faults(LEGIBLE)).isEmpty();
        assertThat(KaotoRules.faults(LEGIBLE.replace("period: 1000", "period: \"1000\"")))
                .isEmpty();
    }
}
