/**
 * The composition root (装配): here, and nowhere else, the parts are made and handed to each other —
 * {@link org.qingsheng.bot.house.Qingsheng} is the house without a port, {@link
 * org.qingsheng.bot.house.Server} the house that {@code serve} runs, {@link
 * org.qingsheng.bot.house.SimulatedHouse} the one that scenarios play in. It may know every package
 * but the commands; it decides nothing about a question.
 */
@NullMarked
package org.qingsheng.bot.house;

import org.jspecify.annotations.NullMarked;
