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
 * Ends a call at its deadline, and limits the size of its response.
 *
 * <p>The client's own timeouts are per read, so that a response of one byte a second would pass them. Here one deadline
 * covers connecting and reading the whole response into limited memory; the connection is released before the flow
 * continues. Thread-safe.
 */
final class CallDeadline extends ServiceSupport implements ExecChainHandler {
    private final String threadName;
    private final CallSettings settings;
    private ScheduledThreadPoolExecutor deadlines;

    /**
     * Creates the limits; they work once the service is started.
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
        if (deadlines != null) { // a context whose start failed also stops services that never started
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
            // Neither message nor cause: they quote the response, which may repeat our credential.
            throw new ClientProtocolException("the response is not HTTP");
        } catch (IOException | IllegalStateException e) {
            scope.execRuntime.discardEndpoint();
            boolean sent = scope.clientContext.getRequest() != null; // else the connect timeout has passed
            if (over.get() || sent && e instanceof SocketTimeoutException) { // has the same limit
                throw new InterruptedIOException(
                        "no complete response within " + settings.timeout().toMillis() + " ms");
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
        if (fault != null && response.getCode() == HttpStatus.SC_OK) { // for other statuses the body does not matter
            throw new UnusableAnswerException(HttpStatus.SC_OK, fault);
        }
        if (content.read() >= 0) {
            scope.execRuntime.discardEndpoint(); // the rest would be read as the next response
        }
        // Camel would keep the charset for later steps of the exchange, and drop a body whose type is a Java object.
        response.removeHeaders(HttpHeaders.CONTENT_TYPE);
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        return new ByteArrayEntity(body, null);
    }
}
