package org.plumelookup.bench;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** A peer: the SQL component polls a table and works on it row by row, as its documentation shows. */
final class DatabaseRoute extends RouteBuilder {
    private final String base;

    private DatabaseRoute(String base) {
        this.base = base;
    }

    /**
     * Looks up what is in the table until it is stopped.
     *
     * @param args base URL, JDBC URL
     */
    public static void main(String[] args) throws Exception {
        HikariDataSource crm = new HikariDataSource();
        crm.setJdbcUrl(args[1]);
        Main main = new Main();
        main.bind("crm", crm);
        main.configure().addRoutesBuilder(new DatabaseRoute(args[0]));
        main.run();
    }

    @Override
    public void configure() {
        String where = " WHERE id = :#${exchangeProperty.id}?dataSource=#crm";
        // @formatter:off
        from("sql:SELECT id, account FROM accounts WHERE outcome IS NULL ORDER BY id?dataSource=#crm&initialDelay=0")
                .setProperty("id", simple("${body[id]}"))
                .setProperty("account", simple("${body[account]}"))
                .setHeader("Authorization", constant(Accounts.AUTHORIZATION))
                .toD(base + Accounts.search("${exchangeProperty.account}") + "&throwExceptionOnFailure=false")
                .choice()
                .when(header(Exchange.HTTP_RESPONSE_CODE).isEqualTo(200))
                .unmarshal()
                .json()
                .setProperty("customer", simple("${body[0][id]}"))
                .to("sql:UPDATE accounts SET customer = :#${exchangeProperty.customer}, outcome = 'found'" + where)
                .otherwise()
                .to("sql:UPDATE accounts SET outcome = 'failed'" + where);
        // @formatter:on
    }
}
