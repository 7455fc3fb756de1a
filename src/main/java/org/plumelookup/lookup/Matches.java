package org.plumelookup.lookup;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumelookup.api.Customer;

/** Collects the customers of one account over the pages of its search. Used by one thread at a time. */
final class Matches {
    private final String accountId;
    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final Set<String> others = new HashSet<>();
    private int skip;

    Matches(String accountId) {
        this.accountId = accountId;
    }

    /**
     * Adds one page; a customer counts once, however often it comes.
     *
     * @param page the customers on it
     * @param oneAccount whether customers of other accounts are left out (compared trimmed and without case)
     * @return whether the page had anything new
     */
    boolean add(List<Customer> page, boolean oneAccount) {
        int before = customers.size() + others.size();
        for (Customer customer : page) {
            if (oneAccount && !sameAccount(customer)) {
                others.add(customer.id());
            } else {
                customers.putIfAbsent(customer.id(), customer);
            }
        }
        skip += page.size();
        return customers.size() + others.size() > before;
    }

    private boolean sameAccount(Customer customer) {
        return customer.accountId() != null && customer.accountId().strip().equalsIgnoreCase(accountId.strip());
    }

    /** Returns how many customers the API has returned so far, which is where the next page begins. */
    int skip() {
        return skip;
    }

    List<Customer> customers() {
        return List.copyOf(customers.values());
    }

    /** Returns how many customers of other accounts were left out. */
    int others() {
        return others.size();
    }
}
