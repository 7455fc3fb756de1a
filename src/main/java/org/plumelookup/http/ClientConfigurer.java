package org.plumelookup.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Switches off what the HTTP client does unasked, and puts what limits a call and what repeats it in front. Immutable.
 *
 * <p>Hidden retries, redirects, cookies, compression and cached credentials are off.
 *
 * @param limits limit each request
 * @param onceMore repeats one that met a dead connection
 */
record ClientConfigurer(CallDeadline limits, ResendOnFreshConnection onceMore) implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .addExecInterceptorFirst("plume-call-limits", limits)
                .addExecInterceptorFirst("plume-once-more", onceMore);
    }
}
