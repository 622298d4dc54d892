/**
 * Settings (配置): what {@code config/qingsheng.yaml} and the environment say, read once and checked
 * as a whole before anything starts.
 *
 * <p>Lives here: {@link org.qingsheng.bot.settings.Settings} and its parts, their defaults and
 * bounds. Does not live here: what is changed while the server runs (groups, accounts), the files
 * that the settings only point to.
 */
@NullMarked
package org.qingsheng.bot.settings;

import org.jspecify.annotations.NullMarked;
