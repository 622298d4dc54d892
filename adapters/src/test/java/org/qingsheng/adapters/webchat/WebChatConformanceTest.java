package org.qingsheng.adapters.webchat;

import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Setup;

@DisplayName("验收 · 网页聊天")
class WebChatConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new WebChatSide();
  }
}
