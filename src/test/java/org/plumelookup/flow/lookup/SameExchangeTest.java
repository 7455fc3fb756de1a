package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** A host that looks up again in one exchange gets an answer of its own, whatever became of the first lookup. */
class SameExchangeTest {
    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void close() {
        plume.close();
    }

    private Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    @Test
    void aHostThatAsksAgainInTheSameExchangeIsNotGivenTheFailureOfTheFirstTime() throws Exception {
        try (Flow flow = flow()) {
            flow.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:twice")
                            .setProperty("id", body())
                            .to("direct:plume-lookup")
                            .setBody(exchangeProperty("id"))
                            .to("direct:plume-lookup");
                }
            });
            LookupOutcome second = flow.context()
                    .createProducerTemplate()
                    .requestBody("direct:twice", "FLAKY-5-1", LookupOutcome.class);

            assertThat(second.outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    @Test
    void aHostThatAsksAgainInTheSameExchangeDoesNotWaitForTheLookupThatFailed() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            flow.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:twice")
                            .setProperty("id", body())
                            .doTry()
                            .to("direct:plume-lookup")
                            .doCatch(Exception.class)
                            .process(exchange -> plume.outage(Outage.NONE))
                            .end()
                            .loopDoWhile(body().not().isInstanceOf(LookupOutcome.class))
                            .setBody(exchangeProperty("id"))
                            .doTry()
                            .to("direct:plume-lookup")
                            .doCatch(Exception.class) // gives up until a probe may leave
                            .setBody(constant(""))
                            .end()
                            .end();
                }
            });
            CompletableFuture<LookupOutcome> second =
                    flow.context().createProducerTemplate().asyncRequestBody("direct:twice", "A1", LookupOutcome.class);

            assertThat(Patience.result(second).outcome()).isEqualTo(Outcome.FOUND);
        }
    }
}
