package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** The status is worded for a terminal, with clock times of its place. */
class StatusTextTest {
    private static final String IDLE = """
            {"version":"1.0","camel":"4.22.0","java":"17","started":"2026-03-01T08:00:00Z","now":"2026-03-01T12:00:00Z",
             "outbox":"/data/outbox","state":{"word":"waiting","text":"It waits for account IDs.","since":"2026-03-01T11:59:00Z"},
             "lookups":[{"name":"plume","holds":[],"batches":[],"outcomes":{},"failures":[],"sources":[],"channels":[],
               "budget":{"used":0,"left":2000,"windowCalls":2000,"windowSeconds":300,"callsPerSecond":6.0,
                 "calls":{"all":0,"first":0,"pages":0,"retries":0,"canaries":0,"logIns":0}}}],
             "runs":[]}""";
    private static final String BUSY = """
            {"version":"1.0","started":"2026-03-01T08:00:00Z","now":"2026-03-01T12:00:00Z",
             "state":{"word":"hold","text":"Nobody calls.","since":"2026-03-01T11:00:00Z"},
             "lookups":[
              {"name":"plume","holds":[{"text":"the log-in fails","why":"status 401","since":"2026-03-01T11:00:00Z",
                 "nextProbe":"2026-03-01T12:00:20Z","cure":"Check it."}],
               "batches":[{"name":"a.csv","done":45000,"total":100000,"rowsPerSecond":5.9,"end":null},
                          {"name":"b.csv","done":0,"total":0,"rowsPerSecond":0,"end":"2026-03-02T09:00:00Z"}],
               "outcomes":{"found":3000,"no-match":1000},
               "failures":[{"outcome":"no-match","status":200,"count":1000,"reason":"Unknown.","cure":"Ask later."}],
               "failedRows":[{"time":"2026-03-01T11:59:59Z","row":7,"accountId":"A\\r\\n1","outcome":"no-match","reason":"why"}],
               "sources":[{"route":"plume-from-file","state":"paused","accounts":4000,"failed":2,
                 "lastFailed":"2026-03-01T11:30:00Z"}],
               "channels":[{"route":"plume-to-error","state":"started","to":"bean:x"}]},
              {"name":"plume-acme","budget":{}}],
             "runs":[{"name":"c.csv","rows":10,"finished":"2026-02-28T10:00:00Z","outcomes":{"found":10}}]}""";

    @Test
    void aProgramThatWaitsIsToldInAFewLines() throws JsonProcessingException {
        assertThat(text(IDLE, "UTC")).isEqualTo("""
                plume-lookup 1.0 at http://127.0.0.1:9876/
                WAITING since 11:59:00 (1 min ago): It waits for account IDs.

                Call budget
                  0 calls in the last 5 min of 2,000, 2,000 left; at most 6.0 a second
                  0 calls since the start: 0 first, 0 further pages, 0 retries, 0 canaries, 0 log-ins

                Running since 08:00:00 (4 h ago); outbox /data/outbox; Camel 4.22.0, Java 17""");
    }

    @Test
    void whatHappensIsToldWithClockTimesAndWhatToDo() throws JsonProcessingException {
        assertThat(text(BUSY, "Europe/Berlin").lines())
                .contains("HOLD since 12:00:00 (1 h ago): Nobody calls.", "== plume", "== plume-acme")
                .contains("Hold since 12:00:00 (1 h ago): the log-in fails: status 401")
                .contains("  next probe 13:00:20 (in 20 s)", "  what to do: Check it.")
                .contains(
                        "  [#############.................] 45 %, 45,000 of 100,000 rows, 5.9/s, ends at an unknown time")
                .contains("  [##############################] 100 %, 0 of 0 rows, 0.0/s,"
                        + " ends about 2026-03-02 10:00:00 (in 21 h)")
                .contains("  found               3,000   75.0 %")
                .contains("       1,000  no-match (200): Unknown.", "              Ask later.")
                .contains("  12:59:59 (1 s ago)  row 7  A 1  no-match  why")
                .contains(
                        "  plume-from-file          paused    4,000 account IDs, 2 failed, last 12:30:00 (30 min ago)")
                .contains("  2026-02-28 11:00:00 (26 h ago)  c.csv: 10 rows, found 10");
    }

    private static String text(String status, String zone) throws JsonProcessingException {
        return new StatusText(new ObjectMapper().readTree(status), ZoneId.of(zone)).of("http://127.0.0.1:9876/");
    }
}
