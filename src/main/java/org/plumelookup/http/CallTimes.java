package org.plumelookup.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Measures each request, once more sent or not, until its whole answer is read. Immutable.
 *
 * @param counters hear of it
 */
record CallTimes(CallCounters counters) implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        long begun = System.nanoTime();
        Integer status = null;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            status = response.getCode();
            return response;
        } catch (UnusableAnswerException e) {
            status = e.status();
            throw e;
        } finally {
            counters.add(status, System.nanoTime() - begun);
        }
    }
}
