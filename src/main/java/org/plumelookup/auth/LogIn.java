package org.plumelookup.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.plumelookup.call.Excerpt;
import org.plumelookup.call.RetryAfter;
import org.plumelookup.config.Keys;

/** Writes the log-in request and reads its answer (RFC 6749, sections 4.4 and 5). Immutable. */
final class LogIn {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SHORTEST_LIFE_SECONDS = 300; // where the answer does not tell
    private static final Map<String, String> KEY_TO_CHECK = Map.of(
            "invalid_client", "plume.auth.authorization",
            "invalid_grant", "plume.auth.authorization",
            "unauthorized_client", "plume.auth.authorization",
            "invalid_scope", "plume.auth.scope and plume.api.partner-id");

    private final Keys keys;
    private final String authorization;
    private final String secret;
    private final String form;

    private LogIn(Keys keys, String authorization, String scope) {
        this.keys = keys;
        this.authorization = authorization;
        this.secret = secret(authorization);
        this.form = "grant_type=client_credentials&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    }

    static LogIn from(Keys keys) {
        String authorization = keys.required("plume.auth.authorization").trim();
        if (!authorization.matches("Basic [A-Za-z0-9+/_-]+=*")) {
            throw keys.broken(
                    "plume.auth.authorization", authorization, "must be the portal's value, Basic and a base64 text");
        }
        String scope = keys.required("plume.auth.scope");
        String partner = keys.text("plume.api.partner-id").orElse("");
        if (scope.contains("{partner-id}") && partner.isEmpty()) {
            throw keys.broken(
                    "plume.api.partner-id",
                    "nothing",
                    "is needed for the scope of the token, or a whole plume.auth.scope");
        }
        return new LogIn(keys, authorization, scope.replace("{partner-id}", partner));
    }

    public String authorization() {
        return authorization;
    }

    public String form() {
        return form;
    }

    public TokenEndpoint.Grant grant(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Body byte[] body) {
        JsonNode answer = read(body);
        if (status != 200) {
            JsonNode code = answer.path("error");
            String error = code.isTextual() ? code.asText() : "no OAuth error in the answer";
            String told = answer.path("error_description").asText("");
            String key = KEY_TO_CHECK.getOrDefault(error, "plume.auth.token-url");
            String why = told.isEmpty() ? error : error + ": " + told;
            throw failed(
                    String.format(Locale.ROOT, "the token endpoint answered %d (%%s); check %s", status, key),
                    why,
                    retryAfter);
        }
        String token = answer.path("access_token").asText("");
        long seconds = answer.path("expires_in").asLong(SHORTEST_LIFE_SECONDS);
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~') || seconds <= 0) {
            throw new LogInFailedException(
                    keys.asWritten("the token endpoint's answer has no usable access_token and expires_in; check"
                            + " plume.auth.token-url"),
                    null);
        }
        return new TokenEndpoint.Grant(
                token, Duration.ofSeconds(Math.min(seconds, Duration.ofDays(365).toSeconds())));
    }

    /** Words that there was no answer, or none that is HTTP. */
    public void unanswered(@ExchangeException Exception why) {
        String text = why.getClass().getSimpleName() + ": " + why.getMessage();
        throw failed("the token endpoint gave no answer (%s); check plume.auth.token-url", text, null);
    }

    private LogInFailedException failed(String format, String fromOutside, String retryAfter) {
        String safe = Excerpt.of(Secrets.hide(Secrets.hide(fromOutside, authorization), secret));
        return new LogInFailedException(
                String.format(Locale.ROOT, keys.asWritten(format), safe), RetryAfter.read(retryAfter));
    }

    /** Gives what stands after the colon of the client's credential, or an empty text where it is not base64. */
    private static String secret(String authorization) {
        try {
            byte[] pair = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
            String text = new String(pair, StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body == null ? new byte[0] : body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
