package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Codes that say where they hung.
 *
 * @param channels on which such codes can be made
 */
public record ScenesPage(
    Shell shell,
    List<Choice> channels,
    List<Code> codes,
    String label,
    String region,
    String problemField,
    String problem) {
  public ScenesPage {
    channels = List.copyOf(channels);
    codes = List.copyOf(codes);
  }

  /**
   * One code.
   *
   * @param qrSide how many modules it is wide
   * @param qrPath its dark modules as an SVG path
   */
  public record Code(
      String label, String region, String channel, String content, int qrSide, String qrPath) {}
}
