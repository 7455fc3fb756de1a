package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Postgres;

/**
 * {@code plume-from-database} and {@code plume-to-database}: a tick looks up the rows selected and writes each back.
 */
class DatabaseRouteTest extends RouteTestSupport {
    private final Postgres crm = Postgres.database();

    @Override
    protected String[] files() {
        return new String[] {"plume-from-database", "plume-to-database", "plume-to-channels"};
    }

    @Override
    String[] more() {
        return new String[] {
            "plume.database.url",
            crm.url(),
            "plume.database.period",
            "1h",
            "plume.database.select",
            "SELECT id, account AS accountId FROM accounts WHERE outcome IS NULL ORDER BY id",
            "plume.database.update",
            "UPDATE accounts SET customer = :#customerId, outcome = :#outcome WHERE id = :#id"
        };
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.replaceRouteFromWith("plume-from-database", "direct:tick");
    }

    @BeforeEach
    void fillTable() {
        crm.run("CREATE TABLE accounts (id int PRIMARY KEY, account text, customer text, outcome text, CHECK (id <> 3"
                + " OR outcome IS NULL)); INSERT INTO accounts VALUES (1, 'A1'), (2, 'NONE-2'), (3, 'A3')");
    }

    @Test
    void eachRowIsWrittenBackAndOneThatIsRefusedGoesToTheErrorChannel() throws Exception {
        getMockEndpoint("mock:success").expectedMessageCount(0);
        MockEndpoint error = getMockEndpoint("mock:error");
        error.expectedMessageCount(1);
        error.message(0).body(String.class).contains("\"accountId\":\"A3\"");

        template.sendBody("direct:tick", null);

        MockEndpoint.assertIsSatisfied(context);
        assertThat(crm.rows("SELECT id, customer, outcome FROM accounts ORDER BY id"))
                .containsExactly("1|" + FakePlume.customerId("A1", 0) + "|found", "2|null|no-match", "3|null|null");
        template.sendBody("direct:tick", null);
        assertThat(plume.callsOf("A1")).isEqualTo(1);
        assertThat(plume.callsOf("A3")).isEqualTo(2);
    }
}
