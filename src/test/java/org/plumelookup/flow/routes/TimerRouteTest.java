package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Test;

/**
 * {@code plume-from-timer}: a tick looks up every account of the watch list, and its end is the end of the last lookup.
 */
class TimerRouteTest extends RouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {"plume-from-timer", "plume-to-channels"};
    }

    @Override
    String[] more() {
        return new String[] {"plume.timer.period", "1h", "plume.timer.account-ids", "A1, A 2 ,NONE-3"};
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.replaceRouteFromWith("plume-from-timer", "direct:tick");
    }

    @Test
    void eachTickSendsEachOutcomeToItsChannel() throws Exception {
        getMockEndpoint("mock:success").expectedMessageCount(4);
        getMockEndpoint("mock:error").expectedMessageCount(2);

        template.sendBody("direct:tick", null);
        template.sendBody("direct:tick", null);

        MockEndpoint.assertIsSatisfied(context);
        assertThat(plume.callsPerAccount())
                .containsOnlyKeys("A1", "A 2", "NONE-3")
                .allSatisfy((account, calls) -> assertThat(calls).isEqualTo(2));
    }
}
