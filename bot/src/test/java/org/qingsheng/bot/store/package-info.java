/**
 * What every store promises, as contracts that run on each kind of database; a test class for a
 * database only opens it.
 */
@NullMarked
package org.qingsheng.bot.store;

import org.jspecify.annotations.NullMarked;
