package org.plumelookup.app;

import org.plumelookup.settings.Version;
import picocli.CommandLine.IVersionProvider;

/** Names the program with its version, for the option {@code --version}. */
public final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"plume-lookup " + Version.number()};
    }
}
