package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes up messages of every kind, and checks that each has exactly its outcomes; they are identified by their
 * correlation IDs.
 */
public final class Requests {
    private static final List<Kind> KINDS = List.of(
            new Kind("A-", 1, "found"),
            new Kind("MANY-3-", 3, "found"),
            new Kind("NONE-", 1, "no-match"),
            new Kind("B-", 1, "found"),
            new Kind("OTHER-", 1, "mismatch"),
            new Kind("MIX-", 1, "found"),
            new Kind("S401-", 1, "unauthorized"),
            new Kind("FLAKY-2-", 1, "found"),
            new Kind("S403-", 1, "forbidden"),
            new Kind("MANY-12-", 12, "found"),
            new Kind("S404-", 1, "not-found"),
            new Kind("S422-", 1, "invalid"),
            new Kind("HTML-", 1, "unexpected"),
            new Kind("S500-", 1, "server-error"),
            new Kind("C ü/%?+-", 1, "found"),
            new Kind("RESET-", 1, "unreachable"),
            new Kind("", 1, "invalid"));

    private Requests() {}

    /** What a message of this kind asks for, and what it leads to. */
    private record Kind(String prefix, int messages, String outcome) {}

    /** Makes messages as text, as JSON with another field, as bytes, and now and then one that cannot be read. */
    public static List<Queues.Maker> of(int number) {
        return IntStream.range(0, number).mapToObj(Requests::maker).toList();
    }

    private static Queues.Maker maker(int number) {
        String id = kind(number).prefix.isEmpty() ? "" : kind(number).prefix + number;
        return session -> {
            Message message;
            switch (number % 7) {
                case 3 ->
                    message = session.createTextMessage(
                            String.format(Locale.ROOT, "{\"accountId\":\"%s\",\"n\":%d}", id, number));
                case 4 -> {
                    var bytes = session.createBytesMessage();
                    bytes.writeBytes(id.getBytes(StandardCharsets.UTF_8));
                    message = bytes;
                }
                case 5 -> message = number % 2 == 0 ? session.createMapMessage() : session.createTextMessage(id);
                default -> message = session.createTextMessage(id);
            }
            message.setJMSCorrelationID(Integer.toString(number));
            return message;
        };
    }

    private static Kind kind(int number) {
        return number % 7 == 5 && number % 2 == 0 ? KINDS.get(KINDS.size() - 1) : KINDS.get(number % KINDS.size());
    }

    /** Checks what came of all messages: each customer once, or the account ID once. */
    public static void assertEachHasItsOutcomes(int number, List<Message> customers, List<Message> failures)
            throws JMSException {
        Map<Integer, List<String>> seen = new TreeMap<>();
        for (Message customer : customers) {
            JsonNode json = Queues.json(customer);
            seen(seen, customer).add("found " + json.path("match").asInt());
        }
        for (Message failure : failures) {
            seen(seen, failure).add(Queues.json(failure).path("category").asText());
        }
        seen.values().forEach(outcomes -> outcomes.sort(null));
        Map<Integer, List<String>> expected = new TreeMap<>();
        for (int i = 0; i < number; i++) {
            Kind kind = kind(i);
            expected.put(
                    i,
                    IntStream.rangeClosed(1, kind.messages)
                            .mapToObj(match -> kind.outcome.equals("found") ? "found " + match : kind.outcome)
                            .sorted()
                            .toList());
        }
        assertThat(seen).isEqualTo(expected);
    }

    private static List<String> seen(Map<Integer, List<String>> seen, Message message) throws JMSException {
        return seen.computeIfAbsent(Integer.valueOf(message.getJMSCorrelationID()), number -> new ArrayList<>());
    }
}
