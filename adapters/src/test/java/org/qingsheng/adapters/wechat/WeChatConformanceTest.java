package org.qingsheng.adapters.wechat;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;

@DisplayName("验收 · 公众号")
class WeChatConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new WeChatSide(setup);
  }
}
