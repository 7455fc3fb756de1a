package org.plumelookup.app;

import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Lets routes that have no error handler of their own log a failure in one line, not in thirty for each account. */
final class ShortErrors extends MainListenerSupport {
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        DefaultErrorHandlerBuilder handler = new DefaultErrorHandlerBuilder();
        handler.logStackTrace(false).logExhaustedMessageHistory(false);
        main.getCamelContext().getCamelContextExtension().setErrorHandlerFactory(handler);
    }
}
