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
 * Sends a request once more, at once and on a fresh connection, that failed on a reused one before any byte of an
 * answer came: the server had closed it meanwhile, which it may do at any time (RFC 9112, section 9.3.1). Immutable.
 *
 * @param permit waits until one more call may leave, and returns whether it still may
 */
record ResendOnFreshConnection(BooleanSupplier permit) implements ExecChainHandler {

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
            if (!reused || begun || !permit.getAsBoolean()) {
                throw e;
            }
        }
        acquire(scope);
        while (runtime.isEndpointConnected()) { // died at the same time, most likely
            runtime.discardEndpoint();
            acquire(scope);
        }
        // What the first request has got on its way must not be in this one twice.
        return chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
    }

    private static void acquire(ExecChain.Scope scope) throws IOException {
        scope.execRuntime.acquireEndpoint(
                scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
    }
}
