/**
 * What is said on a staff channel and when cadres are told, without a channel; the whole is in
 * {@code CadreAcceptanceTest}.
 */
@NullMarked
package org.qingsheng.bot.cadres;

import org.jspecify.annotations.NullMarked;
