package org.plumelookup.observe;

import java.util.OptionalLong;

/** Tells how far a batch at work has come. */
public interface BatchFigures {

    /** Names the batch. */
    String name();

    /** Tells how many rows are answered, those of earlier runs included. */
    long done();

    /** Tells how many rows the input has. */
    long total();

    /** Tells how many seconds are left; empty where nobody can know, as in a hold. */
    OptionalLong secondsLeft();
}
