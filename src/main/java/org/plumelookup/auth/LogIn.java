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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.plumelookup.http.Excerpt;
import org.plumelookup.http.RetryAfter;
import org.plumelookup.http.UnusableConnectionException;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the log-in request and reads its response (RFC 6749, sections 4.4 and 5). Thread-safe. */
final class LogIn {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(LogIn.class);
    private static final long SHORTEST_LIFE_SECONDS = 300; // the portal's, if the response has no usable one
    private static final long LONGEST_LIFE_SECONDS = Duration.ofDays(365).toSeconds();
    private static final String AUTHORIZATION = "plume.auth.authorization";
    private static final Predicate<String> BASIC = text -> text.trim().matches("Basic [A-Za-z0-9+/_-]+=*");
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);
    private static final Pattern OF_CLIENT =
            Pattern.compile("authorization|credential|client.?(id|secret|auth)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_SCOPE = Pattern.compile("scope", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> KEY_TO_CHECK = Map.of(
            "invalid_client", AUTHORIZATION,
            "invalid_grant", AUTHORIZATION,
            "unauthorized_client", AUTHORIZATION,
            "invalid_scope", "plume.auth.scope and plume.api.partner-id");

    private final Settings keys;
    private final Secret authorization;
    private final String form;
    private volatile String sent;
    private final AtomicBoolean oddLifeLogged = new AtomicBoolean();

    private LogIn(Settings keys, Secret authorization, String scope) {
        this.keys = keys;
        this.authorization = authorization;
        this.sent = authorization.value().trim();
        this.form = "grant_type=client_credentials&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    }

    static LogIn from(Settings keys) {
        Secret authorization = keys.secret(AUTHORIZATION, BASIC, "must be the portal's value: Basic and a base64 text")
                .orElseThrow(() -> keys.broken(AUTHORIZATION, "nothing", "is required"));
        String scope = keys.required("plume.auth.scope");
        String partner = keys.text("plume.api.partner-id").orElse("");
        if (scope.contains("{partner-id}") && partner.isEmpty()) {
            throw keys.broken(
                    "plume.api.partner-id",
                    "nothing",
                    "is required for the scope of the token, or set plume.auth.scope without {partner-id}");
        }
        return new LogIn(keys, authorization, scope.replace("{partner-id}", partner));
    }

    public String authorization() {
        sent = authorization.value().trim();
        return sent;
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
            String error = text(answer, "error", "errorCode"); // the second is Okta's own
            String description = text(answer, "error_description", "errorSummary");
            String why = Stream.of(error.isEmpty() ? "no OAuth error in the response" : error, description)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(": "));
            String key = keyToCheck(status, error, error.isEmpty() ? start(body) : description);
            throw failed(
                    String.format(
                            Locale.ROOT,
                            "the token endpoint returned %d (%%s); check %s",
                            status,
                            key.equals(AUTHORIZATION) ? authorization.key() : key),
                    why,
                    retryAfter,
                    REFUSALS.contains(status) && isReplaced());
        }
        String token = answer.path("access_token").asText("");
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new LogInFailedException(
                    keys.asWritten(
                            "the token endpoint's response has no usable access_token; check plume.auth.token-url"),
                    null);
        }
        return new TokenEndpoint.Grant(token, Duration.ofSeconds(life(answer.path("expires_in"))));
    }

    /** Returns whether the file of the credential has another one by now than the one that was refused. */
    private boolean isReplaced() {
        return !authorization.reread().trim().equals(sent);
    }

    private long life(JsonNode expiresIn) {
        long seconds = expiresIn.asLong(0);
        if (seconds >= 1 && seconds <= LONGEST_LIFE_SECONDS) {
            return seconds;
        }
        boolean absent = expiresIn.isMissingNode() || expiresIn.isNull();
        if (!absent && !oddLifeLogged.getAndSet(true)) {
            LOG.warn(
                    "The token endpoint returned expires_in={}, not from 1 to {}: its tokens are used for {} s.",
                    expiresIn.isNumber() ? expiresIn.asText() : "(not a number)", // a text could be anything
                    LONGEST_LIFE_SECONDS,
                    SHORTEST_LIFE_SECONDS);
        }
        return SHORTEST_LIFE_SECONDS;
    }

    private static String keyToCheck(int status, String error, String description) {
        String known = KEY_TO_CHECK.get(error);
        if (known != null) {
            return known;
        }
        if (status == 401 || OF_CLIENT.matcher(description).find()) {
            return AUTHORIZATION;
        }
        return OF_SCOPE.matcher(description).find() ? KEY_TO_CHECK.get("invalid_scope") : "plume.auth.token-url";
    }

    private static String text(JsonNode answer, String field, String other) {
        JsonNode value = answer.path(field).isTextual() ? answer.path(field) : answer.path(other);
        return value.asText("");
    }

    private static String start(byte[] body) {
        return body == null ? "" : new String(body, 0, Math.min(body.length, 1000), StandardCharsets.UTF_8);
    }

    /** Fails because there was no response, or none that is HTTP. */
    public void unanswered(@ExchangeException Exception why) {
        if (why instanceof UnusableConnectionException) {
            throw failed("%s", why.getMessage(), null, false);
        }
        String text = why.getClass().getSimpleName() + ": " + why.getMessage();
        throw failed("no response from the token endpoint (%s); check plume.auth.token-url", text, null, false);
    }

    private LogInFailedException failed(String format, String fromOutside, String retryAfter, boolean replaced) {
        return new LogInFailedException(
                String.format(Locale.ROOT, keys.asWritten(format), safe(fromOutside)),
                RetryAfter.read(retryAfter),
                replaced);
    }

    private String safe(String fromOutside) {
        String credential = sent;
        return Excerpt.of(Secrets.hide(Secrets.hide(fromOutside, credential), secret(credential)));
    }

    /** Returns the client's secret, which follows the colon of the credential; empty if it is not base64. */
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
