package org.qingsheng.adapters.onebot;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.onebot.OneBotSide.Way;

@DisplayName("验收 · OneBot 正向 WebSocket")
class OneBotForwardConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new OneBotSide(setup, Way.FORWARD);
  }
}
