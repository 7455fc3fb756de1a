package org.plumelookup.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Ends a call at its deadline and an answer at its largest size, and switches off what the HTTP client does unasked.
 *
 * <p>The client's own time limits are per read, so one byte a second would pass them. Here the whole answer is read
 * inside the call, under one deadline, into memory that is capped; the connection is free again before the flow goes
 * on. Hidden retries, redirects, cookies, compression and cached credentials are off. Thread-safe.
 */
public final class CallLimits extends ServiceSupport implements HttpClientConfigurer, ExecChainHandler {
    private static final String NAME = "plume-call-limits";

    private final String threadName;
    private final CallSettings settings;
    private ScheduledThreadPoolExecutor deadlines;

    /**
     * Creates limits; they work once the service is started.
     *
     * @param threadName name of the thread that ends calls
     * @param settings deadline and largest size
     */
    public CallLimits(String threadName, CallSettings settings) {
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
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), NAME, this);
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
            response.setEntity(read(response, scope));
            scope.execRuntime.releaseEndpoint();
            return response;
        } catch (HttpException | MalformedChunkCodingException e) {
            scope.execRuntime.discardEndpoint();
            // Neither text nor cause: they quote the answer, which may repeat our credential.
            throw new ClientProtocolException("the answer is not HTTP");
        } catch (IOException | IllegalStateException e) {
            scope.execRuntime.discardEndpoint();
            if (over.get() || e instanceof SocketTimeoutException) { // whose limit is the same
                throw new InterruptedIOException(
                        "no complete answer within " + settings.timeout().toMillis() + " ms");
            }
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
        byte[] body = entity.getContent().readNBytes(settings.maxBody() + 1);
        if (body.length > settings.maxBody()) {
            scope.execRuntime.discardEndpoint();
            if (response.getCode() == HttpStatus.SC_OK) {
                throw new AnswerTooLargeException(settings.maxBody());
            }
        }
        // Camel would keep the charset for whatever the exchange writes later, and drop a body that claims to be Java.
        response.removeHeaders(HttpHeaders.CONTENT_TYPE);
        return new ByteArrayEntity(body, null, entity.getContentEncoding());
    }
}
