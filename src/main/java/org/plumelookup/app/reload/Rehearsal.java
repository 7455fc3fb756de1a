package org.plumelookup.app.reload;

/** Tries the files of {@code routes/} as they are now, as a start would, without starting anything. */
public interface Rehearsal {

    /**
     * Tries all files together.
     *
     * @throws org.plumelookup.settings.ConfigurationException if a start would be refused; the message names file and fault
     */
    void run() throws Exception;
}
