package org.plumelookup.bench;

import java.util.List;

/** One kind of work, which some contenders do by turns. */
interface Load {
    /** Returns the name by which {@code -Dbench.only} chooses it. */
    String name();

    /** Returns who does it. */
    List<Contender> contenders();

    /** Lets one do it once, checks what it has written, and reports the figures. */
    void run(Contender contender, Bench bench) throws Exception;
}
