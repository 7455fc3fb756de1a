package org.plumelookup.batch;

import java.util.Objects;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Puts the batch and the row into the logging context (MDC) of a thread while it works on them, and restores what was
 * there before. For the program only, because a host has its own rules for its threads. Thread-safe.
 *
 * <p>It is not camel-mdc, which makes each step wait for its end, or (later) leaves values on threads that go on with
 * other work.
 */
public final class BatchLogContext implements InterceptStrategy {
    /** Name of the row in the logging context, and of the exchange property with its number. */
    static final String ROW = "plumeRow";

    private static final String BATCH = "plumeBatch";

    // A row has some thirty steps, and a wrapper costs CPU. These are the ones that log, or all that is within logs.
    private static final Set<Class<?>> KINDS = Set.of(ToDefinition.class, BeanDefinition.class, LogDefinition.class);

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor next) {
        return KINDS.contains(step.getClass()) ? new Step(target) : target;
    }

    private static final class Step extends DelegateAsyncProcessor {
        Step(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            BatchRun batch = exchange.getProperty(BatchRun.PROPERTY, BatchRun.class);
            if (batch == null) {
                return super.process(exchange, callback);
            }
            String row = exchange.getProperty(ROW, String.class);
            String batchBefore = MDC.get(BATCH);
            String rowBefore = MDC.get(ROW);
            if (batch.name().equals(batchBefore) && Objects.equals(row, rowBefore)) {
                return super.process(exchange, callback); // within a step that restores it
            }
            set(BATCH, batch.name());
            set(ROW, row);
            try {
                return super.process(exchange, callback);
            } finally {
                set(BATCH, batchBefore);
                set(ROW, rowBefore);
            }
        }

        private static void set(String key, String value) {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        }
    }
}
