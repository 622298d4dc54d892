/** What tests of several packages share. */
@NullMarked
package org.qingsheng.bot;

import org.jspecify.annotations.NullMarked;
