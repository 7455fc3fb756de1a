package org.plumelookup.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Ends a call at its deadline and an answer at its largest size.
 *
 * <p>The client's own time limits are per read, so one byte a second would pass them. Here the call connects and its
 * whole answer is read under one deadline, into memory that is capped; the connection is free again before the flow
 * goes on. Thread-safe.
 */
final class CallDeadline extends ServiceSupport implements ExecChainHandler {
    private final String threadName;
    private final CallSettings settings;
    private ScheduledThreadPoolExecutor deadlines;

    /**
     * Creates limits; they work once the service is started.
     *
     * @param threadName name of the thread that ends calls
     * @param settings deadline and largest size
     */
    CallDeadline(String threadName, CallSettings settings) {
        this.threadName = threadName;
        this.settings = settings;
    }

    @Override
    protected void doStart() {
        deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void doStop() {
        if (deadlines != null) { // a context whose start failed stops what it never started
            deadlines.shutdownNow();
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    over.set(true);
                    scope.execRuntime.discardEndpoint();
                },
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            Obstacle.refuse(response, scope);
            response.setEntity(read(response, scope));
            scope.execRuntime.releaseEndpoint();
            return response;
        } catch (HttpException | MalformedChunkCodingException | MessageConstraintException e) {
            scope.execRuntime.discardEndpoint();
            // Neither text nor cause: they quote the answer, which may repeat our credential.
            throw new ClientProtocolException("the answer is not HTTP");
        } catch (IOException | IllegalStateException e) {
            scope.execRuntime.discardEndpoint();
            boolean sent = scope.clientContext.getRequest() != null; // else it is the time to connect that is over
            if (over.get() || sent && e instanceof SocketTimeoutException) { // whose limit is the same
                throw new InterruptedIOException(
                        "no complete answer within " + settings.timeout().toMillis() + " ms");
            }
            Obstacle.refuse(e, scope.route);
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private HttpEntity read(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return null;
        }
        InputStream content = entity.getContent();
        byte[] body = new byte[0];
        String fault = null;
        try {
            body = ContentCoding.read(content, entity.getContentEncoding(), settings.maxBody() + 1);
            if (body.length > settings.maxBody()) {
                fault = String.format(
                        Locale.ROOT, "it is larger than %d bytes (plume.call.max-body)", settings.maxBody());
            }
        } catch (UnsupportedEncodingException e) {
            fault = e.getMessage();
        }
        if (fault != null && response.getCode() == HttpStatus.SC_OK) { // of others the status counts
            throw new UnusableAnswerException(HttpStatus.SC_OK, fault);
        }
        if (content.read() >= 0) {
            scope.execRuntime.discardEndpoint(); // the rest would be taken for the next answer
        }
        // Camel would keep the charset for whatever the exchange writes later, and drop a body that claims to be Java.
        response.removeHeaders(HttpHeaders.CONTENT_TYPE);
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        return new ByteArrayEntity(body, null);
    }
}
