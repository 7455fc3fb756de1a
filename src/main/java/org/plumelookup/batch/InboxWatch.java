package org.plumelookup.batch;

import java.nio.file.Path;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** Looks after the inbox of a file consumer before each poll: the option {@code pollStrategy}. Thread-safe. */
final class InboxWatch extends DefaultPollingConsumerPollStrategy {
    private final Inbox inbox;

    InboxWatch(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return !(endpoint instanceof GenericFileEndpoint<?> files)
                || inbox.look(Path.of(files.getConfiguration().getDirectory()));
    }
}
