/** Says when a call may leave: how fast ({@link org.plumelookup.budget.CallBudget}), and whether at all. */
package org.plumelookup.budget;
