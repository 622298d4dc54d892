/**
 * Storage (存储): every SQL statement, the migrations' runner and the one grouping writer.
 *
 * <p>Lives here: {@link org.qingsheng.bot.store.Database} and one {@code Sql…} class for each port
 * that a domain package declares, holding all statements about that aggregate. The SQL runs on
 * SQLite and PostgreSQL alike; where they differ there are paired migrations.
 *
 * <p>Does not live here: any decision.
 */
@NullMarked
package org.qingsheng.bot.store;

import org.jspecify.annotations.NullMarked;
