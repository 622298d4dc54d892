/** What the settings promise: defaults, bounds, and problems that explain themselves. */
@NullMarked
package org.qingsheng.bot.settings;

import org.jspecify.annotations.NullMarked;
