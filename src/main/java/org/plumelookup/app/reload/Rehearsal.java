package org.plumelookup.app.reload;

/** Checks the current files of {@code routes/} as a start would, without starting anything. */
public interface Rehearsal {

    /**
     * Checks all files together.
     *
     * @throws org.plumelookup.settings.ConfigurationException if a start would be refused; the message names file and
     *     fault
     */
    void run() throws Exception;
}
