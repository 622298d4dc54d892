/**
 * The real server under real load and violence: a child process, loopback platforms, crowds of
 * askers, kills. {@code KillRun} shows that nothing is lost or said twice; {@code LoadRun}
 * measures.
 *
 * <p>Does not live here: tests of a single class, and anything that reaches into the server by
 * other ways than a platform, an operator or the database file have.
 */
@NullMarked
package org.qingsheng.bot.endurance;

import org.jspecify.annotations.NullMarked;
