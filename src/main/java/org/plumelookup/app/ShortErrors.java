package org.plumelookup.app;

import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Makes routes without an error handler log a failure in one line instead of thirty. */
final class ShortErrors extends MainListenerSupport {
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        DefaultErrorHandlerBuilder handler = new DefaultErrorHandlerBuilder();
        handler.logStackTrace(false).logExhaustedMessageHistory(false);
        main.getCamelContext().getCamelContextExtension().setErrorHandlerFactory(handler);
    }
}
