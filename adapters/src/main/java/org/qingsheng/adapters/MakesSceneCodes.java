package org.qingsheng.adapters;

import java.net.URI;

/**
 * A channel whose platform makes codes (二维码) that tell, when scanned, where they hung: the scene
 * comes as the detail of {@link InboundEvent.Contact#FOLLOWED} or {@link
 * InboundEvent.Contact#SCANNED}.
 */
public interface MakesSceneCodes {
  /**
   * Asks the platform for a code that lasts.
   *
   * @param scene 1 to 64 letters, digits, - and _
   */
  Made makeCode(String scene);

  /** How it ended. */
  sealed interface Made {
    /** What the code is to hold. */
    record Code(URI content) implements Made {}

    /**
     * @param reason in Chinese, for the operator
     */
    record NotMade(String reason) implements Made {}
  }
}
