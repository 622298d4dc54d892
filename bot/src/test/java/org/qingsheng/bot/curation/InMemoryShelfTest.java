package org.qingsheng.bot.curation;

import org.junit.jupiter.api.DisplayName;

@DisplayName("内存：条目书架")
class InMemoryShelfTest extends ShelfContract {
  @Override
  protected Shelf shelf() {
    return new InMemoryShelf();
  }
}
