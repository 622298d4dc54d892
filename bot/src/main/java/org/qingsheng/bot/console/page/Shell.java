package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * What every console page has around it.
 *
 * @param name of the account, empty before signing in
 * @param place its region
 * @param account its id, to keep drafts of two people on one machine apart
 * @param alarms outages the reader should know of, in Chinese; shown above every page
 * @param version of the static files
 */
public record Shell(
    String title,
    String name,
    String place,
    String account,
    String csrf,
    List<Link> links,
    List<String> alarms,
    String version) {
  public Shell {
    alarms = List.copyOf(alarms);
    links = List.copyOf(links);
  }

  /**
   * One destination.
   *
   * @param icon name in the icon sheet
   */
  public record Link(String path, String label, String icon, boolean current) {}
}
