package org.qingsheng.bot.curation;

import java.util.List;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/**
 * Which versions a reader may see: everything within the scope, and what is published for the areas
 * above, because it holds here too.
 *
 * @param above areas from the reader's own up to the country; never empty
 */
public record Visible(Scope scope, List<RegionCode> above) {
  public Visible {
    above = List.copyOf(above);
  }
}
