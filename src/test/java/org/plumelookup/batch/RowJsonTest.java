package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.lookup.StrictJson;

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

    /** JSON holds x and ä as they are, and a control character as six: what counts is the length as JSON. */
    @ParameterizedTest
    @CsvSource({"120, 1", "1, 6", "228, 1"})
    void aRowIsRefusedFromTheLimitOnAndNotBefore(int codePoint, int written) {
        int envelope = RowJson.request(
                        new LookupRequest(7L, "A1", JSON.createObjectNode().put("line", ""), null))
                .length();
        int room = StrictJson.TOO_LONG - 1 - envelope;
        String line = Character.toString(codePoint).repeat(room / written) + "x".repeat(room % written);
        LookupRequest fits = new LookupRequest(7L, "A1", JSON.createObjectNode().put("line", line), null);
        LookupRequest tooLong =
                new LookupRequest(7L, "A1", JSON.createObjectNode().put("line", line + "x"), null);

        assertThat(RowJson.request(fits)).hasSize(StrictJson.TOO_LONG - 1);
        assertThat(RowJson.limited(fits)).isSameAs(fits);
        assertThat(RowJson.limited(tooLong).row()).isEqualTo(7);
        assertThat(RowJson.limited(tooLong).accountId()).isNull();
        assertThat(RowJson.limited(tooLong).problem()).isEqualTo("The row is longer than 1 MB as JSON.");
        assertThat(RowJson.limited(tooLong).input().path("text").textValue())
                .isEqualTo(LookupRequest.cut(RowJson.request(tooLong), LookupRequest.EXCERPT));
    }

    /** Each part of a row counts: a name, an account ID, a problem, and what is in an object or array. */
    @ParameterizedTest
    @ValueSource(strings = {"name", "accountId", "problem", "array"})
    void everyPartOfARowCounts(String part) {
        String text = "x".repeat(StrictJson.TOO_LONG);
        ObjectNode columns = JSON.createObjectNode();
        switch (part) {
            case "name" -> columns.put(text, "");
            case "array" -> columns.putArray("list").add(text);
            default -> columns.put("line", "");
        }
        LookupRequest row = new LookupRequest(
                7L, part.equals("accountId") ? text : "A1", columns, part.equals("problem") ? text : null);

        assertThat(RowJson.limited(row).problem()).isEqualTo("The row is longer than 1 MB as JSON.");
    }

    /** Below a sixth of the limit the sum decides, above it the JSON: the row is the same. */
    @ParameterizedTest
    @ValueSource(ints = {300, 46, 45, 44, 43, 10})
    void aRowWhoseSumIsAboutTheLimitIsKept(int fewer) {
        String line = "\u0001".repeat(StrictJson.TOO_LONG / 6 - fewer);
        LookupRequest row = new LookupRequest(7L, "A1", JSON.createObjectNode().put("line", line), null);

        assertThat(RowJson.request(row).length()).isLessThan(StrictJson.TOO_LONG);
        assertThat(RowJson.limited(row)).isSameAs(row);
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
