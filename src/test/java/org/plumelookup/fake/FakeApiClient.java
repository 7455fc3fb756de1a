package org.plumelookup.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a {@link FakePlume} as an integrator would. */
final class FakeApiClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakePlume plume;
    private String authorization;

    FakeApiClient(FakePlume plume) {
        this.plume = plume;
        this.authorization = "Bearer " + plume.issueToken();
    }

    FakeApiClient authorization(String value) {
        authorization = value;
        return this;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpResponse<String> search(String accountId) throws IOException, InterruptedException {
        return search(accountId, "");
    }

    HttpResponse<String> search(String accountId, String query) throws IOException, InterruptedException {
        return get(plume.url() + "/Partners/customers/search/" + encode(accountId) + query);
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> logIn(String basic, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(plume.tokenUrl()))
                .header("Authorization", basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> logIn() throws IOException, InterruptedException {
        String scope = "partnerId:" + plume.partnerId() + " role:partnerIdAdmin";
        return logIn(plume.authorization(), "grant_type=client_credentials&scope=" + encode(scope));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }
}
