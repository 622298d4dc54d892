package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Cursors")
class PostgresCursorsTest extends CursorsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
