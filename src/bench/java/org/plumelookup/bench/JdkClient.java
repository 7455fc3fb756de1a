package org.plumelookup.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** A peer: the HTTP client of the JDK, asynchronous, with a semaphore that bounds what is in flight. */
final class JdkClient {
    private JdkClient() {}

    /**
     * Looks up a file.
     *
     * @param args base URL, file, folder of the results, calls in flight
     */
    public static void main(String[] args) throws Exception {
        int inFlight = Integer.parseInt(args[3]);
        Semaphore places = new Semaphore(inFlight);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (BufferedReader accounts = Files.newBufferedReader(Path.of(args[1]));
                ResultWriter results = new ResultWriter(Path.of(args[2]))) {
            for (String id = accounts.readLine(); id != null && failure.get() == null; id = accounts.readLine()) {
                places.acquire();
                lookUp(client, args[0], id, results).whenComplete((done, thrown) -> {
                    failure.compareAndSet(null, thrown);
                    places.release();
                });
            }
            places.acquire(inFlight);
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    private static CompletableFuture<Void> lookUp(HttpClient client, String base, String id, ResultWriter results) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + Accounts.search(id)))
                .header("Authorization", Accounts.AUTHORIZATION)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(response -> {
            try {
                results.write(id, response.statusCode(), response.body());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
