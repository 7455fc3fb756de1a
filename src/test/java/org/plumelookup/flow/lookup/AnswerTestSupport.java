package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;

/** Lets an API answer anything at all, and returns the outcome of a lookup; three calls are allowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnswerTestSupport extends FlowTestSupport {
    static final String CUSTOMER =
            "[{'id':'c1','accountId':'ACC-1','name':'Ada','email':'a@example.com','locations':[{'id':'l1'}]}]";
    static final int ALL = 3;
    static final Integer NONE = null;

    @RegisterExtension
    final WireMockExtension api = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    @Override
    protected Map<String, String> settings() {
        return Flow.settings("http://localhost:" + api.getPort() + "/api", "plume.call.max-body", "1KB");
    }

    /** Checks an outcome; of the reason a part. */
    static void expect(LookupOutcome outcome, Outcome what, Integer status, int calls, String reason) {
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(what);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.calls()).isEqualTo(calls);
        assertThat(outcome.outcome().retryable())
                .isEqualTo(what == Outcome.SERVER_ERROR || what == Outcome.UNREACHABLE);
        assertThat(outcome.customers().isEmpty()).isEqualTo(what != Outcome.FOUND);
        assertThat(outcome.accountId()).isEqualTo("ACC-1");
        assertThat(outcome.time()).isNotNull();
        if (what == Outcome.FOUND) {
            assertThat(outcome.reason()).isNull();
        } else {
            assertThat(outcome.reason()).isNotBlank().contains(reason == null ? "" : reason);
        }
    }

    static void forever(OutputStream out, String text) throws IOException {
        byte[] much = text.repeat(100).getBytes(UTF_8);
        while (true) {
            out.write(much); // throws when the client has had enough
        }
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body.replace('\'', '"'));
    }

    static ResponseDefinitionBuilder error(int status) {
        return json(
                status,
                String.format(
                        Locale.ROOT, "{'error':{'statusCode':%d,'name':'Error','message':'told %d'}}", status, status));
    }

    static ResponseDefinitionBuilder html(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody(String.format(Locale.ROOT, "<html>%d</html>", status));
    }
}
