/**
 * Scenarios (模拟): text files in which people talk in groups, cadres work and time passes, played
 * against the real server on the simulated channel. They are the acceptance tests, the sandbox and
 * the replay format.
 *
 * <p>Does not live here: anything the live service needs.
 */
@NullMarked
package org.qingsheng.bot.simulation;

import org.jspecify.annotations.NullMarked;
