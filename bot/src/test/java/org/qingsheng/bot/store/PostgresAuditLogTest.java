package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：AuditLog")
class PostgresAuditLogTest extends AuditLogContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
