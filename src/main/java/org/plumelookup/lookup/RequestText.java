package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.plumelookup.api.LookupRequest;

/**
 * Parses a text into a request: an account ID, or JSON with {@code accountId} and any other fields, which are returned
 * with the answer.
 *
 * <p>A byte order mark before the text and one line end after it are not part of the account ID.
 */
public final class RequestText {
    private static final String ACCOUNT_ID = "accountId";
    private static final String RULE = "send the account ID as text, or JSON with accountId";
    private static final String MARK = "\uFEFF";
    private static final int LONGEST_ID = LookupRequest.EXCERPT;

    private RequestText() {}

    /**
     * Parses a text; if it begins like a JSON object, it has to be one.
     *
     * @param text a whole message
     * @return never null; for a text that is not a request, one with a problem
     */
    public static LookupRequest read(String text) {
        return read(text, false);
    }

    /**
     * Parses a text; if it begins like a JSON object and is not one, it is an account ID.
     *
     * @param text a whole message
     * @return never null; for a text that is not a request, one with a problem
     */
    static LookupRequest readAnyId(String text) {
        return read(text, true);
    }

    private static LookupRequest read(String given, boolean anyId) {
        if (given.length() >= StrictJson.TOO_LONG) {
            return LookupRequest.unreadable(given, "The message is longer than 1 MB.");
        }
        String text = given.startsWith(MARK) ? given.substring(1) : given;
        String start = text.stripLeading();
        if (start.startsWith("[") && StrictJson.isArray(text)) {
            return LookupRequest.unreadable(
                    text, "The message is a JSON array: split it, and send one message for each account ID.");
        }
        return start.startsWith("{") ? json(text, anyId) : id(withoutLineEnd(text));
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (text.endsWith("\n")) {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    private static LookupRequest json(String text, boolean anyId) {
        try {
            ObjectNode object = StrictJson.parse(text);
            String accountId = StrictJson.text(object, ACCOUNT_ID, text);
            if (accountId == null) {
                String problem = "The message is JSON without an accountId that is a text or a number.";
                return text.length() > LookupRequest.EXCERPT
                        ? LookupRequest.unreadable(text, problem)
                        : new LookupRequest(null, null, object, problem);
            }
            object.remove(ACCOUNT_ID);
            return checked(text, new LookupRequest(null, accountId, object, null));
        } catch (StrictJson.NotAnObject e) {
            return anyId && !e.isJson()
                    ? id(withoutLineEnd(text))
                    : LookupRequest.unreadable(
                            text, String.format(Locale.ROOT, "The message %s: %s.", e.getMessage(), RULE));
        }
    }

    private static LookupRequest id(String id) {
        return checked(id, LookupRequest.of(id));
    }

    /** Returns a request with a problem, and only the beginning of the text, if no outcome can hold the ID. */
    private static LookupRequest checked(String text, LookupRequest request) {
        String id = request.accountId();
        if (id.length() > LONGEST_ID && id.codePointCount(0, id.length()) > AccountId.LONGEST) {
            return LookupRequest.unreadable(
                    text,
                    String.format(Locale.ROOT, "The account ID is longer than %d characters.", AccountId.LONGEST));
        }
        return StandardCharsets.UTF_8.newEncoder().canEncode(id)
                ? request
                : LookupRequest.unreadable(text, "The account ID contains half a character (an unpaired surrogate).");
    }
}
