package org.qingsheng.adapters.wecom;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;

@DisplayName("验收 · 企业微信自建应用")
class WeComAppConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new AppSide(setup);
  }
}
