package org.plumelookup.http;

import java.io.IOException;
import java.net.SocketException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Resends a request at once on a fresh connection if it failed on a reused one before any byte of a response: the
 * server had closed that one, which it may do at any time (RFC 9112, section 9.3.1). Immutable.
 *
 * @param admission waits until one more call may leave, and returns whether it still may
 */
record ResendOnFreshConnection(BooleanSupplier admission) implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ExecRuntime runtime = scope.execRuntime;
        acquire(scope);
        boolean reused = runtime.isEndpointConnected();
        try {
            return chain.proceed(request, scope);
        } catch (NoHttpResponseException | SocketException | SSLException e) {
            runtime.discardEndpoint();
            boolean begun = scope.clientContext.getResponse() != null;
            if (!reused || begun || !admission.getAsBoolean()) {
                throw e;
            }
        }
        acquire(scope);
        while (runtime.isEndpointConnected()) { // most likely closed at the same time
            runtime.discardEndpoint();
            acquire(scope);
        }
        // The original request: headers that the client adds must not be in it twice.
        return chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
    }

    private static void acquire(ExecChain.Scope scope) throws IOException {
        scope.execRuntime.acquireEndpoint(
                scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
    }
}
