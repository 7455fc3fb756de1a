package org.plumelookup.observe;

import java.time.Duration;
import java.util.OptionalLong;

/** Returns how far a batch at work has come. */
public interface BatchFigures {

    /** Names the batch. */
    String name();

    /** Returns how many rows are answered, those of earlier runs included. */
    long done();

    /** Returns how many rows the input has. */
    long total();

    /** Returns how long this run has taken so far, without holds. */
    Duration time();

    /** Returns how many rows per second this run has answered so far, holds left out. */
    double rate();

    /** Returns how many seconds are left; empty if nobody can know, as in a hold. */
    OptionalLong secondsLeft();
}
