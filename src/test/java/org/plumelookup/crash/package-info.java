/** Kills, stops and starves the real program in processes of its own, and checks that every row still has its one answer. */
package org.plumelookup.crash;
