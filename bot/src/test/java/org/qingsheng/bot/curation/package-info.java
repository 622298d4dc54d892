/** What the life of an entry promises: who may do what, and that nobody publishes alone unseen. */
@NullMarked
package org.qingsheng.bot.curation;

import org.jspecify.annotations.NullMarked;
