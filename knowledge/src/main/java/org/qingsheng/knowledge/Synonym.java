package org.qingsheng.knowledge;

/**
 * A word people use for one that the base uses (同义词、别名): 小贷 for 小额贷款.
 *
 * @param alias as people say it
 * @param meaning as the base says it
 * @param region where it is said so; holds in everything below too, the nearest wins
 */
public record Synonym(String alias, String meaning, RegionCode region) {}
