package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;

/**
 * {@code plume-to-channels}: each customer goes to the success channel, each account ID without one to the error
 * channel.
 */
class ChannelsRouteTest extends RouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {"plume-to-channels"};
    }

    @Test
    void eachCustomerIsAMessageOnTheSuccessChannel() throws Exception {
        MockEndpoint success = getMockEndpoint("mock:success");
        success.expectedMessageCount(3);
        success.allMessages().header("plumeOutcome").isEqualTo("found");
        success.message(2).body(String.class).contains(FakePlume.customerId("MANY-3-x", 2));
        getMockEndpoint("mock:error").expectedMessageCount(0);

        template.sendBody("direct:plume-lookup", "MANY-3-x");

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void anAccountWithoutCustomerIsOneMessageOnTheErrorChannel() throws Exception {
        MockEndpoint error = getMockEndpoint("mock:error");
        error.expectedMessageCount(1);
        error.message(0).header("plumeOutcome").isEqualTo("no-match");
        error.message(0).body(String.class).contains("\"category\":\"no-match\"");
        error.message(0).body(String.class).contains("\"input\":{\"order\":7}");
        getMockEndpoint("mock:success").expectedMessageCount(0);

        template.sendBody("direct:plume-lookup", "{\"accountId\":\"NONE-1\",\"order\":7}");

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void whoAsksForAReplyGetsItAndTheChannelsGetNothing() throws Exception {
        getMockEndpoint("mock:success").expectedMessageCount(0);
        getMockEndpoint("mock:error").expectedMessageCount(0);

        LookupOutcome outcome = lookup("A1");

        assertThat(outcome.found()).isTrue();
        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void aChannelThatTakesNothingIsToldToTheSender() {
        getMockEndpoint("mock:success").whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("the CRM is closed");
        });

        assertThatThrownBy(() -> template.sendBody("direct:plume-lookup", "A1"))
                .hasRootCauseMessage("the CRM is closed");
    }
}
