/**
 * Entries on their way in and out of files.
 *
 * <p>Lives here: the YAML format of {@code config/knowledge}, every problem of a file reported at
 * once, the rules an entry meets before it may be published.
 *
 * <p>Does not live here: storing entries, who may publish, searching.
 */
@NullMarked
package org.qingsheng.knowledge.exchange;

import org.jspecify.annotations.NullMarked;
