package org.plumelookup.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Configures the HTTP client: adds the deadline and the resend, and switches off its own features. Immutable.
 *
 * <p>Off are automatic retries, redirects, cookies, compression and cached credentials.
 *
 * @param limits the limits of each request
 * @param times measures each request
 * @param onceMore resends a request that met a closed connection
 */
record ClientConfigurer(CallDeadline limits, CallTimes times, ResendOnFreshConnection onceMore)
        implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .addExecInterceptorFirst("plume-call-limits", limits)
                .addExecInterceptorFirst("plume-call-times", times)
                .addExecInterceptorFirst("plume-once-more", onceMore);
    }
}
