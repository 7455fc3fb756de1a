package org.plumelookup.flow.lookup;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.LookupContext;
import org.plumelookup.support.RawServer;

/** Shows who shares the answer of a call with whom. */
class SharedAnswerTest {
    private static final RawServer.Script FAULT = RawServer.text(RawServer.whole("500 No", "", ""));
    private static final RawServer.Script NO_MATCH = RawServer.text(RawServer.whole("200 OK", "", "[]"));

    @Test
    void lookupsOfOneAccountAtTheSameTimeShareOneCall() throws Exception {
        FakePlumeSettings settings =
                FakePlumeSettings.builder().fixedToken(LookupContext.TOKEN).build();
        try (FakePlume plume = new FakePlume(settings);
                LookupContext lookup = new LookupContext(plume.url())) {
            List<CompletableFuture<LookupOutcome>> asking = Stream.generate(() -> lookup.asking("SLOW-1500-1"))
                    .limit(20)
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(one.get(180, SECONDS).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.callsOf("SLOW-1500-1")).isOne();
        }
    }

    @Test
    void aLaterLookupOfTheSameAccountAsksAgain() throws Exception {
        try (RawServer api = new RawServer(NO_MATCH);
                LookupContext lookup = new LookupContext(api.url())) {
            lookup.ask("ACC-1");
            lookup.ask("ACC-1");
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void aHostThatLooksUpAgainWithinOneExchangeGetsANewAnswer() throws Exception {
        try (RawServer api = new RawServer(FAULT);
                LookupContext lookup = new LookupContext(api.url(), "plume.retry.attempts=1")) {
            lookup.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:host")
                            .loop(2)
                            .setBody(constant("ACC-1"))
                            .to("direct:plume-lookup")
                            .process(exchange -> api.script(NO_MATCH));
                }
            });
            LookupOutcome outcome = lookup.template().requestBody("direct:host", "", LookupOutcome.class);
            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_MATCH);
        }
    }

    @Test
    void anAnswerIsKeptAsLongAsIsSetButForRetryableFailures() throws Exception {
        try (RawServer api = new RawServer(FAULT);
                LookupContext lookup = new LookupContext(api.url(), "plume.retry.attempts=1", "plume.cache.ttl=10m")) {
            assertThat(lookup.ask("ACC-1").outcome()).isEqualTo(Outcome.SERVER_ERROR);
            api.script(NO_MATCH);
            assertThat(lookup.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            api.script(FAULT);
            LookupOutcome kept = lookup.ask("ACC-1");
            assertThat(kept.outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(kept.calls()).isZero();
            assertThat(api.requests()).hasSize(2);
        }
    }
}
