package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.OutcomeJson;

/** Sends rows that cost no call to a worker and back: they come back whole, however long they are. */
class RowJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "x".repeat(LookupRequest.EXCERPT + 1);

    private final ObjectNode input = JSON.createObjectNode().put("line", LONG);

    @Test
    void aRowThatCannotBeReadComesBackWithItsTextAndItsProblem() throws Exception {
        LookupRequest row = new LookupRequest(7L, null, input, "line 8 has no end");

        LookupOutcome outcome = RowJson.outcome(7, reply(row));

        assertThat(outcome.request()).isEqualTo(row);
        assertThat(outcome.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(outcome.reason()).isEqualTo("line 8 has no end");
    }

    @Test
    void anAccountIdThatIsTooLongComesBackWithItsColumns() throws Exception {
        LookupOutcome outcome = RowJson.outcome(7, reply(new LookupRequest(7L, LONG, input, null)));

        assertThat(outcome.accountId()).isEqualTo(LONG);
        assertThat(outcome.request().input()).isEqualTo(input);
        assertThat(outcome.reason()).isEqualTo("The account ID is longer than 1000 characters.");
    }

    /** Replies as a worker does, which gives back what comes along with an empty account ID. */
    private static String reply(LookupRequest row) throws Exception {
        ObjectNode message = (ObjectNode) JSON.readTree(RowJson.request(row));
        assertThat(message.remove("accountId").textValue()).isEmpty();
        return OutcomeJson.reply(new LookupOutcome(
                new LookupRequest(null, "", message, null),
                Outcome.INVALID,
                List.of(),
                0,
                null,
                "There is no account ID in this row.",
                0,
                Instant.now()));
    }
}
