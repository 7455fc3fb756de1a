package org.plumelookup.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
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

    private final String authorization;
    private final String form;

    private LogIn(String authorization, String scope) {
        this.authorization = authorization;
        this.form = "grant_type=client_credentials&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    }

    static LogIn from(Keys keys) {
        String authorization = keys.required("plume.auth.authorization").trim();
        if (!authorization.matches("Basic [A-Za-z0-9+/_-]+=*")) {
            throw Keys.broken(
                    "plume.auth.authorization", authorization, "must be the portal's value, Basic and a base64 text");
        }
        String scope = keys.required("plume.auth.scope");
        String partner = keys.text("plume.api.partner-id").orElse("");
        if (scope.contains("{partner-id}") && partner.isEmpty()) {
            throw Keys.broken(
                    "plume.api.partner-id",
                    "nothing",
                    "is needed for the scope of the token, or a whole plume.auth.scope");
        }
        return new LogIn(authorization, scope.replace("{partner-id}", partner));
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
            String error = answer.path("error").asText("no OAuth error in the answer");
            String told = answer.path("error_description").asText("");
            String key = KEY_TO_CHECK.getOrDefault(error, "plume.auth.token-url");
            throw new LogInFailedException(
                    Excerpt.of("the token endpoint answered %d (%s%s); check %s"
                            .formatted(
                                    status,
                                    Secrets.hide(error, authorization),
                                    told.isEmpty() ? "" : ": " + Secrets.hide(told, authorization),
                                    key)),
                    RetryAfter.read(retryAfter));
        }
        String token = answer.path("access_token").asText("");
        long seconds = answer.path("expires_in").asLong(SHORTEST_LIFE_SECONDS);
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~') || seconds <= 0) {
            throw new LogInFailedException(
                    "the token endpoint's answer has no usable access_token and expires_in; check plume.auth.token-url",
                    null);
        }
        return new TokenEndpoint.Grant(
                token, Duration.ofSeconds(Math.min(seconds, Duration.ofDays(365).toSeconds())));
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body == null ? new byte[0] : body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
