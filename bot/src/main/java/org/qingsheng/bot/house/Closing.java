package org.qingsheng.bot.house;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes parts in order; one that fails does not keep the next from closing. */
public final class Closing {
  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  public static void all(List<AutoCloseable> parts) {
    for (var part : parts) {
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        log.atWarn().log("interrupted while closing");
      } catch (Exception e) {
        log.atError().setCause(e).log("a part did not close");
      }
    }
  }
}
