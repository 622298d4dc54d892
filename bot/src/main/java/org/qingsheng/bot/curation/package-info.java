/**
 * Curation (知识维护): the life of entries from draft over review to publication and retirement, with
 * two pairs of eyes on everything published.
 *
 * <p>Lives here: {@link org.qingsheng.bot.curation.Revision}, {@link
 * org.qingsheng.bot.curation.Move} (which step is possible when, and for whom), {@link
 * org.qingsheng.bot.curation.Curation}, and what makes a node's index follow. Does not live here:
 * searching, file formats of entries, SQL, pages.
 */
@NullMarked
package org.qingsheng.bot.curation;

import org.jspecify.annotations.NullMarked;
