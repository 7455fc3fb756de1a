package org.plumelookup.api;

import java.util.List;

/**
 * One customer as the API returned it.
 *
 * @param id Plume's customer ID; never null or blank
 * @param accountId the CRM's account ID as Plume holds it; null if the API returned none
 * @param name name of the customer, or null
 * @param email address of the customer, or null
 * @param locationIds IDs of the customer's locations; may be empty
 */
public record Customer(String id, String accountId, String name, String email, List<String> locationIds) {}
