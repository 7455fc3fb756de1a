package org.plumelookup.api;

import java.util.List;

/**
 * Holds one customer as the API gave it.
 *
 * @param id Plume's customer ID; never null or blank
 * @param accountId the CRM's account ID as Plume holds it; null where the API gave none
 * @param name name of the customer, or null
 * @param email address of the customer, or null
 * @param locationIds IDs of the customer's locations, maybe none
 */
public record Customer(String id, String accountId, String name, String email, List<String> locationIds) {}
