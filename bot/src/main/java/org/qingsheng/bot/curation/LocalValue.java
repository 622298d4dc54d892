package org.qingsheng.bot.curation;

import org.qingsheng.knowledge.RegionCode;

/**
 * What an operator filled in for a place holder of answers (本地值).
 *
 * @param name as in {@code {local.name}}
 * @param region where it holds, everything below included
 * @param content as it stands in the answer; never empty
 */
public record LocalValue(String name, RegionCode region, String content) {}
