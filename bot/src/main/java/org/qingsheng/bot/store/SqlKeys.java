package org.qingsheng.bot.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/** Keys of the house, made when first asked for and the same for all nodes. Thread-safe. */
public final class SqlKeys {
  private static final int BYTES = 32;
  private static final String FIND = "SELECT secret FROM house_key WHERE name = ?";
  private static final String MAKE =
      "INSERT INTO house_key (name, secret, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private final Database database;
  private final SecureRandom random;
  private final InstantSource clock;

  public SqlKeys(Database database, SecureRandom random, InstantSource clock) {
    this.database = database;
    this.random = random;
    this.clock = clock;
  }

  /** The key of that name, 32 bytes. */
  public byte[] key(String name) {
    var found = database.read(handle -> handle.select(FIND, name).mapTo(String.class).findOne());
    return HexFormat.of().parseHex(found.orElseGet(() -> made(name)));
  }

  private String made(String name) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = HexFormat.of().formatHex(bytes);
    return database.writeNow(handle -> {
      handle.execute(MAKE, name, secret, clock.millis());
      return handle.select(FIND, name).mapTo(String.class).one();
    });
  }
}
