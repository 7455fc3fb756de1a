package org.plumelookup.fake;

import static org.plumelookup.fake.Customers.customer;
import static org.plumelookup.fake.Customers.matching;
import static org.plumelookup.fake.Customers.page;
import static org.plumelookup.fake.Customers.stranger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The responses of the fake by the first characters of the account ID. The command line's help is printed from this
 * table.
 */
public enum Scenario {
    NONE("NONE-", "no match: 200 and []", (s, n, tries) -> Reply.json(200, "[]")),
    MANY(
            "MANY-{n}-",
            "n customers of the account, page by page",
            (s, n, tries) -> Reply.json(200, page(s, n, i -> customer(s.keyword(), i)))),
    OTHER(
            "OTHER-",
            "one customer, of another account",
            (s, n, tries) -> Reply.json(200, page(s, 1, i -> stranger(s.keyword(), i)))),
    MIX(
            "MIX-",
            "three customers, the second is the right one",
            (s, n, tries) ->
                    Reply.json(200, page(s, 3, i -> i == 1 ? customer(s.keyword(), 0) : stranger(s.keyword(), i)))),
    CASE(
            "CASE-",
            "found, accountId in other case and surrounded by blanks",
            (s, n, tries) -> one(s, customer(s.keyword(), 0).put("accountId", " " + otherCase(s.keyword()) + "  "))),
    PLAIN(
            "PLAIN-",
            "found, only id and accountId, and an unknown field",
            (s, n, tries) ->
                    one(s, customer(s.keyword(), 0).retain("id", "accountId").put("plan", "gold"))),
    BARE(
            "BARE-",
            "found, all fields but id and accountId are null",
            (s, n, tries) -> one(
                    s, customer(s.keyword(), 0).putNull("name").putNull("email").putNull("locations"))),
    NOID(
            "NOID-",
            "a customer without an id",
            (s, n, tries) -> one(s, customer(s.keyword(), 0).without("id"))),
    STATUS(
            "S{status}-",
            "any status from 200 to 599 with a JSON error, such as S404-",
            (s, n, tries) -> Reply.error(n, "As asked for by " + s.keyword())),
    WALL(
            "WALL-",
            "once the firewall's 403 in HTML, then found",
            (s, n, tries) -> tries.next(s.keyword()) <= 1 ? Reply.wall() : found(s)),
    FLAKY(
            "FLAKY-{n}-",
            "n times 500, then found",
            (s, n, tries) -> tries.next(s.keyword()) <= n ? Reply.error(500, "Flaky") : found(s)),
    WAIT(
            "WAIT-{n}-",
            "once 429 with Retry-After: n seconds, then found",
            (s, n, tries) -> tries.next(s.keyword()) <= 1 ? busy(429, n) : found(s)),
    BUSY(
            "BUSY-{n}-",
            "once 503 with Retry-After: n seconds, then found",
            (s, n, tries) -> tries.next(s.keyword()) <= 1 ? busy(503, n) : found(s)),
    ONCE401(
            "ONCE401-",
            "once 401, then found",
            (s, n, tries) -> tries.next(s.keyword()) <= 1 ? Reply.error(401, "Token expired") : found(s)),
    HTML("HTML-", "200 with an HTML page", (s, n, tries) -> Reply.html(200, "Welcome")),
    HALF("HALF-", "200 with half of the JSON", (s, n, tries) -> half(matching(s).toString())),
    OBJECT(
            "OBJECT-",
            "200 with an object instead of the array",
            (s, n, tries) -> Reply.json(200, customer(s.keyword(), 0))),
    HUGE("HUGE-", "200 with an array of 11 MB", (s, n, tries) -> found(s).in(Reply.Manner.HUGE)),
    SLOW("SLOW-{ms}-", "found, after so many milliseconds", (s, n, tries) -> found(s).after(Duration.ofMillis(n))),
    RESET("RESET-", "the connection is closed without a response", (s, n, tries) -> Reply.reset()),
    CUT("CUT-", "the connection is closed in the middle of the body", (s, n, tries) -> found(s).in(Reply.Manner.CUT)),
    DRIP("DRIP-", "found, one byte every 100 ms", (s, n, tries) -> found(s).in(Reply.Manner.DRIP)),
    FOUND("", "anything else: found, one customer with that accountId", (s, n, tries) -> found(s));

    private static final Scenario[] ALL = values();

    private final String prefix;
    private final String meaning;
    private final Responder responder;
    private final Pattern pattern;

    Scenario(String prefix, String meaning, Responder responder) {
        this.prefix = prefix;
        this.meaning = meaning;
        this.responder = responder;
        this.pattern =
                Pattern.compile(prefix.replace("{status}", "([2-5]\\d\\d)").replaceAll("\\{(n|ms)}", "(\\\\d{1,5})"));
    }

    /** Returns the prefix, with a name in braces where a number goes; empty for {@link #FOUND}. */
    public String prefix() {
        return prefix;
    }

    /** Returns the response in one line. */
    public String meaning() {
        return meaning;
    }

    /** Returns the response of the first scenario whose prefix matches the keyword. */
    static Reply answer(Search search, Attempts attempts) {
        for (Scenario scenario : ALL) {
            Matcher matcher = scenario.pattern.matcher(search.keyword());
            if (matcher.lookingAt()) {
                int number = matcher.groupCount() == 0 ? 0 : Integer.parseInt(matcher.group(1));
                return scenario.responder.reply(search, number, attempts);
            }
        }
        throw new IllegalStateException("FOUND matches everything");
    }

    private static Reply found(Search search) {
        return Reply.json(200, matching(search));
    }

    private static Reply one(Search search, ObjectNode customer) {
        return Reply.json(200, page(search, 1, n -> customer));
    }

    private static Reply busy(int status, int seconds) {
        return Reply.error(status, "Come back later").with("Retry-After", Integer.toString(seconds));
    }

    private static Reply half(String json) {
        return Reply.json(200, json.substring(0, json.length() / 2));
    }

    /** Swaps the case of ASCII letters only, because other letters are not always pairs. */
    private static String otherCase(String text) {
        StringBuilder swapped = new StringBuilder(text);
        for (int i = 0; i < swapped.length(); i++) {
            char c = swapped.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                swapped.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return swapped.toString();
    }

    private interface Responder {
        Reply reply(Search search, int number, Attempts tries);
    }
}
