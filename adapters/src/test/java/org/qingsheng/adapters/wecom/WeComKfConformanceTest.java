package org.qingsheng.adapters.wecom;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;

@DisplayName("验收 · 微信客服")
class WeComKfConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new KfSide(setup);
  }
}
