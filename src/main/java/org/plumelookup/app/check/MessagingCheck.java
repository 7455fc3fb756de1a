package org.plumelookup.app.check;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.plumelookup.jms.BrokerPreflight;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Connects to the broker once; checks the folder of an embedded one. */
final class MessagingCheck {
    private static final String DATA = "plume.jms.data";

    private MessagingCheck() {}

    /** Returns no finding if JMS is off. */
    static List<Finding> of(CamelContext context, boolean offline) throws InterruptedException {
        Settings keys = Settings.of(context, InstanceName.PLUME);
        BrokerPreflight broker = new BrokerPreflight(context, keys);
        if (!broker.isOn() || offline && !broker.isEmbedded()) {
            return List.of();
        }
        if (broker.isEmbedded()) {
            Finding folder =
                    FolderCheck.usable(DATA, Path.of(keys.required(DATA)).toAbsolutePath());
            return List.of(new Finding("broker", folder.ok(), folder.text()));
        }
        BrokerPreflight.BrokerResult answer = broker.run();
        return List.of(new Finding("broker", answer.ok(), answer.text()));
    }
}
