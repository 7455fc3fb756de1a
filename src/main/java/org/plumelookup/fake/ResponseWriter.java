package org.plumelookup.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends responses, at once or delayed, without blocking a thread. Thread-safe. */
final class ResponseWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
    private static final int HUGE_BYTES = 11 * 1024 * 1024;
    private static final Duration DRIP = Duration.ofMillis(100);

    private final Executor workers;
    private final ScheduledExecutorService clock;

    ResponseWriter(Executor workers, ScheduledExecutorService clock) {
        this.workers = workers;
        this.clock = clock;
    }

    /** Sends the response after its delay. */
    void send(HttpExchange exchange, Reply reply) {
        if (reply.delay().isZero()) {
            deliver(exchange, reply);
        } else {
            later(exchange, reply.delay(), () -> deliver(exchange, reply));
        }
    }

    /** Logs an error of the fake itself and sends a 500 with the reason, if a response is still possible. */
    void fail(HttpExchange exchange, Throwable fault) {
        LOG.error("The fake API failed on {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), fault);
        if (exchange.getResponseCode() < 0) {
            attempt(exchange, () -> whole(exchange, Reply.error(500, fault.toString())));
        } else {
            exchange.close();
        }
    }

    private void deliver(HttpExchange exchange, Reply reply) {
        try {
            attempt(exchange, () -> {
                switch (reply.manner()) {
                    case WHOLE -> whole(exchange, reply);
                    case RESET -> exchange.close();
                    case CUT -> cut(exchange, reply);
                    case HUGE -> huge(exchange, reply);
                    case DRIP -> drip(exchange, start(exchange, reply, reply.body().length), reply.body(), 0);
                }
            });
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    private static void whole(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.status() == 204 || reply.status() == 304) {
            start(exchange, reply, -1);
            exchange.close();
        } else {
            try (OutputStream out = start(exchange, reply, reply.body().length)) {
                out.write(reply.body());
            }
        }
    }

    private static void cut(HttpExchange exchange, Reply reply) throws IOException {
        OutputStream out = start(exchange, reply, reply.body().length);
        out.write(reply.body(), 0, reply.body().length / 2);
        out.flush();
        exchange.close();
    }

    private static void huge(HttpExchange exchange, Reply reply) throws IOException {
        byte[] element = Arrays.copyOfRange(reply.body(), 1, reply.body().length - 1);
        try (OutputStream out = start(exchange, reply, 0)) {
            out.write('[');
            for (int sent = 0; sent < HUGE_BYTES; sent += element.length + 1) {
                out.write(element);
                out.write(',');
            }
            out.write(element);
            out.write(']');
        }
    }

    private void drip(HttpExchange exchange, OutputStream out, byte[] body, int at) throws IOException {
        if (at == body.length) {
            out.close();
            return;
        }
        out.write(body[at]);
        out.flush();
        later(exchange, DRIP, () -> attempt(exchange, () -> drip(exchange, out, body, at + 1)));
    }

    private static OutputStream start(HttpExchange exchange, Reply reply, long length) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), length);
        return exchange.getResponseBody();
    }

    private void later(HttpExchange exchange, Duration wait, Runnable job) {
        try {
            // The clock has one thread, which a client that does not read must not block.
            clock.schedule(() -> workers.execute(job), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The fake API is closed: a response is dropped");
            exchange.close();
        }
    }

    private static void attempt(HttpExchange exchange, Delivery delivery) {
        try {
            delivery.run();
        } catch (IOException e) {
            // Expected: clients give up on slow and endless responses.
            LOG.debug("The client closed the connection: {}", e.toString());
            exchange.close();
        }
    }

    private interface Delivery {
        void run() throws IOException;
    }
}
