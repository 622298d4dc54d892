package org.qingsheng.adapters.onebot;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;

@DisplayName("验收 · OneBot 反向 WebSocket")
class OneBotConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new OneBotSide(setup, OneBotSide.Way.REVERSE);
  }
}
